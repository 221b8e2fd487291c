import type { Known } from "../functions/lambda/deployed-resources.ts";
import { awsFailure, isStackMissing } from "../functions/lambda/failure.ts";
import type { StackResource } from "../functions/lambda/stack.ts";

/** What deploying needs. */
export interface Rounds {
  /** The region that is asked. Rejects with the errors of AWS. */
  readonly region: () => Promise<string>;
  /** Lists what is deployed. Rejects with the errors of AWS. */
  readonly resources: () => Promise<readonly StackResource[]>;
  /** Deploys, and tells the exit code. */
  readonly deploy: (known: Known) => Promise<number>;
  readonly print: (line: string) => void;
}

/**
 * Schedules, rules and routes that come and go in one deployment. Nested stacks take 2,500 resources in one operation
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html), taken here as those of
 * the stack and all that are nested in it; this leaves room for what is changed besides.
 */
const changesAtMost = 2000;

/**
 * Deploys a file: each resource stays in the stack in which it is deployed, and what is too much for one
 * operation of CloudFormation comes in several.
 *
 * @returns the exit code of the last deployment. Rejects for bugs.
 */
export async function deployInRounds({ deploy, print, ...stack }: Rounds): Promise<number> {
  let before = await ask(stack);
  while (true) {
    if ("unknown" in before) return deploy(before);
    const code = await deploy({ ...before, changesAtMost });
    if (code !== 0) return code;
    const after = await ask(stack);
    if ("unknown" in after) {
      print(`Whether that was all can't be told: ${after.unknown}\nTo go on: npm run deploy.`);
      return code;
    }
    const [old, now] = [new Set(before.resources), new Set(after.resources)];
    if (countBeyond(now, old) + countBeyond(old, now) < changesAtMost) return code;
    print("CloudFormation takes no more schedules, events and routes at once; the rest follows.\n");
    before = after;
  }
}

async function ask({ region, resources }: Pick<Rounds, "region" | "resources">): Promise<Known> {
  try {
    return { region: await region(), resources: await partsIn(resources) };
  } catch (error) {
    const unknown = awsFailure(error);
    if (unknown === undefined) throw error;
    return { unknown };
  }
}

/** A stack that is not there has nothing. */
async function partsIn(resources: Rounds["resources"]): Promise<readonly string[]> {
  try {
    return (await resources()).filter(isPart).map(({ logicalId }) => logicalId);
  } catch (error) {
    if (isStackMissing(error)) return [];
    throw error;
  }
}

function isPart({ type }: StackResource): boolean {
  return /^AWS::(Scheduler::Schedule|Events::Rule|ApiGatewayV2::Route)$/.test(type);
}

/** How many of some ids are not among others. */
function countBeyond(ids: ReadonlySet<string>, others: ReadonlySet<string>): number {
  return [...ids].filter((id) => !others.has(id)).length;
}
