import type { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { ofTriggers } from "./nested.ts";
import { synthesize, type Triggers } from "./synthesize.ts";

// CloudFormation replaces what changes its logical id, so the ids are a contract.

const schedules = [
  { cron: "30 2 * * 1-5", timezone: "Europe/Paris" },
  { cron: "30 2 * * 1-5", timezone: "Europe/London" },
  { cron: "rate(1 day)" },
];
const jwt = { issuer: "https://issuer.example", audience: ["a", "b"] };

const some: Triggers = {
  nightly: { on: { schedule: schedules } },
  upload: { on: { event: { source: ["aws.s3"] } } },
  deploy: { on: { http: { path: "/deploy/{environment}", auth: { jwt } } } },
  hook: { on: { http: { path: "/hook", throttle: { rate: 1, burst: 1 } } } },
};

const more: Triggers = {
  another: {
    on: {
      schedule: [{ cron: "rate(2 days)" }],
      event: { source: ["aws.ecr"] },
      http: { path: "/another", auth: { jwt } },
    },
  },
};

test.each([
  ["first", { ...more, ...some }],
  ["last", { ...some, ...more }],
])("a trigger that is added %s changes no other", (_, both) => {
  const before = synthesize(some);
  const after = synthesize(both);
  expect(logicalIds(after)).toEqual(expect.arrayContaining(logicalIds(before)));
  for (const type of ofTriggers) {
    expect(after.findResources(type)).toMatchObject(before.findResources(type));
  }
});

test("the order of triggers, schedules and audiences means nothing", () => {
  const reordered = Object.fromEntries(Object.entries(some).reverse());
  const auth = { jwt: { ...jwt, audience: ["b", "a"] } };
  const template = synthesize({
    ...reordered,
    nightly: { on: { schedule: schedules.toReversed() } },
    deploy: { on: { http: { path: "/deploy/{environment}", auth } } },
  });
  expect(resources(template)).toEqual(resources(synthesize(some)));
});

test("a schedule keeps its id when it is switched off or gets a window", () => {
  const ids = (schedule: object) => logicalIds(synthesize({ nightly: { on: { schedule } } }));
  const [schedule] = schedules;
  const plain = ids([{ ...schedule }]);
  expect(ids([{ ...schedule, enabled: false, "flexible-window": 5 }])).toEqual(plain);
  expect(ids([{ ...schedule, end: "2030-01-01T00:00:00Z" }])).toEqual(plain);
});

test("a route is the same whatever its trigger is called, or API Gateway would refuse the second", () => {
  const route = { on: { http: { path: "/deploy" } } };
  expect(resources(synthesize({ deploy: route }))).toEqual(resources(synthesize({ ship: route })));
});

test("a route's parameter is renamed in place, or API Gateway would refuse the second", () => {
  const ids = (path: string) => logicalIds(synthesize({ deploy: { on: { http: { path } } } }));
  expect(ids("/deploy/{environment}/{x+}")).toEqual(ids("/deploy/{stage}/{y+}"));
  expect(ids("/deploy/{environment}")).not.toEqual(ids("/deploy/{environment+}"));
});

test("names and paths that differ only in signs don't collide", () => {
  const names = ["a-b", "a_b", "ab", "a-_b", "a--b", "Ab", "a_b-", "Default", "Resource", "Group"];
  const paths = ["/a-b", "/a_b", "/ab", "/a/b", "/a.b", "/a--b", "/a/{b}", "/a/{b+}", "/A/b", "/"];
  const triggers = names.map((name, index) => {
    const on = {
      schedule: [{ cron: "rate(1 day)" }],
      event: { source: ["aws.s3"] },
      http: { path: paths[index] },
    };
    return [name, { on }] as const;
  });
  const template = synthesize(Object.fromEntries(triggers));
  for (const type of ofTriggers) template.resourceCountIs(type, names.length);
});

function resources(template: Template): object {
  return template.toJSON().Resources as object;
}

function logicalIds(template: Template): string[] {
  return Object.keys(resources(template));
}
