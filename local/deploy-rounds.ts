import { isDeepStrictEqual } from "node:util";
import type { Config } from "../dispatch/config.ts";
import { awsFailure, isStackMissing } from "../functions/lambda/failure.ts";
import type { StackResource } from "../functions/lambda/stack.ts";
import type { Known } from "./deployed-file.ts";

/** What deploying needs. */
export interface Rounds {
  readonly config: Config;
  /** Lists what is deployed. Rejects with the errors of AWS. */
  readonly resources: () => Promise<readonly StackResource[]>;
  /** Deploys, and tells the exit code. */
  readonly deploy: (known: Known) => Promise<number>;
  readonly print: (line: string) => void;
}

/**
 * New schedules, rules and routes in one go. A nested stack takes 2,500 changes in one operation
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html), taken here as those of
 * the stack and all that are nested in it; this leaves room for what is changed and removed besides.
 */
const newAtMost = 1500;

/**
 * Deploys a file: each resource stays in the stack in which it is deployed, and what is too much for one
 * operation of CloudFormation comes in several.
 *
 * @returns the exit code of the last deployment. Rejects for bugs.
 */
export async function deployInRounds({
  config,
  resources,
  deploy,
  print,
}: Rounds): Promise<number> {
  const wanted = countIn(config);
  let found = await ask(resources);
  while (true) {
    if ("unknown" in found) {
      print(`What is deployed could not be asked: ${found.unknown}`);
      return deploy(found);
    }
    const code = await deploy({ resources: found.parts, newAtMost });
    if (code !== 0 || wanted <= newAtMost) return code;
    const after = await ask(resources);
    if ("unknown" in after) {
      print(`Whether all ${wanted} are deployed can't be told: ${after.unknown}`);
      return code;
    }
    if (after.parts.length >= wanted) return code;
    const progress = `${after.parts.length} of ${wanted} schedules, events and routes are deployed.`;
    if (isDeepStrictEqual(after, found)) {
      print(`${progress} This deployment has changed nothing; npm run deploy goes on.`);
      return code;
    }
    print(`${progress} CloudFormation takes no more at once; the rest follows.\n`);
    found = after;
  }
}

type Found = { readonly parts: readonly string[] } | { readonly unknown: string };

/** A stack that is not there has nothing. */
async function ask(resources: Rounds["resources"]): Promise<Found> {
  try {
    const listed = await resources();
    return { parts: listed.filter(isPart).map(({ logicalId }) => logicalId) };
  } catch (error) {
    if (isStackMissing(error)) return { parts: [] };
    const unknown = awsFailure(error);
    if (unknown === undefined) throw error;
    return { unknown };
  }
}

function isPart({ type }: StackResource): boolean {
  return /^AWS::(Scheduler::Schedule|Events::Rule|ApiGatewayV2::Route)$/.test(type);
}

/** Each of these is one resource. */
function countIn({ triggers }: Config): number {
  return Object.values(triggers).reduce(
    (sum, { on }) => sum + (on.http ? 1 : 0) + (on.event ? 1 : 0) + (on.schedule?.length ?? 0),
    0,
  );
}
