import type { Config } from "../../dispatch/config.ts";
import type { DeployedView } from "../../functions/lambda/deployed-view.ts";
import { awsFailure, isStackMissing } from "../../functions/lambda/failure.ts";
import type { ApproximateDepth } from "../../functions/lambda/queue-depth.ts";
import type { StackDescription, StackResource } from "../../functions/lambda/stack.ts";
import type { Checked, CheckServices } from "../token-check.ts";
import { attempt, awsMend } from "./attempt.ts";
import { deployedPlace } from "./deployed-secrets.ts";
import { deployedSwitchLines } from "./deployed-switches.ts";
import { driftBetween, driftLines } from "./drift.ts";
import { fileLines } from "./file-lines.ts";
import { githubLines } from "./github-lines.ts";
import { type Line, red, yellow } from "./line.ts";
import { deadLettersLine, deletedLine, queueLine } from "./queue-lines.ts";
import { routeSecretLines } from "./secret-lines.ts";
import { stackLine } from "./stack-lines.ts";
import { parseTemplate, type Template, withNested } from "./template.ts";

/** What looking at a stack needs. */
export interface DeployedWork {
  /** The path of the file. */
  readonly triggers: string;
  readonly view: DeployedView;
  readonly services: CheckServices;
  /** Makes the template of the file. @param deployed the logical ids of what is deployed. */
  readonly synthesize: (deployed: readonly string[]) => Promise<Checked<Template>>;
}

/** Looks at what is deployed, and at the secrets that it uses. */
export async function diagnoseDeployed(
  config: Config,
  work: DeployedWork,
): Promise<readonly Line[]> {
  const { triggers, view, services } = work;
  const place = deployedPlace(view.secret);
  const lines = await Promise.all([
    fileLines(triggers, config),
    githubLines(config, { place, services, isStandIn: false, isDeployed: true }),
    routeSecretLines(config, place),
    stackLines(config, work),
  ]);
  return lines.flat();
}

/** Without a stack, there is nothing to ask about. */
async function stackLines(config: Config, work: DeployedWork): Promise<readonly Line[]> {
  const { view } = work;
  const stack = await describe(view);
  if ("state" in stack) return [stack];
  const { QueueUrl: queueUrl, DeadLettersUrl: deadLettersUrl } = stack.outputs;
  const whole = readWhole(view);
  const withWhole = (about: string, look: (deployed: Whole) => Promise<readonly Line[]>) =>
    attempt(about, async () => {
      const deployed = await whole;
      return deployed === undefined ? [strangeLine(about)] : look(deployed);
    });
  const lines = await Promise.all([
    [stackLine(view.stackName, stack)],
    depthLines("queue", queueUrl, view, (depth) => queueLine(depth, config, true)),
    depthLines("dead letters", deadLettersUrl, view, ({ waiting, inFlight, delayed }) =>
      deadLettersLine(waiting + inFlight + delayed, true),
    ),
    withWhole("schedules and rules", ({ resources, template }) =>
      deployedSwitchLines(view, resources, template),
    ),
    withWhole("drift", (deployed) => compare(deployed, work)),
  ]);
  return lines.flat();
}

/** A stack with those nested in it. */
interface Whole {
  readonly resources: readonly StackResource[];
  readonly template: Template;
}

/** @returns nothing for templates that the CDK has not written. */
async function readWhole(view: DeployedView): Promise<Whole | undefined> {
  const [resources, text] = await Promise.all([view.resources(), view.template()]);
  const root = parseTemplate(text);
  if (root === undefined) return undefined;
  const nested = new Map<string, Template>();
  for (const [id, inner] of await view.nestedTemplates(resources)) {
    const template = parseTemplate(inner);
    if (template === undefined) return undefined;
    nested.set(id, template);
  }
  return { resources, template: withNested(root, nested) };
}

/** @returns why the stack can't be described, if it can't. Only AWS knows that there is none. */
async function describe(view: DeployedView): Promise<StackDescription | Line> {
  try {
    return await view.stack();
  } catch (error) {
    const failure = awsFailure(error);
    if (failure === undefined) throw error;
    const about = `stack ${view.stackName}`;
    const found = `neither it nor its queues, schedules and drift can be looked at: ${failure}`;
    if (!isStackMissing(error)) return yellow(about, found, awsMend);
    const mend =
      "Deploy it: npm run deploy. Or set STACK_NAME, AWS_REGION and AWS_PROFILE to those of the stack.";
    return red(about, found, mend);
  }
}

async function depthLines(
  about: string,
  url: string | undefined,
  view: DeployedView,
  lineOf: (depth: ApproximateDepth) => Line,
): Promise<readonly Line[]> {
  if (url === undefined) {
    const found = "can't be told: the stack has no output for it";
    return [yellow(about, found, "Deploy it again: npm run deploy.")];
  }
  return attempt(about, async () => {
    const depth = await view.queueDepth(url);
    return [depth === undefined ? deletedLine(about, url) : lineOf(depth)];
  });
}

function strangeLine(about: string): Line {
  const found = "can't be told: the template that is deployed is not the CDK's";
  return yellow(about, found, "Look whether STACK_NAME is right.");
}

async function compare(
  { resources, template }: Whole,
  { synthesize, services }: DeployedWork,
): Promise<readonly Line[]> {
  const file = await synthesize(resources.map(({ logicalId }) => logicalId));
  if (file.problem !== undefined) {
    return [yellow("drift", `can't be told: ${file.problem}`, "npm run synth says more.")];
  }
  return driftLines(driftBetween(file.value, template, services.now()));
}
