import { type EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { paginateListSchedules, type SchedulerClient } from "@aws-sdk/client-scheduler";

/** Whether each is on, by its name. */
export type Switches = ReadonlyMap<string, boolean>;

/** The schedules of a group. Rejects with the errors of AWS. */
export async function readSchedules(client: SchedulerClient, GroupName: string): Promise<Switches> {
  const switches = new Map<string, boolean>();
  for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName })) {
    for (const { Name = "", State } of Schedules) switches.set(Name, State !== "DISABLED");
  }
  return switches;
}

/** The rules of an event bus. Rejects with the errors of AWS. */
export async function readRules(
  client: EventBridgeClient,
  EventBusName: string,
): Promise<Switches> {
  const switches = new Map<string, boolean>();
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListRulesCommand({ EventBusName, NextToken }));
    for (const { Name = "", State } of page.Rules ?? []) switches.set(Name, State !== "DISABLED");
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return switches;
}
