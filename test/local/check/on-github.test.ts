import { describe, expect, test } from "vitest";
import type { TokenPermissions } from "../../../local/github/permissions.ts";
import type { GitHubOptions } from "../../../local/github/server.ts";
import { checkDeploy, deploy, fine } from "./check-deploy.ts";
import {
  checkOn,
  createProject,
  type Files,
  placesOf,
  startGitHubOf,
  token,
  triggersOf,
  workflowOf,
} from "./project.ts";

describe("what the token may do", () => {
  const rights = (permissions: TokenPermissions) => ({ permissions: { [token]: permissions } });
  test.each<[string, Partial<GitHubOptions>, readonly string[], string]>([
    [
      "it is invalid",
      { tokens: ["another"] },
      ["token-invalid 3:10 credentials.default.pat"],
      "GITHUB_TOKEN: GitHub answered 401: Bad credentials",
    ],
    [
      "it may not start workflows",
      rights({ actions: "read" }),
      ["token-forbidden 5:15 defaults.repository"],
      "GITHUB_TOKEN in acme/shop: GitHub answered 403: Resource not accessible by personal access token",
    ],
    [
      "it may not even read them",
      rights({ actions: "none" }),
      ["token-forbidden 5:15 defaults.repository"],
      "GITHUB_TOKEN in acme/shop: GitHub answered 403: Resource not accessible by personal access token",
    ],
    [
      "a classic one lacks the scope",
      rights({ scopes: "read:org, gist" }),
      ["token-forbidden 5:15 defaults.repository"],
      "GITHUB_TOKEN in acme/shop: GitHub answered 403: Must have admin rights to Repository.",
    ],
    [
      "it can't see the repository",
      { hidden: { [token]: ["acme/shop"] } },
      ["repository-not-found 5:15 defaults.repository"],
      "acme/shop, seen with GITHUB_TOKEN",
    ],
    [
      "the repository is archived",
      { archived: ["acme/shop"] },
      ["repository-archived 5:15 defaults.repository"],
      "acme/shop",
    ],
  ])("%s", async (_, options, places, found) => {
    const checked = await checkDeploy(deploy, options);
    expect(checked.places).toEqual(places);
    expect(checked.findings).toMatchObject([{ level: "error", found }]);
    expect(checked.untold).toEqual([]);
  });

  test("a classic one with the scope will do", async () => {
    const options = rights({ scopes: "repo, workflow" });
    expect(await checkDeploy(deploy, options)).toMatchObject({ findings: [], untold: [] });
  });

  test("it may not read files: that can't be told, and the rest is", async () => {
    const options = rights({ contents: "none", actions: "read" });
    const checked = await checkDeploy(`${deploy}inputs: { tga: x }\n`, options);
    expect(checked.places).toEqual(["token-forbidden 5:15 defaults.repository"]);
    expect(checked.untold).toEqual([
      {
        about: "deploy.yml of acme/shop at main",
        reason:
          "GITHUB_TOKEN can't read it: GitHub answered 403: Resource not accessible by personal access token",
        mend: "Check with a token that has Contents: read too (GITHUB_TOKEN, or gh auth login), or without GitHub: npm run check -- --workflows DIR.",
        triggers: ["deploy"],
      },
    ]);
  });

  test.each([
    ["2026-11-24 12:00:00 UTC", "GITHUB_TOKEN: on 2026-11-24, in 3 days"],
    ["2026-11-25 00:00:00 +0900", "GITHUB_TOKEN: on 2026-11-24, in 3 days"],
    ["2026-11-22 12:00:00 UTC", "GITHUB_TOKEN: on 2026-11-22, in 1 day"],
    ["2026-11-21 13:00:00 UTC", "GITHUB_TOKEN: on 2026-11-21, in less than a day"],
  ])("it expires on %s", async (tokenExpiration, found) => {
    const checked = await checkDeploy(deploy, { tokenExpiration });
    expect(checked.places).toEqual(["token-expires 3:10 credentials.default.pat"]);
    expect(checked.findings).toMatchObject([{ level: "warning", found }]);
  });

  test("it expires in two weeks: there is time", async () => {
    const tokenExpiration = "2026-12-05 12:00:01 UTC";
    expect(await checkDeploy(deploy, { tokenExpiration })).toMatchObject({ findings: [] });
  });
});

