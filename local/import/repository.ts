import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checkRepository } from "../../dispatch/config/rules.ts";

/** The repository that a file is in. */
export interface Repository {
  /** The folder that paths of a patch are relative to. */
  readonly root: string;
  /** Where `origin` leads; undefined without such a remote. */
  readonly remote: Remote | undefined;
}

/** A remote, as far as GitHub is concerned. */
export interface Remote {
  readonly host: string;
  /** As owner/name. */
  readonly repository: string;
}

/** The repository that a folder is in; outside of git, the folder that holds `.github/workflows`, or the folder itself. Links are followed. */
export function repositoryOf(folder: string): Repository {
  const absolute = realpathSync(folder);
  const root = rootAbove(absolute);
  if (root !== undefined) return { root, remote: remoteOf(root) };
  const outer = /^(.*)[\\/]\.github[\\/]workflows$/.exec(absolute)?.[1];
  return { root: outer === undefined ? absolute : outer || "/", remote: undefined };
}

function rootAbove(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : rootAbove(above);
}

function remoteOf(root: string): Remote | undefined {
  const config = join(gitFolderOf(root), "config");
  if (!existsSync(config)) return undefined;
  const url = originUrl(readFileSync(config, "utf8"));
  return url === undefined ? undefined : readRemoteUrl(url);
}

/** In a worktree or a submodule, .git is a file that names the folder: git-scm.com/docs/gitrepository-layout. */
function gitFolderOf(root: string): string {
  const path = join(root, ".git");
  if (statSync(path).isDirectory()) return path;
  const named = /^gitdir: (.*)$/m.exec(readFileSync(path, "utf8"))?.[1]?.trim() ?? "";
  const folder = resolve(root, named);
  const common = join(folder, "commondir");
  return existsSync(common) ? resolve(folder, readFileSync(common, "utf8").trim()) : folder;
}

/** The URL of `origin` in a git configuration: git-scm.com/docs/git-config#_syntax. */
export function originUrl(config: string): string | undefined {
  let section = "";
  for (const line of config.split(/\r?\n/)) {
    section = /^\s*\[([^\]]*)\]/.exec(line)?.[1]?.trim() ?? section;
    const value = /^\s*(?:\[[^\]]*\]\s*)?url\s*=\s*(.*)$/i.exec(line)?.[1];
    if (value === undefined || !/^remote\s+"origin"$/i.test(section)) continue;
    return value
      .replace(/\s+[#;].*$/, "")
      .replaceAll('"', "")
      .trim();
  }
  return undefined;
}

/** Reads an https, ssh or scp-like URL: git-scm.com/docs/git-clone#_git_urls. Of credentials in it nothing is kept. */
export function readRemoteUrl(url: string): Remote | undefined {
  const [, host, path] =
    /^[a-z+]+:\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/i.exec(url) ??
    /^(?:[^@/]*@)?([^/:\\]{2,}):(?!\/\/)(.+)$/.exec(url) ??
    [];
  if (host === undefined || path === undefined) return undefined;
  const repository = path.replace(/^\/+|\/+$/g, "").replace(/\.git$/, "");
  return checkRepository(repository).length === 0 ? { host, repository } : undefined;
}
