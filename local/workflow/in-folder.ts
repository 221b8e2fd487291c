import type { Target } from "../../dispatch/github/target.ts";
import {
  findRef,
  findRepository,
  loadRepositories,
  type Repositories,
} from "../github/repositories.ts";
import { findWorkflow, listWorkflows, readWorkflow } from "../github/workflows.ts";
import type { ParsedWorkflow, UnparsedWorkflow } from "./workflow-file.ts";

/** A workflow file in a folder, or the first thing on the way to it that is not there. */
export type InFolder =
  | {
      readonly content: ParsedWorkflow | UnparsedWorkflow;
      readonly missing?: never;
    }
  | {
      readonly missing: "repository" | "workflow" | "ref" | "file at the ref";
      /** What there is in its place. */
      readonly known: readonly string[];
    };

/** Finds the workflow file of a target. Each file is read and parsed once. */
export type FindInFolder = (target: Target, maxInputs: number) => Promise<InFolder>;

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

/** The workflow files of a folder: see `repositoriesIn`. */
export async function openFolder(folder: string, places: readonly Place[]): Promise<FindInFolder> {
  const repositories = await repositoriesIn(folder, places);
  const found = new Map<string, Promise<InFolder>>();
  return (target, maxInputs) => {
    const key = JSON.stringify([target.repository, target.workflow, target.ref, maxInputs]);
    const finding = found.get(key) ?? find(repositories, target, maxInputs);
    found.set(key, finding);
    return finding;
  };
}

async function find(
  repositories: Repositories,
  target: Target,
  maxInputs: number,
): Promise<InFolder> {
  const [owner = "", name = ""] = target.repository.split("/");
  const repository = findRepository(repositories, owner, name);
  if (repository === undefined) return { missing: "repository", known: [...repositories.keys()] };
  const workflow = await findWorkflow(repository, target.workflow);
  if (workflow === undefined) {
    const files = (await listWorkflows(repository)).map(({ file }) => file);
    return { missing: "workflow", known: files };
  }
  const ref = findRef(repository, target.ref);
  if (ref === undefined) return { missing: "ref", known: repository.refs.map((each) => each.name) };
  const content = await readWorkflow(workflow, ref, maxInputs);
  return content === undefined ? { missing: "file at the ref", known: [] } : { content };
}
