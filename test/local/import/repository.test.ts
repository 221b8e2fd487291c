import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { originUrl, readRemoteUrl, repositoryOf } from "../../../local/import/repository.ts";
import { readWorkflows } from "../../../local/import/workflows.ts";
import { jobs } from "./repository-folder.ts";

const password = ["pass", "word"].join("");

test.each([
  ["https://github.com/acme/shop.git", "github.com", "acme/shop"],
  ["https://github.com/acme/shop", "github.com", "acme/shop"],
  ["https://github.com/acme/shop/", "github.com", "acme/shop"],
  [`https://user:${password}@github.com/acme/shop.git`, "github.com", "acme/shop"],
  ["https://github.acme.example:8443/acme/shop.git", "github.acme.example", "acme/shop"],
  ["git@github.com:acme/shop.git", "github.com", "acme/shop"],
  ["github.com:acme/shop.js.git", "github.com", "acme/shop.js"],
  ["org-1@github-work:acme/shop.git", "github-work", "acme/shop"],
  ["ssh://git@ssh.github.com:443/acme/shop.git", "ssh.github.com", "acme/shop"],
  ["git://github.com/acme/shop.git", "github.com", "acme/shop"],
  ["git@github.com:/acme/shop.git", "github.com", "acme/shop"],
])("%s is %s, %s", (url, host, repository) => {
  expect(readRemoteUrl(url)).toEqual({ host, repository });
});

test.each([
  "/srv/git/shop.git",
  "../shop",
  "C:\\shop",
  "file:///srv/shop.git",
  "https://github.com/acme",
  "",
])("%j is no repository of GitHub", (url) => {
  expect(readRemoteUrl(url)).toBeUndefined();
});

test.each([
  ['[remote "origin"]\n\turl = a\n\tfetch = b\n', "a"],
  [
    '[core]\n\tbare = false\n[remote "fork"]\n\turl = b\n[remote "origin"]\r\n\turl=a # ours\r\n',
    "a",
  ],
  ['[remote "origin"] url = "a"\n', "a"],
  ['[remote "origin"]\n\tpushurl = b\n\tURL = a\n', "a"],
  ['[remote "fork"]\n\turl = b\n', undefined],
  ['[remote "origin"]\n[submodule "x"]\n\turl = b\n', undefined],
  ["", undefined],
])("the origin of %j is %s", (config, url) => {
  expect(originUrl(config)).toBe(url);
});

describe("the repository of a folder", () => {
  const folders: string[] = [];
  const folder = () => {
    const made = realpathSync(mkdtempSync(join(tmpdir(), "repository-")));
    folders.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of folders.splice(0)) rmSync(made, { recursive: true });
  });

  test("is the nearest above that git knows", () => {
    const root = folder();
    mkdirSync(join(root, ".git"));
    writeFileSync(
      join(root, ".git", "config"),
      '[remote "origin"]\n\turl = git@github.com:acme/shop\n',
    );
    mkdirSync(join(root, "deep", "down"), { recursive: true });
    const remote = { host: "github.com", repository: "acme/shop" };
    expect(repositoryOf(join(root, "deep", "down"))).toEqual({ root, remote });
  });

  test("is that of the main one for a worktree, and its own for a submodule", () => {
    const main = folder();
    mkdirSync(join(main, ".git", "worktrees", "w"), { recursive: true });
    writeFileSync(
      join(main, ".git", "config"),
      '[remote "origin"]\n\turl = git@github.com:acme/shop\n',
    );
    const worktree = folder();
    writeFileSync(join(worktree, ".git"), `gitdir: ${join(main, ".git", "worktrees", "w")}\n`);
    writeFileSync(join(main, ".git", "worktrees", "w", "commondir"), "../..\n");
    expect(repositoryOf(worktree).remote?.repository).toBe("acme/shop");
    mkdirSync(join(main, ".git", "modules", "m"), { recursive: true });
    writeFileSync(
      join(main, ".git", "modules", "m", "config"),
      '[remote "origin"]\n\turl = https://github.com/acme/part.git\n',
    );
    mkdirSync(join(main, "m"));
    writeFileSync(join(main, "m", ".git"), "gitdir: ../.git/modules/m\n");
    expect(repositoryOf(join(main, "m")).remote?.repository).toBe("acme/part");
  });

  test("outside of git is what holds .github/workflows, and has no remote", () => {
    const root = folder();
    mkdirSync(join(root, ".github", "workflows"), { recursive: true });
    const workflows = join(root, ".github", "workflows");
    expect(repositoryOf(workflows)).toEqual({ root, remote: undefined });
    expect(repositoryOf(root)).toEqual({ root, remote: undefined });
  });

  test("is that of the real folder behind a link in another repository", async () => {
    const [mine, other] = [folder(), folder()];
    const workflows = join(mine, ".github", "workflows");
    for (const path of [join(mine, ".git"), join(other, ".git"), workflows]) {
      mkdirSync(path, { recursive: true });
    }
    writeFileSync(
      join(mine, ".git", "config"),
      '[remote "origin"]\n\turl = git@github.com:acme/shop\n',
    );
    writeFileSync(join(workflows, "a.yml"), `on: { schedule: [{ cron: 0 5 * * * }] }\n${jobs}`);
    symlinkSync(mine, join(other, "linked"));
    symlinkSync(join(workflows, "a.yml"), join(other, "b.yml"));
    const paths = [join(other, "linked", ".github", "workflows", "a.yml"), join(other, "b.yml")];
    const { workflows: read } = await readWorkflows(paths);
    const remote = { host: "github.com", repository: "acme/shop" };
    const found = {
      file: "a.yml",
      pathInRepository: ".github/workflows/a.yml",
      repository: { root: mine, remote },
    };
    expect(read).toMatchObject(paths.map((path) => ({ path, ...found })));
  });
});
