import { CfnOutput, Stack } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { Config } from "../dispatch/config.ts";
import type { DeployedResources } from "../functions/lambda/deployed-resources.ts";
import { createFunctions } from "./functions.ts";
import { createHttpApi } from "./http-api.ts";
import { createLedger } from "./ledger.ts";
import { partsOf } from "./parts.ts";
import { isDivided, place } from "./placement.ts";
import { createPlaces } from "./places.ts";
import { createQueues } from "./queues.ts";
import { createRules } from "./rules.ts";
import { createSchedules } from "./schedules.ts";

export interface DispatcherProps {
  readonly config: Config;
  /** The bundled functions. */
  readonly code: Code;
  /** When this is deployed. */
  readonly now: Date;
  /** What is deployed already; left out: nothing is, as far as is known. */
  readonly deployed?: DeployedResources | undefined;
}

/**
 * Everything that triggers.yaml asks for, in one stack, with nested ones for what it has no room for:
 *
 *     HTTP API ─────────────────► function http ◄───┐
 *                     ┌─ waits ─────┘               │
 *     schedules ─┐    ▼                             ├─► ledger
 *     rules ─────┴─► queue ─────► function queue ◄──┘
 *                      │            ▼
 *                      └────────► dead letters
 */
export class DispatcherStack extends Stack {
  constructor(scope: Construct, id: string, { config, code, now, deployed }: DispatcherProps) {
    const places = place(partsOf(config), deployed);
    super(scope, id, {
      description: "Starts GitHub Actions workflows (Workflow Dispatcher)",
      // A root that is full needs its 1 MB for what it says.
      suppressTemplateIndentation: isDivided(places),
    });
    const queues = createQueues(this);
    const ledger = createLedger(this);
    const functions = createFunctions(this, config, code, { queues, ledger });
    // A function knows the triggers it was deployed with: what delivers to it comes after it.
    const needs = [functions.queue, queues.deliveries, queues.deadLetters];
    const scopeOf = createPlaces(this, places, needs);
    const url = createHttpApi(this, config, functions.http, scopeOf);
    createSchedules(this, config, queues, now, scopeOf)?.node.addDependency(functions.queue);
    createRules(this, config, queues, scopeOf)?.node.addDependency(functions.queue);

    if (url !== undefined) new CfnOutput(this, "Url", { value: url });
    new CfnOutput(this, "QueueUrl", { value: queues.deliveries.queueUrl });
    new CfnOutput(this, "DeadLettersUrl", { value: queues.deadLetters.queueUrl });
    new CfnOutput(this, "LedgerTable", { value: ledger.tableName });
  }
}
