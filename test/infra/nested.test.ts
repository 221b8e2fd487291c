import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partsOf } from "../../infra/parts.ts";
import { groups } from "../../infra/placement.ts";
import { allResources, ofTriggers, type RawResource, templatesOf } from "./nested.ts";
import { configOf, stackOf, type Triggers } from "./synthesize.ts";

const schedule = { schedule: [{ cron: "30 2 * * 1-5", timezone: "Europe/Paris" }] };
const event = { event: { source: ["aws.s3"], detail: { bucket: { name: ["acme-uploads"] } } } };
const throttle = { rate: 1, burst: 1 };
const jwt = { issuer: "https://issuer.example", audience: "us" };

/** Some with a schedule, an event, both, or a route. */
function onOf(index: number): object {
  const http = { path: `/routes/${index}`, auth: index % 8 === 3 ? { jwt } : "iam" };
  const kinds = [
    schedule,
    event,
    { ...schedule, ...event },
    { http: index % 40 === 3 ? { ...http, throttle } : http },
  ];
  return kinds[index % 4] ?? {};
}

function triggersOf(indexes: readonly number[]): Triggers {
  return Object.fromEntries(indexes.map((index) => [`trigger-${index}`, { on: onOf(index) }]));
}

const range = (length: number) => Array.from({ length }, (_, index) => index);

/** Of schedules, events and routes. */
const sizeOf = (indexes: readonly number[]) =>
  indexes.reduce((sum, index) => sum + (index % 4 === 2 ? 2 : 1), 0);

const deployed = (resources: ReadonlyMap<string, RawResource>) => ({
  resources: [...resources.keys()],
});

const partsIn = (resources: ReadonlyMap<string, RawResource>) =>
  [...resources].filter(([, { Type }]) => ofTriggers.includes(Type));

const many = templatesOf(stackOf(triggersOf(range(640))));
const all = allResources(many);
const nestedIds = [...many.keys()].filter((id) => id !== "");

describe("a file for which one stack has no room", () => {
  test("is one resource for each schedule, event and route, and a constant", () => {
    const one = allResources(templatesOf(stackOf(triggersOf(range(4)))));
    const size = sizeOf(range(640));
    expect(partsIn(all)).toHaveLength(size);
    expect(all.size).toBe(one.size - sizeOf(range(4)) + size + nestedIds.length);
    expect(nestedIds.length).toBeLessThanOrEqual(groups);
    // infra/placement.ts leaves room for 21 constants and 10 authorizers.
    expect(all.size - size - nestedIds.length).toBe(21 + 1);
  });

  // docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  test.each([...many])("the template of %j has at most 500 resources and 1 MB", (_, template) => {
    expect(Object.keys(template.toJSON().Resources as object).length).toBeLessThanOrEqual(500);
    expect(JSON.stringify(template.toJSON()).length).toBeLessThan(1_000_000);
  });

  test("has what is not a trigger's in the root alone, and all routes there while it has room", () => {
    const types = nestedIds.flatMap((id) =>
      Object.values(many.get(id)?.toJSON().Resources as Record<string, RawResource>).map(
        ({ Type }) => Type,
      ),
    );
    expect(new Set(types)).toEqual(new Set(["AWS::Scheduler::Schedule", "AWS::Events::Rule"]));
  });

  test("nested stacks come after the function that knows the triggers, and what lets rules send", () => {
    for (const id of nestedIds) {
      expect(all.get(id)?.DependsOn, id).toEqual([
        expect.stringMatching(/^DeadLettersPolicy/),
        expect.stringMatching(/^DeadLetters/),
        expect.stringMatching(/^DeliveriesPolicy/),
        expect.stringMatching(/^Deliveries/),
        expect.stringMatching(/^QueueFunction/),
        expect.stringMatching(/^QueueFunctionSqsEventSource/),
      ]);
    }
  });

  test("what is nested delivers where the rest does", () => {
    const [id = ""] = nestedIds;
    const find = (type: string) => partsIn(all).filter(([, { Type }]) => Type === type);
    for (const type of ["AWS::Scheduler::Schedule", "AWS::Events::Rule"]) {
      const [, inRoot] = find(type).find(([at]) => !at.includes("/")) ?? [];
      const [, nested] = find(type).find(([at]) => at.startsWith(`${id}/`)) ?? [];
      const { Parameters } = all.get(id)?.Properties ?? {};
      const plain = (resource: RawResource | undefined) =>
        JSON.parse(
          JSON.stringify(resource?.Properties)
            .replaceAll(/trigger-\d+/g, "trigger")
            .replaceAll(/\{"Ref":"(reference\w+)"\}/g, (_, name) =>
              JSON.stringify((Parameters as Record<string, unknown>)[name]),
            ),
        );
      expect(plain(nested), type).toEqual(plain(inRoot));
    }
  });
});

