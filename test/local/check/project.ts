import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { readConfig } from "../../../dispatch/config.ts";
import { formatPath } from "../../../dispatch/problem.ts";
import type { Finding } from "../../../local/check/finding.ts";
import {
  type Checked,
  type CheckOptions,
  type CheckServices,
  runCheck,
} from "../../../local/check/run.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "../../../local/github/server.ts";
import { repositoriesIn } from "../../../local/workflow/in-folder.ts";

export const token = "good-token";

/** Saturday, long before any token of these tests expires. */
export const now = Date.parse("2026-11-21T12:00:00Z");

/** A folder with a triggers.yaml and workflow files. */
export interface Project {
  readonly folder: string;
  readonly triggers: string;
  readonly workflows: string;
  write(file: string, text: string): void;
}

/** Workflow files by their path in the folder of workflows: `deploy.yml`, `acme/shop@v1/deploy.yml`. */
export type Files = Readonly<Record<string, string>>;

/** Writes the files of a test, and removes them after it. */
export function createProject(triggers: string, files: Files): Project {
  const folder = mkdtempSync(join(tmpdir(), "check-"));
  const workflows = join(folder, ".github", "workflows");
  mkdirSync(workflows, { recursive: true });
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write("triggers.yaml", triggers);
  for (const [file, text] of Object.entries(files)) write(`.github/workflows/${file}`, text);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { folder, workflows, triggers: join(folder, "triggers.yaml"), write };
}

/** A stand-in, for one test, that has the repositories and refs of a triggers.yaml, and acme/shop. */
export async function startGitHubOf(
  project: Project,
  triggers: string,
  options: Partial<GitHubOptions> = {},
): Promise<GitHub> {
  const { config } = readConfig(triggers);
  const places = [
    ...Object.values(config?.triggers ?? {}),
    { repository: "acme/shop", ref: "main" },
  ];
  const repositories = await repositoriesIn(project.workflows, places);
  const clock = () => new Date(now);
  const github = await startGitHub({ repositories, tokens: [token], now: clock, ...options });
  onTestFinished(() => github.close());
  return github;
}

/** Waits that were asked for, in milliseconds; nothing really waits. */
export function createServices(
  overrides: Partial<CheckServices> = {},
): CheckServices & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    fetch,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    now: () => now,
    random: () => 0.5,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    gh: async () => undefined,
    secret: async () => ({ unavailable: "there is no AWS in tests" }),
    onProgress: () => {},
    waits,
    ...overrides,
  };
}

/** Checks against a GitHub, with a token for it in the environment. */
export function checkOn(
  { url }: Pick<GitHub, "url">,
  { triggers }: Pick<Project, "triggers">,
  overrides: Partial<CheckServices> = {},
  options: Partial<CheckOptions> = {},
): Promise<Checked> {
  const settings = { triggers, apiUrl: url, token };
  return runCheck(settings, { mayStandIn: false, ...options }, createServices(overrides));
}

/** Checks against the project's own workflow files. */
export function checkOffline({ triggers, workflows }: Project): Promise<Checked> {
  return runCheck({ triggers }, { mayStandIn: false, workflows }, createServices());
}

/** A finding's code and place: `input-missing 9:7 triggers.deploy.inputs`. */
export function placeOf({ code, line, column, path }: Finding): string {
  return `${code} ${line}:${column} ${formatPath(path)}`;
}

/** Findings by their codes and places. */
export function placesOf({ findings }: Pick<Checked, "findings">): readonly string[] {
  return findings.map(placeOf);
}

/** A triggers.yaml with one trigger, `deploy`, below which these lines stand. */
export function triggersOf(lines: string, api?: string): string {
  const indented = lines.replaceAll(/^(?=.)/gm, "    ");
  const apiUrl = api === undefined ? "" : `\n    api-url: ${api}`;
  return `credentials:
  default:
    pat: github/dispatch-token${apiUrl}
defaults:
  repository: acme/shop
  ref: main
triggers:
  deploy:
    on: { http: { path: /deploy } }
${indented}`;
}

/** The text of a workflow that declares these inputs. */
export function workflowOf(inputs: unknown, runName?: string): string {
  return JSON.stringify({
    ...(runName !== undefined && { "run-name": runName }),
    on: { workflow_dispatch: inputs === undefined ? null : { inputs } },
    jobs: { run: { "runs-on": "ubuntu-latest", steps: [{ run: "true" }] } },
  });
}
