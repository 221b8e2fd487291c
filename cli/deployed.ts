import { awsFailure } from "../functions/lambda/failure.ts";
import { CommandFailure } from "./command.ts";

/** The name of the stack, as infra/app.ts has it. */
export function stackNameFrom({ STACK_NAME }: NodeJS.ProcessEnv): string {
  return STACK_NAME || "WorkflowDispatcher";
}

/** What the arguments of a command of the CDK say of where it deploys. */
export interface CdkTarget {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * Makes the AWS SDK ask in the account and the region that the CDK deploys to. They read the environment differently:
 * github.com/aws/aws-cdk-cli/blob/main/packages/@aws-cdk/toolkit-lib/lib/api/aws-auth/awscli-compatible.ts.
 *
 * @param environment of this process, which is changed.
 */
export function aimLikeCdk(environment: NodeJS.ProcessEnv, target: CdkTarget = {}): void {
  const env = environment;
  const profile = target.profile || env.CDK_PROFILE;
  const hasKeys = Boolean(env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY);
  // To the CDK, keys come before a profile of the environment; to the SDK, after it.
  const named = hasKeys ? "" : env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE;
  const defaultRegion = env.AWS_DEFAULT_REGION || env.AMAZON_DEFAULT_REGION;
  const region = env.AWS_REGION || env.AMAZON_REGION || defaultRegion;
  const chosen = {
    AWS_PROFILE: profile || named,
    AWS_REGION: target.region || env.CDK_REGION || region,
  };
  for (const [name, value] of Object.entries(chosen)) {
    if (value) env[name] = value;
    else delete env[name];
  }
}

/**
 * What is deployed under the stack's name. The AWS SDK is loaded here alone, since it takes its time.
 *
 * @throws CommandFailure when there is no such stack, or AWS refuses.
 */
export async function findDeployed(environment: NodeJS.ProcessEnv) {
  const stackName = stackNameFrom(environment);
  aimLikeCdk(environment);
  const { findDeployed: find } = await import("../functions/lambda/deployed.ts");
  const { value, missing } = await onAws(() => find(stackName));
  if (value !== undefined) return value;
  throw new CommandFailure(
    `The stack ${stackName} has no output ${missing.join(", ")}. Deploy it again with npm run deploy.`,
  );
}

/** Does something in AWS. @throws CommandFailure when AWS refuses it or can't be reached. */
export async function onAws<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const failure = awsFailure(error);
    if (failure === undefined) throw error;
    throw new CommandFailure(failure, { cause: error });
  }
}
