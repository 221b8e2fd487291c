import { expect, test } from "vitest";
import type { StackResource } from "../../functions/lambda/stack.ts";
import { deployInRounds } from "../../local/deploy-rounds.ts";
import type { Known } from "../../local/deployed-file.ts";
import { configOf } from "../infra/synthesize.ts";

const resource = (logicalId: string, type = "AWS::Scheduler::Schedule"): StackResource => ({
  logicalId,
  type,
  physicalId: `${logicalId}-1`,
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `S${index}`);

const on = { schedule: [{ cron: "0 0 29 2 *" }] };
const configWith = (count: number) =>
  configOf(Object.fromEntries(names(count).map((name) => [name, { on }])));

const refused = () =>
  Object.assign(new Error("no"), { name: "AccessDenied", $metadata: { httpStatusCode: 400 } });
const missing = () =>
  Object.assign(new Error("Stack with id Stack does not exist"), {
    name: "ValidationError",
    $metadata: { httpStatusCode: 400 },
  });

/** A stack that a deployment brings as far as it may. */
function world(count: number, stack: readonly StackResource[] | (() => Error)) {
  let deployed = stack;
  const asked: Known[] = [];
  const printed: string[] = [];
  const work = {
    config: configWith(count),
    print: (line: string) => printed.push(line),
    async resources() {
      if (typeof deployed === "function") throw deployed();
      return deployed;
    },
    async deploy(known: Known) {
      asked.push(known);
      if ("unknown" in known) return 0;
      const isThere = new Set(known.resources);
      const added = names(count).filter((name) => !isThere.has(name));
      const kept = names(count).filter((name) => isThere.has(name));
      deployed = [...kept, ...added.slice(0, known.newAtMost)].map((name) => resource(name));
      return 0;
    },
  };
  return { work, asked, printed };
}

const newIn = (known: Known | undefined) =>
  known === undefined || "unknown" in known ? undefined : known.newAtMost;
const sizes = (asked: readonly Known[]) =>
  asked.map((known) => ("unknown" in known ? known.unknown : known.resources.length));

test("the CDK is told which schedules, rules and routes are deployed, and where", async () => {
  const stack = [
    resource("Queue", "AWS::SQS::Queue"),
    resource("Triggers7", "AWS::CloudFormation::Stack"),
    resource("Triggers7/S0"),
    resource("Rule", "AWS::Events::Rule"),
    resource("Route", "AWS::ApiGatewayV2::Route"),
  ];
  const { work, asked, printed } = world(1, stack);
  expect(await deployInRounds(work)).toBe(0);
  expect(asked).toEqual([{ resources: ["Triggers7/S0", "Rule", "Route"], newAtMost: 1500 }]);
  expect(printed).toEqual([]);
});

test("of a stack that is not there, nothing is deployed", async () => {
  const { work, asked } = world(1, missing);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([0]);
});

test("what is too much for one operation comes in several", async () => {
  const { work, asked, printed } = world(3001, []);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([0, 1500, 3000]);
  expect(printed.map((line) => line.trim())).toEqual([
    expect.stringMatching(/^1500 of 3001 schedules, events and routes are deployed\..*follows\.$/),
    expect.stringMatching(/^3000 of 3001 /),
  ]);
});

test("as many others in place of those that are deployed come in several, too", async () => {
  const others = names(2000).map((name) => resource(`Old${name}`));
  const { work, asked } = world(2000, others);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([2000, 1500]);
});

test("a deployment that fails ends it with its exit code", async () => {
  const { work } = world(3000, []);
  expect(await deployInRounds({ ...work, deploy: async () => 1 })).toBe(1);
});

test("a deployment that changes nothing, as with --no-execute, is not repeated", async () => {
  const { work, asked, printed } = world(3000, []);
  const deploy = async (known: Known) => {
    asked.push(known);
    return 0;
  };
  expect(await deployInRounds({ ...work, deploy })).toBe(0);
  expect(asked.map(newIn)).toEqual([1500]);
  expect(printed.join()).toContain("0 of 3000 schedules, events and routes are deployed.");
});

test("the CDK is told why it is not known what is deployed, and so is the user", async () => {
  const { work, asked, printed } = world(3000, refused);
  expect(await deployInRounds(work)).toBe(0);
  expect(asked).toEqual([{ unknown: "AWS answered AccessDenied: no" }]);
  expect(printed).toEqual(["What is deployed could not be asked: AWS answered AccessDenied: no"]);
});

test("that the rest is not known to be deployed is told", async () => {
  const { work, printed } = world(3000, []);
  let count = 0;
  const resources = async () => {
    count += 1;
    if (count > 1) throw refused();
    return [];
  };
  expect(await deployInRounds({ ...work, resources })).toBe(0);
  expect(printed).toEqual([
    "Whether all 3000 are deployed can't be told: AWS answered AccessDenied: no",
  ]);
});

test("a bug is thrown", async () => {
  const { work } = world(1, () => new TypeError("a bug"));
  await expect(deployInRounds(work)).rejects.toThrow("a bug");
});
