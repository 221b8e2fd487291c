import { type EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { paginateListSchedules, type SchedulerClient } from "@aws-sdk/client-scheduler";
import { ifThere } from "./failure.ts";

/** Whether each is on, by its name. */
export type Switches = ReadonlyMap<string, boolean>;

/** What AWS answers for a group or a bus that does not exist. */
const missing = "ResourceNotFoundException";

/**
 * The schedules of a group: docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
 *
 * @returns nothing if there is no such group. Rejects with the other errors of AWS.
 */
export async function readSchedules(
  client: SchedulerClient,
  group: string,
): Promise<Switches | undefined> {
  return ifThere(missing, () => listSchedules(client, group));
}

/**
 * The rules of an event bus: docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
 *
 * @returns nothing if there is no such bus. Rejects with the other errors of AWS.
 */
export async function readRules(
  client: EventBridgeClient,
  bus: string,
): Promise<Switches | undefined> {
  return ifThere(missing, () => listRules(client, bus));
}

async function listSchedules(client: SchedulerClient, GroupName: string): Promise<Switches> {
  const switches = new Map<string, boolean>();
  for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName })) {
    for (const { Name = "", State } of Schedules) switches.set(Name, State !== "DISABLED");
  }
  return switches;
}

async function listRules(client: EventBridgeClient, EventBusName: string): Promise<Switches> {
  const switches = new Map<string, boolean>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name = "", State } of page.Rules ?? []) switches.set(Name, State !== "DISABLED");
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return switches;
}
