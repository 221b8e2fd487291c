import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { listStackResources, type StackResource } from "../../functions/lambda/stack.ts";
import { account, credentials, region } from "./account.ts";
import { connectTo } from "./aws.ts";
import { environment } from "./deployment.ts";
import { atEnd, run } from "./processes.ts";
import { timed } from "./progress.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const cdk = createRequire(import.meta.url).resolve("aws-cdk/bin/cdk");

/** Seconds until a command of the CDK is given up. */
const patience = 600;

const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-many-"));
const remove = () => rmSync(folder, { recursive: true, force: true });
atEnd(remove);

const stackName = `many-${randomUUID().slice(0, 8)}`;
const file = join(folder, "triggers.yaml");
const assembly = join(folder, "cdk.out");
const names = Array.from({ length: 3000 }, (_, index) => `trigger-${index}`);

/** On the 29th of February, so that none of them fires. */
function write(triggers: readonly string[]): void {
  const trigger = { on: { schedule: [{ cron: "0 0 29 2 *" }] }, workflow: "hello.yml" };
  const config = {
    credentials: { default: { pat: "github/dispatch-token" } },
    defaults: { repository: "acme/hello", ref: "main" },
    triggers: Object.fromEntries(triggers.map((name) => [name, trigger])),
  };
  writeFileSync(file, JSON.stringify(config));
}

function connect() {
  const emulator = inject("emulator");
  if ("failure" in emulator) {
    throw Object.assign(new Error(emulator.failure), { stack: emulator.failure });
  }
  connectTo(emulator);
  const config = { endpoint: emulator.url, region, credentials };
  const env = environment(emulator, { TRIGGERS: file, STACK_NAME: stackName });
  const options = ["--no-check", "--require-approval", "never", "--output", assembly];
  return {
    scheduler: new SchedulerClient(config),
    resources: () => listStackResources(new CloudFormationClient(config), stackName),
    // Outside the project, where there is no cdk.json whose app would be run for nothing.
    runCdk: (...args: string[]) =>
      run({ file: process.execPath, args: [cdk, ...args], env, cwd: folder }, patience),
    deploy: () =>
      run({ file: "npm", args: ["run", "deploy", "--", ...options], env, cwd: root }, patience),
  };
}

const schedulesIn = (resources: readonly StackResource[]) =>
  new Map(
    resources
      .filter(({ type }) => type === "AWS::Scheduler::Schedule")
      .map(({ logicalId, physicalId }) => [logicalId, physicalId]),
  );

let deployed: ReadonlyMap<string, string> = new Map();

beforeAll(async () => {
  const { runCdk, deploy, resources } = connect();
  write(names);
  await runCdk("bootstrap", `aws://${account}/${region}`);
  const output = await timed("3,000 schedules are deployed", deploy);
  expect(output).toContain("takes no more schedules, events and routes at once");
  deployed = schedulesIn(await resources());
}, patience * 1000);

afterAll(async () => {
  await timed("They are destroyed", () =>
    connect().runCdk("destroy", stackName, "--force", "--app", assembly),
  );
  remove();
}, patience * 1000);

test("3,000 schedules are deployed, in a stack and those nested in it", async () => {
  const nested = [...deployed.keys()].filter((id) => id.includes("/"));
  expect([deployed.size, nested.length]).toEqual([3000, 2600]);
  const { scheduler } = connect();
  const Name = deployed.get(nested.at(-1) ?? "");
  const { Target, State } = await scheduler.send(
    new GetScheduleCommand({ GroupName: stackName, Name }),
  );
  expect(State).toBe("ENABLED");
  const { trigger } = JSON.parse(Target?.Input ?? "");
  expect(names).toContain(trigger);
  expect(Target?.Arn).toContain(":sqs:");
});

test(
  "one that is put in and one that is taken out change none of the others",
  async () => {
    const { deploy, resources } = connect();
    write(names.toSpliced(1, 1).toSpliced(1500, 0, "another"));
    await timed("One is put in, and one taken out", deploy);
    const after = schedulesIn(await resources());
    const changed = [...deployed].filter(([id, physicalId]) => after.get(id) !== physicalId);
    expect(changed.map(([id]) => id)).toEqual([
      expect.stringMatching(/^Schedulestrigger1[0-9a-f]{8}[0-9A-F]{8}$/),
    ]);
    const added = [...after.keys()].filter((id) => !deployed.has(id));
    expect(added).toEqual([expect.stringMatching(/^Schedulesanother/)]);
  },
  patience * 1000,
);
