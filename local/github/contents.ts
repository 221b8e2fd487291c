import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { encodePath } from "../../dispatch/github/target.ts";
import { forRepository } from "./endpoint.ts";
import { json, notFound } from "./message.ts";
import { findRef, fullName, headSha, type Ref, type Repository } from "./repositories.ts";
import type { GitHubState } from "./state.ts";
import { filesIn, workflowFolder } from "./workflows.ts";

/**
 * `GET /repos/{owner}/{repo}/contents/{path}` for `.github/workflows` and the files in it, which is all
 * that the repositories hold here (docs.github.com/en/rest/repos/contents#get-repository-content).
 */
export const getContents = forRepository(
  "contents=read",
  async ({ state, request, parameter }, repository) => {
    const name = request.query.get("ref") || undefined;
    const ref = name === undefined ? repository.defaultRef : findCommit(repository, name);
    if (ref === undefined) {
      return name === undefined ? notFound : { status: 404, message: noCommit(name) };
    }
    const place = { state, repository, ref: name ?? ref.name };
    const path = parameter("path");
    const files = await filesIn(ref.folder);
    const wanted = files.filter((file) => isWithin(path, `${workflowFolder}/${file}`));
    const found = await Promise.all(wanted.map((file) => readContents(ref.folder, file)));
    const [only] = found;
    if (only === undefined) return notFound;
    if (path === workflowFolder)
      return json(
        200,
        found.map((file) => viewFile(place, file)),
      );
    return json(200, { ...viewFile(place, only), ...viewBytes(only.bytes) });
  },
);

/** GitHub's wording, which no page of its own gives: clients look for it in the answer. */
function noCommit(ref: string): string {
  return `No commit found for the ref ${ref}`;
}

/** Besides the names that a dispatch takes, this takes a commit: the only one of a ref is its head. */
function findCommit(repository: Repository, name: string): Ref | undefined {
  return (
    findRef(repository, name) ?? repository.refs.find((ref) => headSha(repository, ref) === name)
  );
}

function isWithin(path: string, file: string): boolean {
  return path === workflowFolder || path === file;
}

interface Contents {
  readonly file: string;
  readonly bytes: Buffer;
}

async function readContents(folder: string, file: string): Promise<Contents> {
  return { file, bytes: await readFile(join(folder, file)) };
}

/** Where a file was asked for. */
interface Place {
  readonly state: GitHubState;
  readonly repository: Repository;
  /** As asked for; the default branch's name by default. */
  readonly ref: string;
}

function viewFile({ state, repository, ref }: Place, { file, bytes }: Contents) {
  const path = `${workflowFolder}/${file}`;
  const sha = blobSha(bytes);
  const api = `${state.apiUrl}/repos/${fullName(repository)}`;
  const page = `${state.webUrl}/${fullName(repository)}`;
  const url = `${api}/contents/${encodePath(path)}?ref=${encodeURIComponent(ref)}`;
  const gitUrl = `${api}/git/blobs/${sha}`;
  const htmlUrl = `${page}/blob/${encodePath(`${ref}/${path}`)}`;
  return {
    name: file,
    path,
    sha,
    size: bytes.length,
    url,
    html_url: htmlUrl,
    git_url: gitUrl,
    download_url: `${page}/raw/${encodePath(`${ref}/${path}`)}`,
    type: "file",
    _links: { self: url, git: gitUrl, html: htmlUrl },
  };
}

/** Larger files come without their content; the page above gives the size. */
const maxContentBytes = 1024 * 1024;

/** GitHub breaks the lines of the base64 text after 60 characters, the last one too. */
function viewBytes(bytes: Buffer) {
  if (bytes.length > maxContentBytes) return { content: "", encoding: "none" };
  return { content: bytes.toString("base64").replace(/.{1,60}/g, "$&\n"), encoding: "base64" };
}

/** As `git hash-object` computes it: git-scm.com/book/en/v2/Git-Internals-Git-Objects. */
function blobSha(bytes: Buffer): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
