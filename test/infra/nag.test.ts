import { NestedStack, type Stack, Validations } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, test } from "vitest";
import { stackOf, type Triggers } from "./synthesize.ts";

const jwt = { issuer: "https://issuer.example", audience: "us" };
const route = (path: string, auth: unknown) => ({ on: { http: { path, auth } } });

const everything: Triggers = {
  nightly: { on: { schedule: [{ cron: "0 0 * * *" }] } },
  upload: { on: { event: { source: ["aws.s3"] } } },
  app: { on: { event: { source: ["aws.ecr"] } }, credential: "bot" },
  iam: route("/iam", "iam"),
  jwt: route("/jwt", { jwt }),
  hmac: route("/hmac", { hmac: { secret: "routes/hmac" } }),
  token: route("/token", { token: { secret: "routes/token" } }),
  none: route("/none", "none"),
};

test("cdk-nag's AwsSolutions pack finds nothing that has no reason", () => {
  expect(findingsIn(stackOf(everything))).toEqual([]);
});

test("it finds nothing in what is nested, either", () => {
  const routes = Array.from({ length: 405 }, (_, index) => [
    `route-${index}`,
    route(`/routes/${index}`, "none"),
  ]);
  const stack = stackOf({ ...everything, ...Object.fromEntries(routes) });
  expect(stack.node.children.filter((each) => NestedStack.isNestedStack(each))).not.toEqual([]);
  expect(findingsIn(stack)).toEqual([]);
});

test("it would find a queue without TLS and dead letters", () => {
  const stack = stackOf(everything);
  new Queue(stack, "Careless");
  expect(findingsIn(stack)).toEqual([
    "AwsSolutions-SQS3 Dispatcher/Careless/Resource",
    "AwsSolutions-SQS4 Dispatcher/Careless/Resource",
  ]);
});

test("only routes that the function guards, or that are open on purpose, have a reason", () => {
  expect(reasonsIn(stackOf(everything))).toEqual([
    ["/hmac", "AwsSolutions-APIG4", expect.stringContaining("checks the signature")],
    ["/token", "AwsSolutions-APIG4", expect.stringContaining("compares the bearer token")],
    ["/none", "AwsSolutions-APIG4", expect.stringContaining("everybody may call")],
  ]);
});

/** What the pack finds, as rule and place. */
function findingsIn(stack: Stack): readonly string[] {
  // A policy is only whole once the template is written.
  Template.fromStack(stack);
  const { violations } = new AwsSolutionsChecks().validateScope(stack.node.root);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
}

/** The reasons that are given, each with the route it is given for. */
function reasonsIn(stack: Stack) {
  return stack.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([rule, reason]) => [
        node.id.replace(/^Route-POST-(.*)-[0-9a-f]{8}$/, "/$1"),
        rule.replace(/^annotation::/i, ""),
        reason,
      ]),
  );
}
