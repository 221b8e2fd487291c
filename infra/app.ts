import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { readConfigFile } from "../dispatch/config-file.ts";
import { bundleFunctions } from "./bundle.ts";
import { DispatcherStack } from "./stack.ts";

const { TRIGGERS = "triggers.yaml", STACK_NAME = "WorkflowDispatcher" } = process.env;

const { config, report } = readConfigFile(TRIGGERS, (path) => readFileSync(path, "utf8"));
if (config === undefined) {
  console.error(report);
  process.exitCode = 1;
} else {
  const code = bundleFunctions(config);
  new DispatcherStack(new App(), STACK_NAME, { config, code, now: new Date() });
}
