import { readFileSync } from "node:fs";
import { App, Validations } from "aws-cdk-lib";
import type { Config } from "../dispatch/config.ts";
import { readConfigFile } from "../dispatch/config-file.ts";
import type { Known } from "../functions/lambda/deployed-resources.ts";
import { bundleFunctions } from "./bundle.ts";
import { partsOf } from "./parts.ts";
import { templatesIn } from "./places.ts";
import { objectionTo, refusalOfTemplates } from "./refusal.ts";
import { DispatcherStack } from "./stack.ts";

const {
  TRIGGERS = "triggers.yaml",
  STACK_NAME = "WorkflowDispatcher",
  // The path of a JSON file that local/deployed-file.ts has written.
  DEPLOYED_RESOURCES,
  // The CDK sets it to the region that it deploys to.
  CDK_DEFAULT_REGION,
} = process.env;

const readText = (path: string) => readFileSync(path, "utf8");
const known = DEPLOYED_RESOURCES ? (JSON.parse(readText(DEPLOYED_RESOURCES)) as Known) : undefined;
const { config, report } = readConfigFile(TRIGGERS, readText);
const refusal = config === undefined ? report : synthesize(config);
if (refusal !== undefined) {
  console.error(refusal);
  process.exitCode = 1;
}

/** @returns why it can't be deployed, if it can't. */
function synthesize(config: Config): string | undefined {
  const objection = objectionTo(TRIGGERS, partsOf(config), known, CDK_DEFAULT_REGION);
  if (objection?.isRefusal) return objection.text;
  if (objection !== undefined) console.error(objection.text);
  // infra/refusal.ts counts the resources, and tells of them in the words of the file.
  const app = new App({ context: { "@aws-cdk/core:stackResourceLimit": 0 } });
  const reason = "infra/refusal.ts counts the resources.";
  Validations.of(app).acknowledge({ id: "CloudFormation-Validate::F0007", reason });
  const code = bundleFunctions(config);
  const deployed = known === undefined || "unknown" in known ? undefined : known;
  const stack = new DispatcherStack(app, STACK_NAME, { config, code, now: new Date(), deployed });
  return refusalOfTemplates(TRIGGERS, templatesIn(stack, app.synth()));
}
