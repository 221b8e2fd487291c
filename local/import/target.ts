import { githubApiUrl } from "../../dispatch/config/credential-schema.ts";
import { nearest } from "../../dispatch/config/nearest.ts";
import { readYaml } from "../../dispatch/config/places.ts";
import { type Readable, readPieces } from "../../dispatch/config/readable.ts";
import { notesOnHost } from "./remote-host.ts";
import type { TargetOptions } from "./target-options.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** What a workflow's trigger starts. */
export interface Target {
  readonly repository: string;
  readonly ref: string;
  readonly credential: string;
  /** What was assumed, or found to be otherwise than the file says. */
  readonly notes: readonly string[];
}

/** The parts of triggers.yaml that targets depend on. */
export type Surroundings = Pick<Readable, "defaults"> & {
  /** The api-url of each credential, by name. */
  readonly credentials: ReadonlyMap<string, string>;
  /** Whether the file has nothing but comments in it. */
  readonly isEmpty: boolean;
};

/** A target, or why there is none. */
export type FoundTarget =
  | { readonly target: Target; readonly problem?: never }
  | { readonly target?: never; readonly problem: string };

/** Reads the defaults and the names of the credentials of a file of triggers. */
export function surroundingsIn(text: string): Surroundings {
  const { content } = readYaml(text);
  const { credentials, defaults } = readPieces(content);
  const isEmpty = content === null || content === undefined;
  const apiUrls = Object.entries(credentials).map(
    ([name, value]) => [name, apiUrlIn(value)] as const,
  );
  return { defaults, credentials: new Map(apiUrls), isEmpty };
}

function apiUrlIn(credential: unknown): string {
  const isObject = typeof credential === "object" && credential !== null;
  const url = isObject && "api-url" in credential ? textOf(credential["api-url"]) : undefined;
  return url?.replace(/\/+$/, "") ?? githubApiUrl;
}

/** Decides what a workflow's trigger starts: what the user says, else the file's defaults, else the remote. */
export function targetOf(
  workflow: ScheduledWorkflow,
  options: TargetOptions,
  surroundings: Surroundings,
): FoundTarget {
  const { defaults, credentials, isEmpty } = surroundings;
  const { remote } = workflow.repository;
  const isOther = remote !== undefined && !isUsual(remote.repository, surroundings);
  const repository =
    options.repository ?? (isOther ? remote.repository : textOf(defaults.repository));
  if (repository === undefined) {
    const problem = `Nothing says which repository ${workflow.path} is in: there is neither defaults.repository in triggers.yaml nor a remote origin. Name it with --repository owner/name.`;
    return { problem };
  }
  const credential = options.credential ?? defaults.credential ?? "default";
  if (!isEmpty && !credentials.has(credential)) {
    return { problem: unknownCredential(credential, options, [...credentials.keys()]) };
  }
  const ref = options.ref ?? textOf(defaults.ref);
  const notes = [
    ...(options.repository === undefined ? notesOnRemote(workflow, credential, surroundings) : []),
    ...(ref === undefined ? [assumedRef] : []),
    ...notesOnPlace(workflow),
  ];
  return { target: { repository, ref: ref ?? "main", credential, notes } };
}

/** docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule */
const assumedRef =
  "The ref is taken to be main. GitHub runs schedules on the default branch: if that is another one, name it with --ref.";

function notesOnRemote(
  { path, repository: { remote } }: ScheduledWorkflow,
  credential: string,
  surroundings: Surroundings,
): readonly string[] {
  if (remote === undefined) return [];
  const { host, repository } = remote;
  const usual = textOf(surroundings.defaults.repository);
  const isOther = usual !== undefined && !isUsual(repository, surroundings);
  const other = `The remote origin of ${path} is ${repository}, not ${usual} of defaults: its trigger names the former.`;
  const apiUrl = surroundings.credentials.get(credential) ?? githubApiUrl;
  return [...(isOther ? [other] : []), ...notesOnHost(host, credential, apiUrl)];
}

function notesOnPlace({ path, pathInRepository }: ScheduledWorkflow): readonly string[] {
  if (/^\.github\/workflows\/[^/]+$/.test(pathInRepository)) return [];
  return [
    `${path} is not in .github/workflows of its repository, where GitHub looks for workflows.`,
  ];
}

function isUsual(repository: string, { defaults }: Surroundings): boolean {
  return textOf(defaults.repository)?.toLowerCase() === repository.toLowerCase();
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function unknownCredential(
  name: string,
  { credential }: TargetOptions,
  known: readonly string[],
): string {
  const list = known.join(", ") || "none are declared";
  if (credential === undefined) {
    return `triggers.yaml has no credential named ${name}. Choose one with --credential: ${list}.`;
  }
  const meant = nearest(name, known);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return `There is no credential ${name} in triggers.yaml.${hint} There are: ${list}.`;
}
