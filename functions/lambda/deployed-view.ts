import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { type ApproximateDepth, readQueueDepth } from "./queue-depth.ts";
import { createReadSecret } from "./secrets.ts";
import {
  describeStack,
  listStackResources,
  readNestedTemplates,
  readTemplate,
  type StackDescription,
  type StackResource,
} from "./stack.ts";
import { readRules, readSchedules, type Switches } from "./switches.ts";

/** What is deployed, to be looked at. All reject with the errors of AWS. */
export interface DeployedView {
  readonly stackName: string;
  /** The region that is asked. */
  region(): Promise<string>;
  stack(): Promise<StackDescription>;
  /** The text of the template. */
  template(): Promise<string>;
  /** The texts of the templates of nested stacks, by logical id. @param resources those of the stack. */
  nestedTemplates(resources: readonly StackResource[]): Promise<ReadonlyMap<string, string>>;
  /** With those of nested stacks. */
  resources(): Promise<readonly StackResource[]>;
  /** @returns nothing if there is no such queue. */
  queueDepth(url: string): Promise<ApproximateDepth | undefined>;
  /** @param group the name of a group of schedules. @returns nothing if there is no such group. */
  schedules(group: string): Promise<Switches | undefined>;
  /** @param bus the name of an event bus. @returns nothing if there is no such bus. */
  rules(bus: string): Promise<Switches | undefined>;
  secret(name: string): Promise<string>;
}

/** Milliseconds. The SDK has no time-out of its own, and asks up to three times. */
const requestHandler = {
  connectionTimeout: 3000,
  requestTimeout: 10_000,
  throwOnRequestTimeout: true,
};

/** Looks at a stack in the account and the region that the AWS SDK finds in the environment. */
export function viewDeployed(stackName: string): DeployedView {
  const cloudFormation = new CloudFormationClient({ requestHandler });
  // With AWS_ENDPOINT_URL, the host in a queue's URL is not the one to ask; the SDK would ask it, and warn.
  const sqs = new SQSClient({ requestHandler, useQueueUrlAsEndpoint: false });
  const scheduler = new SchedulerClient({ requestHandler });
  const eventBridge = new EventBridgeClient({ requestHandler });
  return {
    stackName,
    region: () => cloudFormation.config.region(),
    stack: () => describeStack(cloudFormation, stackName),
    template: () => readTemplate(cloudFormation, stackName),
    nestedTemplates: (resources) => readNestedTemplates(cloudFormation, resources),
    resources: () => listStackResources(cloudFormation, stackName),
    queueDepth: (url) => readQueueDepth(sqs, url),
    schedules: (group) => readSchedules(scheduler, group),
    rules: (bus) => readRules(eventBridge, bus),
    secret: createReadSecret(new SecretsManager({ requestHandler })),
  };
}
