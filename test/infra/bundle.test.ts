import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeBundle } from "../../infra/bundle.ts";
import { configOf } from "./synthesize.ts";

const config = configOf({
  hello: { on: { http: { path: "/hello" } }, inputs: { source: "${{ request.body.source }}" } },
});

const parent = mkdtempSync(join(tmpdir(), "bundle-test-"));
afterAll(() => rmSync(parent, { recursive: true }));

const folder = join(parent, "first");
const sources = writeBundle(config, folder);
const files = readdirSync(folder);
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");

test("it is the two handlers, their chunks and the config", () => {
  const chunks = files.filter((file) => file.endsWith(".mjs"));
  expect(chunks).toEqual(expect.arrayContaining(["http.mjs", "queue.mjs"]));
  const tables = ["repositories-0.json", "routes-0.json", "triggers-0.json"];
  expect(files.filter((file) => !chunks.includes(file))).toEqual(["config.json", ...tables]);
  expect(JSON.parse(textOf("config.json"))).toEqual({
    credentials: config.credentials,
    shards: { triggers: 1, routes: 1, repositories: 1 },
    needs: {
      http: { secrets: ["github/dispatch-token"], apiUrls: ["https://api.github.com"] },
      queue: { secrets: ["github/dispatch-token"], apiUrls: ["https://api.github.com"] },
    },
  });
  expect(JSON.parse(textOf("triggers-0.json"))).toEqual(config.triggers);
});

test.each([
  "@aws-sdk/client-dynamodb",
  "@aws-sdk/client-secrets-manager",
  "zod",
  "yaml",
  "@actions/workflow-parser",
  "croner",
  "leven",
  "aws-cdk-lib",
])("it leaves %s at home", (name) => {
  expect(sources.filter((file) => file.includes(`node_modules/${name}/`))).toEqual([]);
});

test("it has nothing of the rooms that are not deployed", () => {
  const own = sources.filter((file) => !file.includes("node_modules/"));
  expect(own.filter((file) => !/^(dispatch|functions)\//.test(file))).toEqual([]);
  expect(own).toContain("dispatch/dispatch.ts");
});

test("it is smaller than 200 KB in all", () => {
  const sizes = files.map((file) => statSync(join(folder, file)).size);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(200_000);
});

test("nothing imports Node's HTTP client by statement, which would load undici along with it", () => {
  const importing = files.filter((file) => /from"(node:)?https?"/.test(textOf(file)));
  expect(importing).toEqual([]);
});

test("bundled again, it is the same, so that a deployment of the same changes nothing", () => {
  const again = join(parent, "again");
  writeBundle(config, again);
  expect(readdirSync(again)).toEqual(files);
  for (const file of files) expect(readFileSync(join(again, file), "utf8")).toBe(textOf(file));
});

// What only some calls need is in chunks of its own: https://esbuild.github.io/api/#splitting
test.each([
  ["the JWT of an App", "RSASSA-PKCS1-v1_5"],
  ["the signatures of webhooks", "timestamp too old"],
])("%s is read only when it is needed", (_, sign) => {
  const having = files.filter((file) => textOf(file).includes(sign));
  expect(having).not.toEqual([]);
  const atOnce = new Set([...importedBy("http.mjs"), ...importedBy("queue.mjs")]);
  expect(having.filter((file) => atOnce.has(file))).toEqual([]);
});

/** A file and all that it imports by statement, directly or not. */
function importedBy(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, imported = ""] of textOf(file).matchAll(/\b(?:from|import)"\.\/([^"]+)"/g)) {
    importedBy(imported, known);
  }
  return known;
}
