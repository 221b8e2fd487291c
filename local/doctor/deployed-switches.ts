import type { DeployedView } from "../../functions/lambda/deployed-view.ts";
import type { StackResource } from "../../functions/lambda/stack.ts";
import type { Switches } from "../../functions/lambda/switches.ts";
import { attempt } from "./attempt.ts";
import { type Line, red } from "./line.ts";
import { switchesOf, switchLines } from "./switch-lines.ts";
import type { Template } from "./template.ts";

/**
 * Whether the schedules and the rules of a stack run, as they were deployed to.
 *
 * @param resources those of the stack, and of the stacks nested in it.
 * @param template that which the stack was deployed with, with those of the stacks nested in it.
 */
export async function deployedSwitchLines(
  view: DeployedView,
  resources: readonly StackResource[],
  template: Template,
): Promise<readonly Line[]> {
  const lines = await Promise.all([
    attempt("schedules", async () => {
      const { found, gone } = await findAll(groupsIn(resources), view.schedules);
      const switches = switchesOf("AWS::Scheduler::Schedule", resources, template, found);
      return [...gone.map(goneGroupLine), ...switchLines("schedules", switches)];
    }),
    attempt("rules", async () => {
      const { found, gone } = await findAll(busesIn(template), view.rules);
      const switches = switchesOf("AWS::Events::Rule", resources, template, found);
      return [...gone.map(goneBusLine), ...switchLines("rules", switches)];
    }),
  ]);
  return lines.flat();
}

/** What is in some groups or buses, and those that are not there any more, with all that was in them. */
async function findAll(
  places: readonly string[],
  read: (place: string) => Promise<Switches | undefined>,
): Promise<{ readonly found: Switches; readonly gone: readonly string[] }> {
  const answers = await Promise.all(places.map(read));
  return {
    found: new Map(answers.flatMap((switches) => [...(switches ?? [])])),
    gone: places.filter((_, index) => answers[index] === undefined),
  };
}

/** infra/schedules.ts makes no group for no schedules. */
function goneGroupLine(group: string): Line {
  const mend =
    "npm run deploy does not make it again by itself. Take all schedules out of the file, npm run deploy, put them back, npm run deploy.";
  return red("schedules", `deleted in AWS: the group ${group}, with all its schedules`, mend);
}

/** A bus is none of the stack's. */
function goneBusLine(bus: string): Line {
  const mend = "Make it again, or name another bus in the file.";
  return red("rules", `deleted in AWS: the event bus ${bus}, with all its rules`, mend);
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
