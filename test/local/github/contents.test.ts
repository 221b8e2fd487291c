import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadRepositories } from "../../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../../local/github/server.ts";
import { get, readCases, startTestGitHub, workflows } from "./requests.ts";

let github: GitHub;
beforeEach(async () => {
  github = await startTestGitHub();
});
afterEach(() => github.close());

/** A path below `contents/`, and what it is answered with. */
interface PathCase {
  readonly path: string;
  /** `acme/demo` by default. */
  readonly repository?: string;
  readonly status: number;
  readonly message?: string;
  /** The page that a refusal names; the endpoint's by default. */
  readonly page?: string;
  /** As the answer names it. */
  readonly ref?: string;
  /** `hello.yml` by default. */
  readonly file?: string;
}

interface Contents {
  readonly name: string;
  readonly content: string;
  readonly [field: string]: unknown;
}

const endpointPage = "/rest/repos/contents#get-repository-content";

test.each(readCases<PathCase>("contents.json"))("contents/$path of $repository", async (one) => {
  const repository = one.repository ?? "acme/demo";
  const response = await get(github, `/repos/${repository}/contents/${one.path}`);
  expect(response.status).toBe(one.status);
  if (one.status !== 200) {
    expect(await response.json()).toEqual({
      message: one.message,
      documentation_url: `https://docs.github.com${one.page ?? endpointPage}`,
      status: "404",
    });
    return;
  }
  const { file = "hello.yml", ref = "" } = one;
  const { content, ...rest } = (await response.json()) as Contents;
  const bytes = readFileSync(join(workflows, file));
  expect(Buffer.from(content, "base64")).toEqual(bytes);
  expect(rest).toEqual({ ...listed(file, ref, bytes), encoding: "base64" });
});

function listed(file: string, ref: string, bytes: Buffer) {
  const path = `.github/workflows/${file}`;
  const sha = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
  const url = `${github.url}/repos/acme/demo/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${github.url}/repos/acme/demo/git/blobs/${sha}`;
  const html = `${github.url}/acme/demo/blob/${ref}/${path}`;
  return {
    type: "file",
    name: file,
    path,
    sha,
    size: bytes.length,
    url,
    html_url: html,
    git_url: git,
    download_url: `${github.url}/acme/demo/raw/${ref}/${path}`,
    _links: { self: url, git, html },
  };
}

test("the folder is a list of its files, without their content", async () => {
  const response = await get(github, "/repos/acme/demo/contents/.github/workflows");
  expect(response.status).toBe(200);
  const files = (await response.json()) as Contents[];
  const names = files.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names).toContain("notes.txt");
  expect(names).not.toContain("acme");
  const bytes = readFileSync(join(workflows, "hello.yml"));
  expect(files.find(({ name }) => name === "hello.yml")).toEqual(
    listed("hello.yml", "main", bytes),
  );
});

test("each ref has its own files", async () => {
  const path = "/repos/acme/own/contents/.github/workflows/only-release.yml";
  expect((await get(github, path)).status).toBe(404);
  expect((await get(github, `${path}?ref=release`)).status).toBe(200);
});

test("the sha is git's, and the base64 has GitHub's lines", async () => {
  const folder = await mkdtemp(join(tmpdir(), "contents-"));
  await mkdir(join(folder, "acme", "sizes"), { recursive: true });
  await mkdir(join(folder, "acme", "none"), { recursive: true });
  const other = await startGitHub({
    repositories: await loadRepositories(folder, { repositories: {} }),
    tokens: undefined,
  });
  const write = (file: string, text: string) =>
    writeFile(join(folder, "acme", "sizes", file), text);
  const read = async (file: string) => {
    const path = `/repos/acme/sizes/contents/.github/workflows/${encodeURIComponent(file)}`;
    return (await (await get(other, path)).json()) as Contents;
  };
  try {
    await write("greeting.yml", "what is up, doc?");
    await write("of 46 bytes.yml", "x".repeat(46));
    await write("large.yml", "x".repeat(1024 * 1024 + 1));
    await write("empty.yml", "");
    // The example of git-scm.com/book/en/v2/Git-Internals-Git-Objects.
    const greeting = { sha: "bd9dbf5aae1a3862dd1526723246b20206e5fc37", size: 16 };
    expect(await read("greeting.yml")).toMatchObject(greeting);
    const lines = (await read("of 46 bytes.yml")).content.split("\n");
    expect(lines.map((line) => line.length)).toEqual([60, 4, 0]);
    expect(await read("large.yml")).toMatchObject({ content: "", encoding: "none" });
    expect(await read("empty.yml")).toMatchObject({ content: "", encoding: "base64", size: 0 });
    const none = await get(other, "/repos/acme/none/contents/.github/workflows");
    expect(none.status).toBe(404);
  } finally {
    await other.close();
    await rm(folder, { recursive: true });
  }
});

test("on Enterprise Server they are below /api/v3, with its headers", async () => {
  const server = await startTestGitHub({ server: "ghes-3.18" });
  try {
    const file = "/repos/acme/demo/contents/.github/workflows/hello.yml";
    for (const path of [file, "/repos/acme/demo/git/ref/heads/main", "/user"]) {
      const response = await get(server, path);
      expect(response.status).toBe(200);
      expect(response.headers.get("x-github-enterprise-version")).toBe("3.18.0");
      expect(response.headers.get("x-github-api-version-selected")).toBe("2022-11-28");
      expect(response.headers.get("date")).toBeTruthy();
    }
    const refused = await get(server, `${file}?ref=gone`);
    expect(await refused.json()).toMatchObject({
      documentation_url:
        "https://docs.github.com/enterprise-server@3.18/rest/repos/contents#get-repository-content",
    });
  } finally {
    await server.close();
  }
});
