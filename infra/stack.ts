import { CfnOutput, Stack } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import { createFunctions } from "./functions.ts";
import { createHttpApi } from "./http-api.ts";
import { createLedger } from "./ledger.ts";
import { createQueues } from "./queues.ts";
import { createRules } from "./rules.ts";
import { createSchedules } from "./schedules.ts";

export interface DispatcherProps {
  readonly config: Config;
  /** The bundled functions. */
  readonly code: Code;
  /** When this is deployed. */
  readonly now: Date;
}

/**
 * Everything that triggers.yaml asks for, in one stack:
 *
 *     HTTP API ─────────────────► function http ◄───┐
 *                     ┌─ waits ─────┘               │
 *     schedules ─┐    ▼                             ├─► ledger
 *     rules ─────┴─► queue ─────► function queue ◄──┘
 *                      │            ▼
 *                      └────────► dead letters
 */
export class DispatcherStack extends Stack {
  constructor(scope: Construct, id: string, { config, code, now }: DispatcherProps) {
    super(scope, id, { description: "Starts GitHub Actions workflows (Workflow Dispatcher)" });
    const queues = createQueues(this);
    const ledger = createLedger(this);
    const functions = createFunctions(this, config, code, { queues, ledger });
    const url = createHttpApi(this, config, functions.http);
    // A function knows the triggers it was deployed with: what delivers to it comes after it.
    createSchedules(this, config, queues, now)?.node.addDependency(functions.queue);
    createRules(this, config, queues)?.node.addDependency(functions.queue);

    if (url !== undefined) new CfnOutput(this, "Url", { value: url });
    new CfnOutput(this, "QueueUrl", { value: queues.deliveries.queueUrl });
    new CfnOutput(this, "DeadLettersUrl", { value: queues.deadLetters.queueUrl });
    new CfnOutput(this, "LedgerTable", { value: ledger.tableName });
  }
}
