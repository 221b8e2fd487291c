import { describe, expect, test } from "vitest";
import type { Part } from "../../infra/placement.ts";
import { objectionTo, refusalOfTemplates } from "../../infra/refusal.ts";

const parts = (count: number): readonly Part[] =>
  Array.from({ length: count }, (_, index) => ({ id: `Part${index}`, size: 1000 }));

describe("what is known", () => {
  test("will do if it is of the region that is deployed to", () => {
    expect(objectionTo("a.yaml", parts(450), undefined, undefined)).toBeUndefined();
    expect(objectionTo("a.yaml", parts(450), { resources: [] }, "eu-west-1")).toBeUndefined();
    const known = { resources: [], region: "eu-west-1" };
    expect(objectionTo("a.yaml", parts(450), known, "eu-west-1")).toBeUndefined();
  });

  test.each([
    ["us-east-1", "found:   eu-west-1 was asked; the CDK deploys to us-east-1"],
    [undefined, "found:   eu-west-1 was asked; the CDK deploys to an unknown one"],
  ])("is refused if it is of another region than %s", (region, found) => {
    const known = { resources: [], region: "eu-west-1" };
    const { text, isRefusal } = objectionTo("a.yaml", parts(1), known, region) ?? {};
    expect(isRefusal).toBe(true);
    expect(text?.split("\n  ")).toContain(found);
  });

  test.each([
    [400, false, "One stack holds these, so they are deployed"],
    [401, true, "has to be known before so many are"],
  ])("nothing is known of %s: refused %s", (count, isRefusal, says) => {
    const known = { unknown: "AWS answered AccessDenied: no" };
    const objection = objectionTo("a.yaml", parts(count), known, undefined);
    expect(objection).toEqual({ isRefusal, text: expect.stringContaining(says) });
    expect(objection?.text).toContain(`${count} schedules, events and routes; AWS answered`);
    expect(objection?.text).toContain("cloudformation:ListStackResources");
  });
});

describe("templates", () => {
  const template = (resources: number, text = "") =>
    JSON.stringify({ Resources: Object.fromEntries(parts(resources).map(({ id }) => [id, text])) });

  test("that CloudFormation takes are not refused", () => {
    const templates = new Map([
      ["Stack", template(500)],
      ["Triggers7", template(1)],
    ]);
    expect(refusalOfTemplates("a.yaml", templates)).toBeUndefined();
  });

  test("that have too many resources are refused with the stack's name", () => {
    const templates = new Map([
      ["Stack", template(1)],
      ["Triggers7", template(501)],
    ]);
    expect(refusalOfTemplates("a.yaml", templates)).toBe(`a.yaml  triggers
  Schedules, events and routes make a stack larger than CloudFormation takes.
  found:   501 resources in 6,418 bytes in the stack Triggers7
  allowed: 500 resources in 1,000,000 bytes
  mend:    Move some to another file, which is deployed with a STACK_NAME of its own; shorten long event patterns.`);
  });

  test("that are too large are refused", () => {
    const templates = new Map([["Stack", template(1, "x".repeat(1_000_000))]]);
    expect(refusalOfTemplates("a.yaml", templates)).toContain("found:   1 resources in 1,000,0");
  });
});
