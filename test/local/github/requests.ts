import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadRepositories, type Repositories } from "../../../local/github/repositories.ts";
import { type GitHub, type GitHubOptions, startGitHub } from "../../../local/github/server.ts";

/** The folder with the workflow files of these tests. */
export const workflows = fileURLToPath(new URL("./workflows", import.meta.url));

/** `acme/demo` takes the flat files at three refs; `acme/own` has folders of its own. */
export function loadTestRepositories(): Promise<Repositories> {
  return loadRepositories(workflows, {
    repositories: { "acme/demo": ["main", "feature/x", "refs/tags/v1"], "acme/own": ["main"] },
  });
}

/** A stand-in with the repositories of these tests. */
export async function startTestGitHub(options: Partial<GitHubOptions> = {}): Promise<GitHub> {
  const repositories = await loadTestRepositories();
  const github = await startGitHub({
    repositories,
    tokens: ["first-token", "second-token"],
    ...options,
  });
  await github.disableWorkflow("acme/demo", "disabled.yml");
  return github;
}

/** Reads a file of cases. */
export function readCases<Case>(file: string): Case[] {
  return JSON.parse(readFileSync(new URL(`./cases/${file}`, import.meta.url), "utf8"));
}

/** A request to dispatch a workflow, and GitHub's answer to it. */
export interface DispatchCase {
  readonly name: string;
  /** `acme/demo` by default. */
  readonly repository?: string;
  /** As in the path; `hello.yml` by default. */
  readonly workflow?: string;
  /** Value of `X-GitHub-Api-Version`. */
  readonly version?: string | null;
  /** Headers to add, or, with null, to leave out. */
  readonly headers?: Readonly<Record<string, string | null>>;
  /** Credentials for Basic authorization, not yet encoded. */
  readonly basic?: string;
  /** The body as sent. */
  readonly raw?: string;
  /** The body as JSON; `{"ref": "main"}` and the inputs by default. */
  readonly body?: unknown;
  /** The inputs. */
  readonly send?: unknown;
  /** The inputs `in1`, `in2` and so on, this many. */
  readonly count?: number;
  /** Inputs that repeat a text. */
  readonly repeat?: Readonly<Record<string, readonly [text: string, times: number]>>;

  readonly status: number;
  /** GitHub's message, whole. */
  readonly message?: string;
  /** The beginning of GitHub's message. */
  readonly start?: string;
  /** The inputs of the run. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Fields of the run. */
  readonly run?: Readonly<Record<string, unknown>>;
}

/** Sends a case's request over HTTP. */
export function dispatch(github: GitHub, test: DispatchCase): Promise<Response> {
  const { repository = "acme/demo", workflow = "hello.yml" } = test;
  const url = `${github.url}/repos/${repository}/actions/workflows/${workflow}/dispatches`;
  return fetch(url, { method: "POST", headers: headersOf(test), body: bodyOf(test) });
}

function headersOf({ basic, version, headers }: DispatchCase): Headers {
  const result = new Headers({ authorization: "Bearer first-token", "user-agent": "tests" });
  if (basic !== undefined) result.set("authorization", `Basic ${btoa(basic)}`);
  if (version) result.set("x-github-api-version", version);
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (value === null) result.delete(name);
    else result.set(name, value);
  }
  return result;
}

function bodyOf({ raw, body, send, count, repeat }: DispatchCase): string {
  if (raw !== undefined) return raw;
  if (body !== undefined) return JSON.stringify(body);
  if (count !== undefined) {
    const names = Array.from({ length: count }, (_, index) => [`in${index + 1}`, "x"]);
    return JSON.stringify({ ref: "main", inputs: Object.fromEntries(names) });
  }
  if (repeat !== undefined) {
    const long = Object.entries(repeat).map(([name, [text, times]]) => [name, text.repeat(times)]);
    return JSON.stringify({ ref: "main", inputs: Object.fromEntries(long) });
  }
  return JSON.stringify({ ref: "main", inputs: send });
}

/** Reads from the API with an accepted token. */
export function get(github: GitHub, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: "Bearer first-token", "user-agent": "tests" };
  return fetch(`${github.url}${path}`, { headers, ...init });
}
