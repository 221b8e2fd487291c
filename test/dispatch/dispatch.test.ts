import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "../../dispatch/config.ts";
import type { Delivery } from "../../dispatch/delivery.ts";
import { createDispatch } from "../../dispatch/dispatch.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../local/github/server.ts";

const workflows = fileURLToPath(new URL("../../.github/workflows", import.meta.url));

let github: GitHub;
let secrets: Record<string, string | undefined>;
let reads: string[];
let posts: string[];
let clock: number;

beforeEach(async () => {
  github = await startGitHub({
    repositories: await loadRepositories(workflows, { repositories: { "acme/hello": ["main"] } }),
    tokens: ["first-token"],
  });
  secrets = { pat: "first-token" };
  reads = [];
  posts = [];
  clock = Date.parse("2027-01-01T00:00:00Z");
});
afterEach(() => github.close());

function create() {
  const { config, problems } = readConfig(`
credentials: { default: { pat: pat, api-url: "${github.url}" } }
defaults: { repository: acme/hello, ref: main }
triggers:
  hello:
    on: { http: { path: /hello } }
    workflow: hello.yml
    inputs: { source: "\${{ request.body.source }}" }
  whole:
    on: { http: { path: /whole } }
    workflow: hello.yml
    inputs: \${{ request.body }}
  failing:
    on: { http: { path: /failing } }
    workflow: hello.yml
    inputs: { source: "\${{ fromJSON(request.body.json).x }}" }
`);
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return createDispatch(config, {
    fetch: (url, init) => {
      posts.push(String(url));
      return fetch(url, init);
    },
    now: () => clock,
    random: () => 0,
    readSecret: async (name) => {
      reads.push(name);
      const secret = secrets[name];
      if (secret === undefined) throw Object.assign(new Error("gone"), { name: "NotFound" });
      return secret;
    },
  });
}

function delivery(trigger: string, body: Record<string, unknown>): Delivery {
  const request = { method: "POST", path: {}, query: {}, headers: {}, body, caller: "" };
  return { trigger, id: "1", source: "http", request } as Delivery;
}

const hello = delivery("hello", { source: "test" });

test("one delivery is one POST and one run", async () => {
  const outcome = await create()(hello);
  const [run, ...others] = github.runs();
  expect(others).toEqual([]);
  expect(run).toMatchObject({ path: ".github/workflows/hello.yml", inputs: { source: "test" } });
  expect(outcome).toEqual({ kind: "dispatched", run: { id: run?.id, url: run?.html_url } });
  expect(posts).toEqual([`${github.url}/repos/acme/hello/actions/workflows/hello.yml/dispatches`]);
});

test.each(["nothing", "__proto__", "constructor", "toString", ""])(
  "a delivery for the unknown trigger '%s' is rejected before anything is asked",
  async (name) => {
    const outcome = await create()(delivery(name, {}));
    expect(outcome).toMatchObject({ kind: "rejected", code: "trigger-not-found" });
    expect([...reads, ...posts]).toEqual([]);
  },
);

describe("inputs", () => {
  test.each([
    ["an object passes through", { source: "x" }, "dispatched", { source: "x" }],
    ["values become strings", { source: { a: [1] } }, "dispatched", { source: '{"a":[1]}' }],
    ["a list is no object", ["x"], "inputs-invalid", undefined],
    ["a text is no object", "x", "inputs-invalid", undefined],
    ["a number is no object", 5, "inputs-invalid", undefined],
    ["nothing is no inputs", null, "dispatched", { source: "CLI" }],
    ["no text is no inputs", "", "dispatched", { source: "CLI" }],
    [
      "26 are too many",
      Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((n) => [n, ""])),
      "inputs-invalid",
      undefined,
    ],
    [
      "65,536 characters are too many",
      { source: "x".repeat(65_536 - '{"source":""}'.length) },
      "inputs-invalid",
      undefined,
    ],
    [
      "65,535 characters are not",
      { source: "x".repeat(65_535 - '{"source":""}'.length) },
      "dispatched",
      undefined,
    ],
    [
      "what the workflow doesn't declare is GitHub's to refuse",
      { other: "x" },
      "inputs-refused",
      undefined,
    ],
  ])("%s", async (_, body, result, inputs) => {
    const outcome = await create()(delivery("whole", body as Record<string, unknown>));
    expect(outcome.kind === "dispatched" ? "dispatched" : outcome.code).toBe(result);
    expect(github.runs()).toHaveLength(result === "dispatched" ? 1 : 0);
    if (inputs !== undefined) expect(github.runs()[0]?.inputs).toEqual(inputs);
  });

  test("an expression that fails says so, and quotes nothing that was delivered", async () => {
    const outcome = await create()(delivery("failing", { json: "{private" }));
    expect(outcome).toMatchObject({ kind: "rejected", code: "expression-failed" });
    expect(JSON.stringify(outcome)).not.toContain("private");
    expect([...reads, ...posts]).toEqual([]);
  });

  test("a value nested too deep for JSON is refused, not a bug", async () => {
    const deep = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    const outcome = await create()(delivery("hello", { source: deep }));
    expect(outcome).toMatchObject({ kind: "rejected", code: "expression-failed" });
  });
});