describe("the state of a workflow", () => {
  test.each([
    ["disabled_manually", "", "workflow-disabled-manually"],
    ["disabled_manually", "reenable: true\n", "workflow-disabled-manually"],
    ["disabled_inactivity", "", "workflow-disabled-inactivity"],
    ["disabled_inactivity", "reenable: true\n", undefined],
    ["disabled_fork", "reenable: true\n", "workflow-disabled"],
    ["deleted", "", "workflow-not-found"],
  ] as const)("%s %j: %s", async (state, lines, code) => {
    const triggers = triggersOf(deploy + lines);
    const project = createProject(triggers, fine);
    const github = await startGitHubOf(project, triggers);
    await github.disableWorkflow("acme/shop", "deploy.yml", state);
    const checked = await checkOn(github, project);
    const place = `${code} 10:15 triggers.deploy.workflow`;
    expect(placesOf(checked)).toEqual(code === undefined ? [] : [place]);
    expect(checked.untold).toEqual([]);
  });

  test("deleted: nothing more is asked about it, for which the token would be blamed", async () => {
    const triggers = triggersOf(deploy);
    const project = createProject(triggers, fine);
    const github = await startGitHubOf(project, triggers);
    await github.disableWorkflow("acme/shop", "deploy.yml", "deleted");
    await checkOn(github, project);
    expect(github.calls().map(({ method }) => method)).toEqual(["GET", "GET"]);
  });

  test("its other mistakes are found too", async () => {
    const triggers = triggersOf(`${deploy}inputs: { tga: x }\n`);
    const project = createProject(triggers, fine);
    const github = await startGitHubOf(project, triggers);
    await github.disableWorkflow("acme/shop", "deploy.yml");
    expect(placesOf(await checkOn(github, project))).toEqual([
      "workflow-disabled-manually 10:15 triggers.deploy.workflow",
      "input-undeclared 11:15 triggers.deploy.inputs.tga",
    ]);
  });
});

