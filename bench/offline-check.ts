import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inNewFolder } from "../local/new-folder.ts";
import { type Benchmark, type Results, spreadOf } from "./benchmark.ts";
import { inRounds } from "./candidates/rounds.ts";
import { timeProcess } from "./process.ts";

const repositories = 50;
const workflowsPerRepository = 6;

const triggers = repositories * workflowsPerRepository;

/** Rounds that are counted. */
const rounds = 7;

/** Milliseconds that a check of these triggers may take. */
const limit = 2000;

const about = `
\`npm run check -- --workflows DIR\` on ${triggers} triggers, each with a workflow file of its own, of
${repositories} repositories: from the start of the process to its end. The files are in a folder for each repository,
and then all in one folder. A process of Node.js that does nothing is what no command can be faster than.
`;

/** `npm run check -- --workflows DIR` on 300 triggers, each with a workflow file of its own. */
export const offlineCheck: Benchmark = {
  name: "check",
  title: "Checking a file without GitHub",
  about,
  run: () => inNewFolder(measure),
};

async function measure(folder: string): Promise<Results> {
  writeFiles(folder);
  const checkIn = (workflows: string) => ({
    args: ["cli/check.ts", "--workflows", join(folder, workflows)],
    environment: { TRIGGERS: join(folder, "triggers.yaml") },
  });
  const commands = [{ args: ["--eval", ""] }, checkIn("nested"), checkIn("flat")];
  const times = await inRounds(commands, rounds, timeProcess);
  return resultsOf([...times.values()]);
}

function resultsOf([empty = [], nested = [], flat = []]: readonly (readonly number[])[]): Results {
  const checks = [
    { what: `check of ${triggers} triggers, a folder for each repository`, time: spreadOf(nested) },
    { what: `check of ${triggers} triggers, all files in one folder`, time: spreadOf(flat) },
  ];
  const rows = [{ what: "node, doing nothing", time: spreadOf(empty) }, ...checks];
  return {
    tables: [
      {
        of: "command",
        columns: [{ name: "time", unit: "ms" }],
        rows: rows.map(({ what, time }) => ({ what, figures: [time] })),
      },
    ],
    goals: checks.map(({ what, time }) => ({
      what,
      unit: "ms",
      found: time.median,
      atMost: limit,
    })),
    charts: [
      {
        title: "Time of a check",
        unit: "ms",
        atMost: limit,
        bars: rows.map(({ what, time }, index) => ({
          label: what,
          figure: time,
          isPeer: index === 0,
        })),
      },
    ],
  };
}

function writeFiles(folder: string): void {
  const entries: string[] = [];
  const flat = join(folder, "flat");
  mkdirSync(flat);
  for (let repository = 0; repository < repositories; repository += 1) {
    const nested = join(folder, "nested", "acme", `service-${repository}`);
    mkdirSync(nested, { recursive: true });
    for (let workflow = 0; workflow < workflowsPerRepository; workflow += 1) {
      for (const place of [nested, flat]) {
        const path = join(place, fileName(repository, workflow));
        writeFileSync(path, workflowFile(repository, workflow));
      }
      entries.push(trigger(repository, workflow));
    }
  }
  const head =
    "credentials: { default: { pat: github/token } }\ndefaults: { ref: main }\ntriggers:";
  writeFileSync(join(folder, "triggers.yaml"), `${head}\n${entries.join("\n")}\n`);
}

function fileName(repository: number, workflow: number): string {
  return `service-${repository}-job-${workflow}.yml`;
}

function trigger(repository: number, workflow: number): string {
  return `
  service-${repository}-job-${workflow}:
    on:
      http: { path: /services/${repository}/jobs/${workflow} }
      schedule: [{ cron: "${workflow} ${repository % 24} * * 1-5", timezone: Europe/Paris }]
    repository: acme/service-${repository}
    workflow: ${fileName(repository, workflow)}
    inputs:
      environment: staging
      version: \${{ request.body.version || schedule.scheduled-time }}
      dry-run: true`;
}

function workflowFile(repository: number, workflow: number): string {
  return `name: Job ${workflow} of service ${repository}
run-name: \${{ inputs.environment }} \${{ inputs.version }}
on:
  push:
    branches: [main]
  workflow_dispatch:
    inputs:
      environment:
        description: Where it runs
        type: choice
        options: [staging, production]
        required: true
      version:
        type: string
        default: latest
      dry-run:
        type: boolean
        default: false
permissions:
  contents: read
jobs:
  build:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        node: [22, 24]
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: \${{ matrix.node }}
      - run: npm ci
      - run: npm test -- --environment "\${{ inputs.environment }}"
  deploy:
    needs: build
    if: \${{ !inputs.dry-run }}
    runs-on: ubuntu-latest
    environment: \${{ inputs.environment }}
    steps:
      - run: ./deploy.sh "\${{ inputs.version }}"
`;
}
