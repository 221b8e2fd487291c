import { expect, test } from "vitest";
import type { Known } from "../../functions/lambda/deployed-resources.ts";
import type { StackResource } from "../../functions/lambda/stack.ts";
import { deployInRounds } from "../../local/deploy-rounds.ts";

const resource = (logicalId: string, type = "AWS::Scheduler::Schedule"): StackResource => ({
  logicalId,
  type,
  physicalId: `${logicalId}-1`,
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `S${index}`);

const refused = () =>
  Object.assign(new Error("no"), { name: "AccessDenied", $metadata: { httpStatusCode: 400 } });
const missing = () =>
  Object.assign(new Error("Stack with id Stack does not exist"), {
    name: "ValidationError",
    $metadata: { httpStatusCode: 400 },
  });

/** A stack that a deployment brings as far towards so many schedules as it may. */
function world(count: number, stack: readonly StackResource[] | (() => Error)) {
  let deployed = stack;
  const asked: Known[] = [];
  const printed: string[] = [];
  const work = {
    region: async () => "eu-west-1",
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
      const gone = isThere.size - kept.length;
      const room = Math.max(0, (known.changesAtMost ?? 0) - gone);
      deployed = [...kept, ...added.slice(0, room)].map((name) => resource(name));
      return 0;
    },
  };
  return { work, asked, printed };
}

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
  const resources = ["Triggers7/S0", "Rule", "Route"];
  expect(asked).toEqual([{ region: "eu-west-1", resources, changesAtMost: 2000 }]);
  expect(printed).toEqual([]);
});

test("of a stack that is not there, nothing is deployed", async () => {
  const { work, asked } = world(1, missing);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([0]);
});

test("what is too much for one operation comes in several", async () => {
  const { work, asked, printed } = world(4001, []);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([0, 2000, 4000]);
  expect(printed).toHaveLength(2);
  expect(printed[0]).toContain("takes no more schedules, events and routes at once");
});

test("what goes takes room from what comes", async () => {
  const others = names(1500).map((name) => resource(`Old${name}`));
  const { work, asked } = world(2000, others);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([1500, 500]);
});

test("where more goes than may change, what comes follows", async () => {
  const others = names(2100).map((name) => resource(`Old${name}`));
  const { work, asked } = world(100, others);
  expect(await deployInRounds(work)).toBe(0);
  expect(sizes(asked)).toEqual([2100, 0]);
});

test("a deployment that fails ends it with its exit code", async () => {
  const { work, asked } = world(3000, []);
  const deploy = async (known: Known) => {
    await work.deploy(known);
    return 1;
  };
  expect(await deployInRounds({ ...work, deploy })).toBe(1);
  expect(sizes(asked)).toEqual([0]);
});

test("a deployment that changes nothing, as with --no-execute, is not repeated", async () => {
  const { work, asked, printed } = world(3000, []);
  const deploy = async (known: Known) => {
    asked.push(known);
    return 0;
  };
  expect(await deployInRounds({ ...work, deploy })).toBe(0);
  expect(sizes(asked)).toEqual([0]);
  expect(printed).toEqual([]);
});

test("the CDK is told why it is not known what is deployed", async () => {
  const { work, asked } = world(3000, refused);
  expect(await deployInRounds(work)).toBe(0);
  expect(asked).toEqual([{ unknown: "AWS answered AccessDenied: no" }]);
});

test("without a region, it is not known either, though there might be no such stack", async () => {
  const { work, asked } = world(1, missing);
  const region = async () => {
    throw new Error("Region is missing");
  };
  expect(await deployInRounds({ ...work, region })).toBe(0);
  expect(sizes(asked)).toEqual([expect.stringContaining("Set AWS_REGION")]);
});

test("that more may be left to deploy is told", async () => {
  const { work, printed } = world(3000, []);
  let count = 0;
  const resources = async () => {
    count += 1;
    if (count > 1) throw refused();
    return [];
  };
  expect(await deployInRounds({ ...work, resources })).toBe(0);
  expect(printed).toEqual([
    "Whether that was all can't be told: AWS answered AccessDenied: no\nTo go on: npm run deploy.",
  ]);
});

test("a bug is thrown", async () => {
  const { work } = world(1, () => new TypeError("a bug"));
  await expect(deployInRounds(work)).rejects.toThrow("a bug");
});
