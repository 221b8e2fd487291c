import { describe, expect, test } from "vitest";
import type { Fault } from "../../../local/github/faults.ts";
import type { GitHubOptions } from "../../../local/github/server.ts";
import { checkOn, createProject, now, startGitHubOf, workflowOf } from "./project.ts";

const repositories = Array.from({ length: 50 }, (_, index) => `acme/r${index}`);
const targets = [
  ...["deploy.yml main", "deploy.yml v1", "nightly.yml main", "nightly.yml refs/heads/main"],
  ...["deploy.yml main", "nightly.yml main"],
].map((text) => text.split(" "));

/** 300 triggers over 50 repositories: two workflows, and of each a few refs. */
const triggers = repositories.flatMap((repository, r) =>
  targets.map(
    ([workflow, ref], t) => `  t${r}-${t}:
    on: { http: { path: /t${r}-${t} } }
    repository: ${repository}
    workflow: ${workflow}
    ref: ${ref}
    inputs: { tag: x }
`,
  ),
);

const file = `credentials:
  default:
    pat: github/dispatch-token
triggers:
${triggers.join("")}`;

/** Sends for real, and notes what is sent and how much of it at a time. */
function createRecorder() {
  const sent: string[] = [];
  const flying = { now: 0, most: 0 };
  const record: typeof fetch = async (url, init) => {
    sent.push(`${init?.method} ${url}`);
    flying.now += 1;
    flying.most = Math.max(flying.most, flying.now);
    try {
      return await fetch(url, init);
    } finally {
      flying.now -= 1;
    }
  };
  return { sent, flying, fetch: record };
}

async function begin(
  text: string,
  names = ["deploy.yml", "nightly.yml"],
  options: Partial<GitHubOptions> = {},
) {
  const files = names.map((name) => [name, workflowOf({ tag: {} })]);
  const project = createProject(text, Object.fromEntries(files));
  const github = await startGitHubOf(project, text, options);
  const recorder = createRecorder();
  const progress: (readonly [number, number])[] = [];
  const onProgress = (done: number, all: number) => progress.push([done, all]);
  const checked = await checkOn(github, project, { fetch: recorder.fetch, onProgress });
  return { ...recorder, checked, progress, github };
}

describe("300 triggers over 50 repositories", () => {
  test("cost a few requests for each workflow and ref", async () => {
    expect(triggers).toHaveLength(300);
    const { sent, flying, checked, progress, github } = await begin(file);
    expect(checked).toMatchObject({ findings: [], untold: [], triggers: 300 });
    expect(github.runs()).toEqual([]);
    const count = (pattern: RegExp) => sent.filter((each) => pattern.test(each)).length;
    expect({
      repositories: count(/^GET .*\/repos\/acme\/r\d+$/),
      workflows: count(/^GET .*\/actions\/workflows\/[a-z]+\.yml$/),
      permissions: count(/^POST .*\/dispatches$/),
      refs: count(/^GET .*\/git\/ref\//),
      files: count(/^GET .*\/contents\/\.github\/workflows\/[a-z]+\.yml\?ref=/),
      all: sent.length,
    }).toEqual({
      repositories: 50,
      workflows: 100,
      permissions: 50,
      refs: 50,
      files: 200,
      all: 450,
    });
    expect(new Set(sent).size).toBe(sent.length);
    expect(flying.most).toBeGreaterThan(1);
    expect(flying.most).toBeLessThanOrEqual(10);
    expect(progress).toEqual(Array.from({ length: 301 }, (_, index) => [index, 300]));
  });

  test("cost no more where everything is wrong", async () => {
    const wrong = file.replaceAll("nightly.yml", "gone.yml").replaceAll("ref: v1", "ref: v9");
    const { sent, checked, github } = await begin(wrong, ["deploy.yml"]);
    expect(github.runs()).toEqual([]);
    expect(checked.findings.length).toBeGreaterThan(100);
    // A workflow that is not there costs one more, for the list of those that are; a ref two or three.
    expect(sent.length).toBeLessThanOrEqual(50 * (1 + 2 + 1 + 1 + 1 + 3));
    expect(new Set(sent).size).toBe(sent.length);
  });
});

describe("when a limit is reached for long", () => {
  const limited = (fault: Fault) => begin(file, undefined, { faults: () => fault });

  test("nothing more is asked with that token", async () => {
    const { sent, checked } = await limited({
      ...{ kind: "rate-limited", status: 403 },
      reset: now / 1000 + 1800,
    });
    expect(sent.length).toBeLessThanOrEqual(10);
    expect(checked.findings).toEqual([]);
    expect(checked.untold).toHaveLength(50);
  });

  test("nor after some patience", async () => {
    const { sent, checked } = await limited({ kind: "rate-limited", status: 429, retryAfter: 60 });
    expect(sent.length).toBeLessThanOrEqual(30);
    expect(checked.untold).toHaveLength(50);
  });
});

test("nothing more is asked of a host that does not answer", async () => {
  const { sent, checked } = await begin(file, undefined, {
    faults: () => ({ kind: "reset", created: false }),
  });
  expect(sent.length).toBeLessThanOrEqual(30);
  expect(checked.untold).toHaveLength(50);
});

test("what asks for the permission can start nothing", async () => {
  const bodies: string[] = [];
  const project = createProject(file, { "deploy.yml": workflowOf(undefined) });
  const github = await startGitHubOf(project, file);
  const spy: typeof fetch = async (url, init) => {
    if (init?.method !== "GET") bodies.push(`${init?.method} ${init?.body}`);
    return fetch(url, init);
  };
  await checkOn(github, project, { fetch: spy, random: () => 0.123 });
  expect(new Set(bodies)).toEqual(
    new Set(['POST {"ref":"refs/heads/workflow-dispatcher-check-4feornbt361"}']),
  );
});

test("the same repository in other case is asked about once", async () => {
  const text = file
    .replaceAll("acme/r1\n", "acme/R0\n")
    .replaceAll(/acme\/r[2-9]\d*\n/g, "ACME/r0\n");
  const { sent } = await begin(text);
  const asked = sent.filter((each) => /\/repos\/[^/]+\/[rR]0$/.test(each));
  expect(asked).toHaveLength(1);
});