describe("the token", () => {
  test("is read once in five minutes", async () => {
    const dispatch = create();
    await dispatch(hello);
    clock += 5 * 60_000 - 1;
    await dispatch(hello);
    expect(reads).toEqual(["pat"]);
    clock += 1;
    await dispatch(hello);
    expect(reads).toEqual(["pat", "pat"]);
  });

  test("is read once for deliveries that come together", async () => {
    const dispatch = create();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => dispatch(hello)));
    expect(outcomes.every(({ kind }) => kind === "dispatched")).toBe(true);
    expect(reads).toEqual(["pat"]);
  });

  test("may be rotated without a failed delivery", async () => {
    const dispatch = create();
    await dispatch(hello);
    github.setTokens(["second-token"]);
    secrets.pat = "second-token";
    expect(await dispatch(hello)).toMatchObject({ kind: "dispatched" });
    expect(reads).toEqual(["pat", "pat"]);
    expect(posts).toHaveLength(3);
    await dispatch(hello);
    expect(posts).toHaveLength(4);
  });

  test("that is refused twice is given up for now, and read again next time", async () => {
    github.setTokens(["another-token"]);
    const dispatch = create();
    expect(await dispatch(hello)).toMatchObject({ kind: "retry", code: "token-invalid" });
    expect(posts).toHaveLength(2);
    github.setTokens(["first-token"]);
    expect(await dispatch(hello)).toMatchObject({ kind: "dispatched" });
    expect(reads).toEqual(["pat", "pat", "pat"]);
  });

  test("that can't be read is asked for again by the next delivery", async () => {
    secrets.pat = undefined;
    const dispatch = create();
    const failure = { kind: "retry", code: "secret-unavailable", detail: "secret 'pat': NotFound" };
    expect(await dispatch(hello)).toMatchObject(failure);
    expect(posts).toEqual([]);
    secrets.pat = "first-token";
    expect(await dispatch(hello)).toMatchObject({ kind: "dispatched" });
  });

  test.each([
    ["bare", "first-token"],
    ["with a line end", "first-token\n"],
    ["as JSON", '{"token":"first-token"}'],
    ["with a user name, for Basic", '{"username":"octo","token":"first-token"}'],
  ])("may be stored %s", async (_, secret) => {
    secrets.pat = secret;
    expect(await create()(hello)).toMatchObject({ kind: "dispatched" });
  });

  test.each([
    ["", ""],
    ["two words", "first token"],
    ["another JSON", '{"pat":"first-token"}'],
    ["broken JSON", '{"token":"first-token"'],
    ["JSON null in it", '{"token":null}'],
    ["a header injection", "first-token\r\nx-evil: 1"],
    ["a colon in the user name", '{"username":"a:b","token":"first-token"}'],
  ])("is not usable: %s", async (_, secret) => {
    secrets.pat = secret;
    const outcome = await create()(hello);
    expect(outcome).toMatchObject({ kind: "retry", code: "secret-malformed" });
    expect(JSON.stringify(outcome)).not.toContain("first");
    expect(posts).toEqual([]);
  });
});
