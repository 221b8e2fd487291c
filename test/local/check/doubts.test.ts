import { describe, expect, test } from "vitest";
import { checkDeploy, deploy, fine } from "./check-deploy.ts";
import {
  checkOn,
  createProject,
  createServices,
  startGitHubOf,
  token,
  triggersOf,
  workflowOf,
} from "./project.ts";

/** A GitHub that answers otherwise where the URL ends so. */
function otherwise(answers: Readonly<Record<string, readonly [status: number, body: object]>>) {
  const other: typeof fetch = async (url, init) => {
    const end = Object.keys(answers).find((each) => String(url).split("?")[0]?.endsWith(each));
    const [status, body] = (end === undefined ? undefined : answers[end]) ?? [0, {}];
    return status === 0 ? fetch(url, init) : Response.json(body, { status });
  };
  return { fetch: other };
}

const notFound = [404, { message: "Not Found" }] as const;

describe("whether a token may start workflows", () => {
  test.each([
    "No ref found for: refs/heads/x",
    "Workflow does not have 'workflow_dispatch' trigger",
    "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
    "failed to parse workflow: x",
  ])("is known from: %s", async (message) => {
    const answers = otherwise({ "/dispatches": [422, { message }] });
    expect(await checkDeploy(deploy, {}, answers)).toMatchObject({ findings: [], untold: [] });
  });

  test("is not known from another refusal, whose words are told", async () => {
    const message = "Actions has been disabled for this user.";
    const answers = otherwise({ "/dispatches": [422, { message }] });
    expect((await checkDeploy(deploy, {}, answers)).untold).toMatchObject([
      {
        about: "whether GITHUB_TOKEN may start workflows of acme/shop",
        reason: `GitHub answered 422: ${message}`,
        mend: expect.stringContaining("Read GitHub's words"),
      },
    ]);
  });

  test("nor where a run may have been started, which is said", async () => {
    const answers = otherwise({ "/dispatches": [200, { workflow_run_id: 1 }] });
    expect((await checkDeploy(deploy, {}, answers)).untold).toMatchObject([
      {
        reason: expect.stringContaining("though the dispatch named a ref that does not exist"),
        mend: "Look at the runs of acme/shop.",
      },
    ]);
  });

  test("more than 60 repositories are asked about in their time", async () => {
    const more = Array.from(
      { length: 70 },
      (_, index) => `  t${index}:
    on: { http: { path: /t${index} } }
    repository: acme/r${index}
    workflow: deploy.yml
`,
    );
    const text = triggersOf(deploy) + more.join("");
    const project = createProject(text, fine);
    const { waits, ...services } = createServices();
    const { untold } = await checkOn(await startGitHubOf(project, text), project, services);
    expect(untold).toEqual([]);
    expect(waits).toHaveLength(11);
    expect(new Set(waits)).toEqual(new Set([60_000]));
  });
});

describe("a ref", () => {
  const release = `${deploy}ref: release\n`;

  test("that only the contents API takes is none: a commit, for one", async () => {
    const found = "8cdcc19 of acme/shop";
    const content = Buffer.from(workflowOf({ tag: {} })).toString("base64");
    const answers = otherwise({
      "/contents/.github/workflows/deploy.yml": [200, { content, encoding: "base64" }],
      "/git/ref/heads/8cdcc19": notFound,
      "/git/ref/tags/8cdcc19": notFound,
    });
    const checked = await checkDeploy(`${deploy}ref: 8cdcc19\n`, {}, answers);
    expect(checked.findings).toMatchObject([{ code: "ref-not-found", found }]);
  });

  test("can't be told where GitHub does not even show the default branch", async () => {
    const answers = otherwise({
      "/git/ref/heads/release": notFound,
      "/git/ref/tags/release": notFound,
      "/git/ref/heads/main": notFound,
    });
    expect(await checkDeploy(release, {}, answers)).toMatchObject({
      findings: [],
      untold: [{ about: "release of acme/shop", reason: expect.stringContaining("can't read it") }],
    });
  });

  test("is not missing for another answer than 404", async () => {
    const answers = otherwise({ "/git/ref/heads/release": [409, { message: "Conflict" }] });
    expect(await checkDeploy(release, {}, answers)).toMatchObject({
      findings: [],
      untold: [{ about: "release of acme/shop", reason: "GitHub answered 409: Conflict" }],
    });
  });

  test("of the defaults is told for each repository, with who has it", async () => {
    const text = "workflow: deploy.yml\n";
    const { findings } = await checkDeploy(text, { hidden: { [token]: ["acme/shop"] } });
    expect(findings).toMatchObject([{ code: "repository-not-found", triggers: ["deploy"] }]);
  });
});

test.each([
  ["token-invalid", { tokens: ["another"] }, "Renew the token of GITHUB_TOKEN."],
  ["token-forbidden", { permissions: { [token]: { actions: "read" } } }, "Give the token"],
  ["repository-not-found", { hidden: { [token]: ["acme/shop"] } }, "Write the repository"],
] as const)(
  "%s of another token than the credential's own says so",
  async (code, options, mend) => {
    const { findings } = await checkDeploy(deploy, options, {}, fine);
    expect(findings).toMatchObject([{ code, isOfOtherToken: true }]);
    expect(findings[0]?.mend).toContain(mend);
    expect(findings[0]?.mend).toContain("--token-from secret");
  },
);
