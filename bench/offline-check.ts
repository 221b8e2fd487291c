import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Benchmark, spreadOf } from "./benchmark.ts";
import { timeProcesses } from "./process.ts";

const repositories = 50;
const workflowsPerRepository = 6;

const triggers = repositories * workflowsPerRepository;

/** Milliseconds that a check of these triggers may take. */
const limit = 2000;

/** `npm run check -- --workflows DIR` on 300 triggers, each with a workflow file of its own. */
export const offlineCheck: Benchmark = {
  name: "check",
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-bench-"));
    try {
      writeFiles(folder);
      const checkIn = (workflows: string) => ({
        args: ["cli/check.ts", "--workflows", join(folder, workflows)],
        environment: { TRIGGERS: join(folder, "triggers.yaml") },
      });
      const commands = [{ args: ["--eval", ""] }, checkIn("nested"), checkIn("flat")];
      const [empty = [], nested = [], flat = []] = await timeProcesses(commands);
      const what = `check --workflows, ${triggers} triggers and files, ${repositories} repositories`;
      return [
        { what: "node, doing nothing", milliseconds: spreadOf(empty) },
        { what, milliseconds: spreadOf(nested), limit },
        { what: `${what}, all files in one folder`, milliseconds: spreadOf(flat), limit },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

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
