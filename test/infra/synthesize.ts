import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type Config, readConfig } from "../../dispatch/config.ts";
import { formatProblems } from "../../dispatch/problem.ts";
import type { DeployedResources } from "../../functions/lambda/deployed-resources.ts";
import { DispatcherStack } from "../../infra/stack.ts";

/** Triggers as in triggers.yaml, without what every one of these tests has in common. */
export type Triggers = Readonly<Record<string, object>>;

/** When the stacks of these tests are deployed. */
const now = new Date("2026-11-30T00:00:00Z");

const common = {
  credentials: {
    default: { pat: "github/dispatch-token" },
    bot: { app: { id: 1, "installation-id": 2, "private-key": "github/app-private-key" } },
  },
  defaults: { repository: "acme/hello", ref: "main" },
};

/** The checked config of some triggers; each starts hello.yml where it says nothing else. */
export function configOf(triggers: Triggers): Config {
  const entries = Object.entries(triggers).map(([name, trigger]) => [
    name,
    { workflow: "hello.yml", ...trigger },
  ]);
  // JSON is YAML.
  const text = JSON.stringify({ ...common, triggers: Object.fromEntries(entries) });
  const { config, problems } = readConfig(text);
  if (config === undefined) throw new Error(formatProblems("triggers.yaml", problems));
  return config;
}

/** The stack of some triggers, with code that needs no bundling. app.test.ts validates a whole template. */
export function stackOf(triggers: Triggers, deployed?: DeployedResources): DispatcherStack {
  const app = new App({ context: featureFlags(), builtinCloudFormationValidation: false });
  return new DispatcherStack(app, "Dispatcher", {
    config: configOf(triggers),
    code: Code.fromInline("exports.handler = () => {};"),
    now,
    deployed,
  });
}

/** The template of some triggers. */
export function synthesize(triggers: Triggers): Template {
  return Template.fromStack(stackOf(triggers));
}

/** The CDK's command line passes these to the app. */
function featureFlags(): Record<string, unknown> {
  const file = new URL("../../cdk.json", import.meta.url);
  return (JSON.parse(readFileSync(file, "utf8")) as { context: Record<string, unknown> }).context;
}
