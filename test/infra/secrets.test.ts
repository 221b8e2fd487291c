import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { policiesOf, secretsOf } from "./policies.ts";
import { resourceNamed } from "./resources.ts";
import { synthesize, type Triggers } from "./synthesize.ts";

interface SecretCase {
  readonly name: string;
  readonly triggers: Triggers;
  readonly http: readonly string[];
  readonly queue: readonly string[];
}

const cases: SecretCase[] = JSON.parse(
  readFileSync(new URL("./cases/secrets.json", import.meta.url), "utf8"),
);

test.each(cases)("$name", ({ triggers, http, queue }) => {
  const stack = synthesize(triggers);
  expect(secretsOf(stack, "HttpRole")).toEqual(http);
  expect(secretsOf(stack, "QueueRole")).toEqual(queue);
});

test("a hundred routes with secrets of their own stay within IAM's limits for policies", () => {
  const routes = Array.from({ length: 100 }, (_, index) => {
    const auth = { token: { secret: `routes/one-of-a-hundred-deployments/token-${index}` } };
    return [`route-${index}`, { on: { http: { path: `/${index}`, auth } } }] as const;
  });
  const stack = synthesize(Object.fromEntries(routes));
  const policies = policiesOf(stack, "HttpRole");
  expect(secretsOf(stack, "HttpRole")).toHaveLength(101);
  // docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  const limits = { inline: 10_240, managed: 6_144 };
  expect(policies.filter(({ kind, size }) => size > limits[kind])).toEqual([]);
  const { dependsOn } = resourceNamed(stack, "AWS::Lambda::Function", "HttpFunction");
  const attached = dependsOn.filter((id) => id.includes("Policy"));
  expect(attached).toHaveLength(policies.length);
});
