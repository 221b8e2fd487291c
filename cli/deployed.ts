import { awsFailure } from "../functions/lambda/failure.ts";
import { CommandFailure } from "./command.ts";

/** The name of the stack, as infra/app.ts has it. */
export function stackNameFrom({ STACK_NAME }: NodeJS.ProcessEnv): string {
  return STACK_NAME || "WorkflowDispatcher";
}

/**
 * What is deployed under the stack's name. The AWS SDK is loaded here alone, since it takes its time.
 *
 * @throws CommandFailure when there is no such stack, or AWS refuses.
 */
export async function findDeployed(environment: NodeJS.ProcessEnv) {
  const stackName = stackNameFrom(environment);
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
