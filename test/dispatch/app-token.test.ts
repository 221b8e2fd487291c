import { generateKeyPairSync, randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { catalogOf } from "../../dispatch/catalog.ts";
import { readConfig } from "../../dispatch/config.ts";
import type { Delivery } from "../../dispatch/delivery.ts";
import { createDispatch } from "../../dispatch/dispatch.ts";
import { loadRepositories } from "../../local/github/repositories.ts";
import { type GitHub, startGitHub } from "../../local/github/server.ts";
import { createServices } from "./services.ts";

const workflows = fileURLToPath(new URL("../../.github/workflows", import.meta.url));

let github: GitHub;
let clock: number;
let requests: string[];
const keys = { pkcs1: privateKey("pkcs1"), pkcs8: privateKey("pkcs8"), other: privateKey("pkcs8") };

beforeEach(async () => {
  clock = Date.parse("2027-01-01T00:00:00Z");
  requests = [];
  github = await startGitHub({
    repositories: await loadRepositories(workflows, { repositories: { "acme/hello": ["main"] } }),
    tokens: [],
    apps: [
      { id: 12, installationId: 34, key: keys.pkcs1 },
      { id: 56, installationId: 78, key: keys.pkcs8 },
    ],
    now: () => new Date(clock),
  });
});
afterEach(() => github.close());

function create(id: number, installation: number, key: string) {
  const { config, problems } = readConfig(`
credentials:
  default:
    app: { id: ${id}, installation-id: ${installation}, private-key: key }
    api-url: ${github.url}
triggers:
  hello: { on: { http: { path: /hello } }, repository: acme/hello, ref: main, workflow: hello.yml }
`);
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return createDispatch(catalogOf(config), {
    fetch: (url, init) => {
      requests.push(new URL(String(url)).pathname.split("/").at(-1) ?? "");
      return fetch(url, init);
    },
    ...createServices(() => clock),
    readSecret: async () => key,
  });
}

const request = { method: "POST", path: {}, query: {}, headers: {}, body: null, caller: "" };

/** Another delivery each time. */
function delivery(): Delivery {
  const id = randomUUID();
  return { trigger: "hello", id, round: 1, source: "http", request };
}

test.each([
  [12, 34, "pkcs1"],
  [56, 78, "pkcs8"],
] as const)(
  "App %i starts a run with an installation token (%s key)",
  async (id, installation, key) => {
    const dispatch = create(id, installation, keys[key]);
    expect(await dispatch(delivery())).toMatchObject({ kind: "dispatched" });
    await dispatch(delivery());
    expect(requests).toEqual(["access_tokens", "dispatches", "dispatches"]);
    expect(github.runs()).toHaveLength(2);
  },
);

test("an installation token is replaced five minutes before it expires", async () => {
  const dispatch = create(12, 34, keys.pkcs1);
  await dispatch(delivery());
  clock += 55 * 60_000 - 1;
  await dispatch(delivery());
  clock += 1;
  await dispatch(delivery());
  expect(requests).toEqual([
    "access_tokens",
    "dispatches",
    "dispatches",
    "access_tokens",
    "dispatches",
  ]);
});

test("a revoked installation token is replaced at once", async () => {
  const dispatch = create(12, 34, keys.pkcs1);
  await dispatch(delivery());
  github.setTokens([]);
  expect(await dispatch(delivery())).toMatchObject({ kind: "dispatched" });
});

test.each([
  ["another App's key", 12, 34, keys.other, "token-invalid"],
  ["an unknown App", 99, 34, keys.pkcs1, "token-invalid"],
  ["another App's installation", 12, 78, keys.pkcs1, "token-invalid"],
  ["no key at all", 12, 34, "not a key", "secret-malformed"],
])("%s starts nothing", async (_, id, installation, key, code) => {
  const outcome = await create(id, installation, key)(delivery());
  expect(outcome).toMatchObject({ kind: "retry", code });
  expect(github.runs()).toEqual([]);
  expect(JSON.stringify(outcome)).not.toContain("PRIVATE");
});

function privateKey(type: "pkcs1" | "pkcs8"): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type, format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return privateKey;
}
