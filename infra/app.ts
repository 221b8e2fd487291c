import { readFileSync } from "node:fs";
import { App } from "aws-cdk-lib";
import { readConfigFile } from "../dispatch/config-file.ts";
import { bundleFunctions } from "./bundle.ts";
import { partsOf } from "./parts.ts";
import { type Known, refusalOf } from "./refusal.ts";
import { DispatcherStack } from "./stack.ts";

const {
  TRIGGERS = "triggers.yaml",
  STACK_NAME = "WorkflowDispatcher",
  // The path of a JSON file that local/deployed-file.ts has written.
  DEPLOYED_RESOURCES,
} = process.env;

const readText = (path: string) => readFileSync(path, "utf8");
const known = DEPLOYED_RESOURCES ? (JSON.parse(readText(DEPLOYED_RESOURCES)) as Known) : undefined;
const { config, report } = readConfigFile(TRIGGERS, readText);
const problem = config === undefined ? report : refusalOf(TRIGGERS, partsOf(config), known);
if (config === undefined || problem !== undefined) {
  console.error(problem);
  process.exitCode = 1;
} else {
  const code = bundleFunctions(config);
  const deployed = known === undefined || "unknown" in known ? undefined : known;
  new DispatcherStack(new App(), STACK_NAME, { config, code, now: new Date(), deployed });
}