test("event patterns as long as they may be make no template of more than 1 MB", () => {
  const source = Array.from({ length: 500 }, (_, index) => `${1000 + index}`);
  const long = { event: { source } };
  const triggers = range(300).map((index) => [`event-${index}`, { on: long }]);
  const templates = templatesOf(stackOf(Object.fromEntries(triggers)));
  expect(templates.size).toBeGreaterThan(2);
  for (const [id, template] of templates) {
    const bytes = JSON.stringify(template.toJSON()).length;
    expect(bytes, id).toBeLessThan(1_000_000);
  }
});

test("a resource takes no more of a template than it is taken for, and not much less", () => {
  const name = "a-trigger-whose-name-is-as-long-as-that-of-a-trigger-may-ever-be-";
  const trigger = { on: { ...schedule, ...event, http: { path: "/a/{b}", auth: { jwt } } } };
  const triggers = { [name.slice(0, 64)]: trigger, short: { on: { ...schedule, ...event } } };
  const resources = allResources(templatesOf(stackOf(triggers)));
  for (const { id, size } of partsOf(configOf(triggers))) {
    const text = JSON.stringify({ Resources: { [id]: resources.get(id) } }, null, 1);
    // The CDK's command line adds the path of the construct.
    const written = text.length + 300;
    expect(size, id).toBeGreaterThan(written);
    expect(size, id).toBeLessThan(2 * written);
  }
});

test("the stage comes after a throttled route, wherever that is", () => {
  const indexes = range(1660).filter((index) => index % 4 === 3);
  const templates = templatesOf(stackOf(triggersOf(indexes)));
  const resources = allResources(templates);
  const stage = [...resources.values()].find(({ Type }) => Type === "AWS::ApiGatewayV2::Stage");
  const { RouteSettings } = stage?.Properties ?? {};
  expect(Object.keys(RouteSettings as object)).toHaveLength(42);
  const throttled = partsIn(resources).filter(([, { Properties }]) =>
    Object.hasOwn(RouteSettings as object, String(Properties?.RouteKey)),
  );
  const needed = throttled.map(([id]) => id.replace(/\/.*/, ""));
  expect(needed.filter((id) => id.startsWith("Triggers"))).not.toEqual([]);
  expect(stage?.DependsOn?.toSorted()).toEqual([...new Set(needed)].sort());
});

test("what is left for later has no settings of the stage, either", () => {
  const indexes = range(200).filter((index) => index % 4 === 3);
  const templates = templatesOf(stackOf(triggersOf(indexes), { resources: [], changesAtMost: 2 }));
  const resources = allResources(templates);
  expect(partsIn(resources)).toHaveLength(2);
  const stage = [...resources.values()].find(({ Type }) => Type === "AWS::ApiGatewayV2::Stage");
  expect(Object.keys(stage?.Properties?.RouteSettings as object)).toEqual(["POST /routes/3"]);
});

test("a trigger that is put in or taken out anywhere changes nothing of any other", () => {
  const edits = fc.record({
    count: fc.integer({ min: 300, max: 400 }),
    at: fc.nat(400),
    remove: fc.nat(2),
    add: fc.integer({ min: 1, max: 3 }),
  });
  fc.assert(
    fc.property(edits, ({ count, at, remove, add }) => {
      const indexes = range(count);
      const before = allResources(templatesOf(stackOf(triggersOf(indexes))));
      const added = range(add).map((index) => 1000 + index);
      const triggers = triggersOf(indexes.toSpliced(at, remove, ...added));
      const after = allResources(templatesOf(stackOf(triggers, deployed(before))));
      const wanted = sizeOf(indexes.toSpliced(at, remove, ...added));
      expect(partsIn(after)).toHaveLength(wanted);
      const removed = indexes
        .slice(at, at + remove)
        .map((index) => new RegExp(`(trigger-|/routes/)${index}\\b`));
      for (const [id, resource] of partsIn(before)) {
        if (removed.some((name) => name.test(JSON.stringify(resource)))) continue;
        expect(after.get(id), id).toEqual(resource);
      }
    }),
    { numRuns: 4 },
  );
});

test("a file that got smaller leaves what is nested in its place", () => {
  const nested = partsIn(all).filter(([id]) => id.includes("/"));
  const names = nested.slice(0, 3).map(([, { Properties }]) => {
    const [, name = ""] = /^Trigger (trigger-\d+)/.exec(String(Properties?.Description)) ?? [];
    return name;
  });
  const triggers = Object.fromEntries(
    Object.entries(triggersOf(range(640))).filter(([name]) => names.includes(name)),
  );
  const after = allResources(templatesOf(stackOf(triggers, deployed(all))));
  for (const [id, resource] of nested.slice(0, 3)) expect(after.get(id), id).toEqual(resource);
});
