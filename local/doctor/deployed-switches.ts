import type { DeployedView } from "../../functions/lambda/deployed-view.ts";
import type { StackResource } from "../../functions/lambda/stack.ts";
import type { Switches } from "../../functions/lambda/switches.ts";
import { attempt } from "./attempt.ts";
import { type Line, yellow } from "./line.ts";
import { switchesOf, switchLines } from "./switch-lines.ts";
import { parseTemplate, type Template } from "./template.ts";

/**
 * Whether the schedules and the rules of a stack run, as they were deployed to.
 *
 * @param text the template that the stack was deployed with.
 */
export async function deployedSwitchLines(
  view: DeployedView,
  text: string,
): Promise<readonly Line[]> {
  const template = parseTemplate(text);
  if (template === undefined) {
    const found = "can't be told: the template that is deployed is not the CDK's";
    return [yellow("schedules and rules", found, "Look whether STACK_NAME is right.")];
  }
  const resources = await view.resources();
  const lines = await Promise.all([
    attempt("schedules", async () => {
      const found = await findAll(groupsIn(resources), view.schedules);
      const switches = switchesOf("AWS::Scheduler::Schedule", resources, template, found);
      return switchLines("schedules", switches);
    }),
    attempt("rules", async () => {
      const found = await findAll(busesIn(template), view.rules);
      const switches = switchesOf("AWS::Events::Rule", resources, template, found);
      return switchLines("rules", switches);
    }),
  ]);
  return lines.flat();
}

async function findAll(
  places: readonly string[],
  read: (place: string) => Promise<Switches>,
): Promise<Switches> {
  const found = await Promise.all(places.map(read));
  return new Map(found.flatMap((switches) => [...switches]));
}

function groupsIn(resources: readonly StackResource[]): readonly string[] {
  return resources
    .filter(({ type }) => type === "AWS::Scheduler::ScheduleGroup")
    .map(({ physicalId }) => physicalId);
}

function busesIn({ Resources }: Template): readonly string[] {
  const buses = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === "AWS::Events::Rule" ? [String(Properties?.EventBusName ?? "default")] : [],
  );
  return [...new Set(buses)];
}