describe("workflows and refs", () => {
  const other = workflowOf(undefined);
  const refs: Files = {
    "acme/shop/deploy.yml": workflowOf({ tag: {} }),
    "acme/shop/nightly.yml": other,
    "acme/shop@v2/deploy.yml": workflowOf({ tag: { required: true } }),
    "acme/shop@feature%2Fx/deploy.yml": workflowOf({ tag: { required: true } }),
    "acme/shop@refs%2Ftags%2Fv1/deploy.yml": workflowOf({ tag: { required: true } }),
    "acme/shop@bare/nightly.yml": other,
  };
  const missing = ["input-missing 8:3 triggers.deploy.inputs"];
  test.each<[string, readonly string[]]>([
    ["ref: main", []],
    ["ref: refs/heads/main", []],
    ["ref: v2", missing],
    ["ref: refs/heads/v2", missing],
    ["ref: feature/x", missing],
    ["ref: v1", missing],
    ["ref: refs/tags/v1", missing],
    ["ref: v3", ["ref-not-found 11:10 triggers.deploy.ref"]],
    ["ref: feature", ["ref-not-found 11:10 triggers.deploy.ref"]],
    ["ref: refs/heads/v1", ["ref-not-found 11:10 triggers.deploy.ref"]],
    ["ref: refs/tags/v2", ["ref-not-found 11:10 triggers.deploy.ref"]],
    ["ref: refs/tags/main", ["ref-not-found 11:10 triggers.deploy.ref"]],
    ["ref: Main", ["ref-not-found 11:10 triggers.deploy.ref"]],
    ["ref: bare", ["workflow-not-at-ref 10:15 triggers.deploy.workflow"]],
  ])("%s: %j", async (ref, places) => {
    const checked = await checkDeploy(`${deploy}${ref}\n`, {}, {}, refs);
    expect(checked.places).toEqual(places);
    expect(checked.untold).toEqual([]);
  });

  test("a name that no workflow has, with the one that was probably meant", async () => {
    const checked = await checkDeploy("workflow: deploy.yaml\n", {}, {}, refs);
    expect(checked.findings).toMatchObject([
      {
        ...{ code: "workflow-not-found", found: '"deploy.yaml"' },
        ...{ allowed: "deploy.yml, nightly.yml", mend: "Write deploy.yml." },
      },
    ]);
  });

  test("a name like no other", async () => {
    const { findings } = await checkDeploy("workflow: release.yml\n", {}, {}, refs);
    expect(findings).toMatchObject([
      { mend: "Add the file to acme/shop, or write the name of another." },
    ]);
  });

  test("a repository without workflows", async () => {
    const { findings } = await checkDeploy(deploy, {}, {}, {});
    expect(findings).toMatchObject([
      { allowed: "none: there are no workflows", mend: "Add the file to acme/shop." },
    ]);
  });

  test("a workflow by its id", async () => {
    const { github } = await checkDeploy(deploy);
    const headers = { authorization: `Bearer ${token}`, "user-agent": "tests" };
    const url = `${github.url}/repos/acme/shop/actions/workflows/deploy.yml`;
    const { id } = (await (await fetch(url, { headers })).json()) as { readonly id: number };
    const found = await checkDeploy(`workflow: ${id}\ninputs: { tga: x }\n`);
    expect(found.places).toEqual(["input-undeclared 11:15 triggers.deploy.inputs.tga"]);
    const { places } = await checkDeploy(`workflow: ${id + 1}\n`);
    expect(places).toEqual(["workflow-not-found 10:15 triggers.deploy.workflow"]);
  });

  test("the repository in other case is the same one", async () => {
    const triggers = triggersOf(`${deploy}repository: ACME/Shop\n`);
    const project = createProject(triggers, fine);
    const github = await startGitHubOf(project, triggersOf(deploy));
    expect(await checkOn(github, project)).toMatchObject({ findings: [], untold: [] });
  });

  test("a file that GitHub gives no text of", async () => {
    const text = `${workflowOf({ tag: {} })}\n#${"x".repeat(1024 * 1024)}\n`;
    const { findings, untold } = await checkDeploy(deploy, {}, {}, { "deploy.yml": text });
    expect(findings).toEqual([]);
    expect(untold).toMatchObject([
      {
        about: "deploy.yml of acme/shop at main",
        reason: "GitHub's answer does not hold the file's text, which it gives of files up to 1 MB",
      },
    ]);
  });

  test("a file with other line ends, a byte order mark and letters of all kinds", async () => {
    const text = `\ufeff# Größe 日本 🚀\n${workflowOf({ tag: {} })}`.replaceAll("\n", "\r\n");
    expect(await checkDeploy(deploy, {}, {}, { "deploy.yml": text })).toMatchObject({
      ...{ findings: [], untold: [] },
    });
  });
});

describe("Enterprise Server 3.18", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}`, {}]));
  const values = (count: number) =>
    `inputs: { ${Object.keys(many(count))
      .map((name) => `${name}: x`)
      .join(", ")} }\n`;

  test("takes 10 inputs", async () => {
    const files = { "deploy.yml": workflowOf(many(10)) };
    const checked = await checkDeploy(deploy + values(10), { server: "ghes-3.18" }, {}, files);
    expect(checked).toMatchObject({ findings: [], untold: [] });
  });

  test("does not take 11", async () => {
    const files = { "deploy.yml": workflowOf(many(10)) };
    const { findings } = await checkDeploy(deploy + values(11), { server: "ghes-3.18" }, {}, files);
    expect(findings.map(({ code }) => code)).toEqual(["inputs-too-many", "input-undeclared"]);
  });
});
