import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Deployment, deploy } from "./deployment.ts";
import { httpEvent, sqsEvent } from "./events.ts";

let deployment: Deployment;
afterEach(() => deployment.close());

test.each([
  ["is not there", (file: string) => rmSync(file)],
  ["is not whole", (file: string) => writeFileSync(file, '{"triggers": {')],
  ["is another file", (file: string) => writeFileSync(file, "null")],
])("a config that %s is told, and no message is lost", async (_name, spoil) => {
  deployment = await deploy({ hello: { on: { http: { path: "/hello", auth: "none" } } } });
  spoil(join(deployment.folder, "config.json"));
  const { result, log } = await deployment.call(httpEvent("/hello", "{}"));
  expect(result).toMatchObject({ statusCode: 500, headers: { "retry-after": "300" } });
  expect(JSON.parse(Reflect.get(Object(result), "body"))).toMatchObject({
    code: "config-unusable",
    remedy: "Deploy again with npm run deploy.",
  });
  expect(log).toContain("config-unusable");
  const received = await deployment.receive(sqsEvent({ trigger: "hello", event: { id: "1" } }));
  expect(received.result).toMatchObject({ batchItemFailures: [{}] });
  expect(deployment.github.runs()).toEqual([]);
});
