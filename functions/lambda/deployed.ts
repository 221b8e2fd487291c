import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Ledger } from "../../dispatch/ledger.ts";
import type { DeadLetterStore } from "../dead-letter-store.ts";
import type { TriggerOfRule } from "../read-letter.ts";
import { createDeadLetterQueue } from "./dead-letter-queue.ts";
import { createDynamoLedger } from "./ledger.ts";
import { createTriggerOfRule } from "./rule-targets.ts";
import { describeStack } from "./stack.ts";

/** What is deployed, as far as a command looks at it. */
export interface Deployed {
  readonly ledger: Ledger;
  readonly deadLetters: DeadLetterStore;
  readonly triggerOfRule: TriggerOfRule;
}

/**
 * Finds what is deployed by the outputs of its stack, in the account and the region that the AWS SDK finds
 * in the environment. Rejects with the errors of AWS.
 *
 * @returns what there is, or the names of the outputs that the stack lacks.
 */
export async function findDeployed(
  stackName: string,
): Promise<
  | { readonly value: Deployed; readonly missing?: never }
  | { readonly value?: never; readonly missing: readonly string[] }
> {
  const { outputs } = await describeStack(new CloudFormationClient(), stackName);
  const {
    LedgerTable = "",
    QueueUrl: queueUrl = "",
    DeadLettersUrl: deadLettersUrl = "",
  } = outputs;
  const wanted = { LedgerTable, QueueUrl: queueUrl, DeadLettersUrl: deadLettersUrl };
  const missing = Object.entries(wanted).flatMap(([name, value]) => (value === "" ? [name] : []));
  if (missing.length > 0) return { missing };
  const deadLetters = createDeadLetterQueue(new SQSClient(), { queueUrl, deadLettersUrl });
  const ledger = createDynamoLedger(new DynamoDB(), LedgerTable);
  const triggerOfRule = createTriggerOfRule(new EventBridgeClient());
  return { value: { ledger, deadLetters, triggerOfRule } };
}
