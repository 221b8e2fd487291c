import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** A branch or tag and the folder that holds its workflow files. */
export interface Ref {
  /** The short name: `main`, `v1`. */
  readonly name: string;
  readonly kind: "branch" | "tag";
  /** Read again at every use, so that workflows may be edited while the stand-in runs. */
  readonly folder: string;
}

/** A repository of the stand-in. */
export interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly refs: readonly Ref[];
  /** The default branch, whose files make the workflows known: `main`, or else the first ref. */
  readonly defaultRef: Ref | undefined;
}

/** The repositories by `owner/repo` in lower case: GitHub's names are not case-sensitive. */
export type Repositories = ReadonlyMap<string, Repository>;

/** Repositories that have no folder of their own. */
export interface RepositoryDefaults {
  /** `owner/repo` → the refs that exist: `main`, `refs/heads/main`, `refs/tags/v1`. */
  readonly repositories: Readonly<Record<string, readonly string[]>>;
}

/**
 * Reads which repositories a folder holds: FOLDER/OWNER/REPO/*.yml is a repository's default branch
 * `main`, FOLDER/OWNER/REPO@REF/*.yml another ref (a slash in REF written `%2F`, a tag written
 * `refs%2Ftags%2FNAME`). The files directly in FOLDER belong to every default repository, at each of
 * its refs; a repository with a folder of its own takes nothing from them.
 * @throws Error if the folder cannot be read or a default repository is not `owner/repo`.
 */
export async function loadRepositories(
  folder: string,
  defaults: RepositoryDefaults,
): Promise<Repositories> {
  const owners = await foldersIn(folder);
  const own = await Promise.all(owners.map((owner) => repositoriesOf(owner, join(folder, owner))));
  const repositories = new Map(own.flat().map((repository) => [keyOf(repository), repository]));
  for (const [fullName, refs] of Object.entries(defaults.repositories)) {
    const repository = defaultRepository(folder, fullName, refs);
    const key = keyOf(repository);
    if (!repositories.has(key)) repositories.set(key, repository);
  }
  return repositories;
}

/** The repository of that name, in any case; undefined if there is none. */
export function findRepository(
  repositories: Repositories,
  owner: string,
  name: string,
): Repository | undefined {
  return repositories.get(keyOf({ owner, name }));
}

/** `owner/repo`, as written where the repository was declared. */
export function fullName({ owner, name }: Pick<Repository, "owner" | "name">): string {
  return `${owner}/${name}`;
}

/**
 * The ref a dispatch names: a branch or tag by its short name or in full (`refs/heads/main`). A branch
 * goes before a tag of the same name. A commit is refused by GitHub, so none is known here.
 */
export function findRef({ refs }: Repository, ref: string): Ref | undefined {
  const branch = refs.find(({ kind, name }) => kind === "branch" && isNamed(ref, name, "heads"));
  return branch ?? refs.find(({ kind, name }) => kind === "tag" && isNamed(ref, name, "tags"));
}

/** The commit that a ref leads to: made up, and the same at every start. */
export function headSha(repository: Repository, { name }: Ref): string {
  return createHash("sha1")
    .update(`${fullName(repository)}@${name}`)
    .digest("hex");
}

function isNamed(ref: string, name: string, space: "heads" | "tags"): boolean {
  return ref === name || ref === `refs/${space}/${name}`;
}

/** What a repository is looked up by: `owner/repo` in lower case. */
export function keyOf(repository: Pick<Repository, "owner" | "name">): string {
  return fullName(repository).toLowerCase();
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

async function repositoriesOf(owner: string, folder: string): Promise<Repository[]> {
  const refs = new Map<string, Ref[]>();
  for (const directory of await foldersIn(folder)) {
    const at = directory.indexOf("@");
    const name = at < 0 ? directory : directory.slice(0, at);
    const ref = at < 0 ? "main" : decodeRef(directory.slice(at + 1));
    refs.set(name, [...(refs.get(name) ?? []), toRef(ref, join(folder, directory))]);
  }
  return [...refs].map(([name, known]) => toRepository(owner, name, known));
}

function decodeRef(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function defaultRepository(folder: string, name: string, refs: readonly string[]): Repository {
  const [owner, repo, ...rest] = name.split("/");
  if (!owner || !repo || rest.length > 0) {
    throw new Error(`A repository is written owner/repo, not ${JSON.stringify(name)}.`);
  }
  return toRepository(
    owner,
    repo,
    refs.map((ref) => toRef(ref, folder)),
  );
}

function toRepository(owner: string, name: string, refs: readonly Ref[]): Repository {
  const branches = refs.filter(({ kind }) => kind === "branch");
  const main = branches.find((branch) => branch.name === "main");
  return { owner, name, refs, defaultRef: main ?? branches[0] ?? refs[0] };
}

function toRef(ref: string, folder: string): Ref {
  const tag = /^refs\/tags\/(.+)$/.exec(ref)?.[1];
  if (tag !== undefined) return { name: tag, kind: "tag", folder };
  return { name: ref.replace(/^refs\/heads\//, ""), kind: "branch", folder };
}
