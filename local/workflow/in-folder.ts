import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Target } from "../../dispatch/github/target.ts";
import { inputLimits } from "../../dispatch/inputs.ts";
import {
  findRef,
  findRepository,
  loadRepositories,
  type Repositories,
} from "../github/repositories.ts";
import { workflowFilesIn } from "../github/workflows.ts";
import { createShared } from "../shared.ts";
import type { ParsedWorkflow, UnparsedWorkflow } from "./workflow-file.ts";

/** A workflow file in a folder, or the first thing on the way to it that is not there. */
export type InFolder =
  | {
      readonly content: ParsedWorkflow | UnparsedWorkflow;
      readonly path: string;
      readonly missing?: never;
    }
  | {
      readonly missing: "repository" | "workflow" | "ref" | "file at the ref";
      /** What there is in its place. */
      readonly known: readonly string[];
    };

/** Finds the workflow file of a target. */
export type FindInFolder = (target: Target) => Promise<InFolder>;

/** Which repository and ref a target names. */
type Place = Pick<Target, "repository" | "ref">;

/**
 * The repositories of a folder of workflow files, as `loadRepositories` reads it: its own files are those of
 * every repository that is named, at each of its refs.
 *
 * @throws the system's error when the folder can't be read.
 */
export function repositoriesIn(folder: string, places: readonly Place[]): Promise<Repositories> {
  // GitHub takes the name of a repository in any case.
  const spellings = new Map<string, string>();
  const repositories: Record<string, string[]> = {};
  for (const { repository, ref } of places) {
    const key = repository.toLowerCase();
    const name = spellings.get(key) ?? repository;
    spellings.set(key, name);
    const refs = repositories[name] ?? [];
    repositories[name] = refs.includes(ref) ? refs : [...refs, ref];
  }
  return loadRepositories(folder, { repositories });
}

/** The workflow files of a folder, as they are now: see `repositoriesIn`. Each is read and parsed once. */
export async function openFolder(folder: string, places: readonly Place[]): Promise<FindInFolder> {
  const repositories = await repositoriesIn(folder, places);
  const listed = createShared<readonly string[]>();
  const parsed = createShared<ParsedWorkflow | UnparsedWorkflow>();
  const list = (path: string) => listed([path], () => workflowFilesIn(path));
  const parse = (path: string) => parsed([path], () => parseFile(path));
  return async (target) => {
    const [owner = "", name = ""] = target.repository.split("/");
    const { workflow } = target;
    const repository = findRepository(repositories, owner, name);
    if (repository === undefined) return { missing: "repository", known: [...repositories.keys()] };
    const { defaultRef, refs } = repository;
    const known = defaultRef === undefined ? [] : await list(defaultRef.folder);
    if (!known.includes(workflow)) return { missing: "workflow", known };
    const ref = findRef(repository, target.ref);
    if (ref === undefined) return { missing: "ref", known: refs.map((each) => each.name) };
    const files = await list(ref.folder);
    if (!files.includes(workflow)) return { missing: "file at the ref", known: files };
    const path = join(ref.folder, workflow);
    return { content: await parse(path), path };
  };
}

async function parseFile(path: string): Promise<ParsedWorkflow | UnparsedWorkflow> {
  // GitHub's parser takes its time to load, and npm start has no need of it yet.
  const { parseWorkflowFile } = await import("./workflow-file.ts");
  return parseWorkflowFile(await readFile(path, "utf8"), inputLimits.count);
}
