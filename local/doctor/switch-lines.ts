import type { StackResource } from "../../functions/lambda/stack.ts";
import type { Switches } from "../../functions/lambda/switches.ts";
import { green, type Line, red, yellow } from "./line.ts";
import { nameOf, type Template } from "./template.ts";

/** A schedule or a rule, as it was deployed and as it is. */
export interface Switch {
  /** In the words of the file. */
  readonly name: string;
  /** What AWS calls it. */
  readonly physicalName: string;
  readonly wasDeployedOn: boolean;
  /** Nothing if it is not there any more. */
  readonly isOn: boolean | undefined;
}

/** Each of a type with what AWS says of it. */
export function switchesOf(
  type: "AWS::Scheduler::Schedule" | "AWS::Events::Rule",
  resources: readonly StackResource[],
  template: Template,
  found: Switches,
): readonly Switch[] {
  return resources
    .filter((resource) => resource.type === type)
    .map(({ logicalId, physicalId }) => {
      const resource = template.Resources[logicalId] ?? {};
      const physicalName = nameIn(physicalId);
      return {
        name: nameOf(logicalId, resource),
        physicalName,
        wasDeployedOn: resource.Properties?.State !== "DISABLED",
        isOn: found.get(physicalName),
      };
    });
}

/** Of a rule of a bus of its own, CloudFormation writes `BUS|RULE`. */
function nameIn(physicalId: string): string {
  return physicalId.split(/[|/]/).at(-1) ?? physicalId;
}

/** Which of them do not run, and which differ from how they were deployed. */
export function switchLines(about: string, switches: readonly Switch[]): readonly Line[] {
  const off = switches.filter(({ wasDeployedOn, isOn }) => !wasDeployedOn && isOn === false);
  const lines = [
    ...switches.flatMap((each) => strayLine(about, each)),
    ...(off.length === 0 ? [] : [pausedLine(about, off)]),
  ];
  if (lines.length > 0) return lines;
  return [green(about, switches.length === 0 ? "there are none" : "none is paused")];
}

function pausedLine(about: string, off: readonly Switch[]): Line {
  const mend = "To go on: take out enabled: false, then npm run deploy.";
  const names = off.map(({ name }) => name);
  return yellow(about, "paused, as it was deployed", mend, names);
}

/** CloudFormation leaves alone what it was given no change for. */
function strayLine(about: string, each: Switch): readonly Line[] {
  const { name, physicalName, wasDeployedOn, isOn } = each;
  if (isOn === wasDeployedOn) return [];
  if (isOn === undefined) {
    const mend = `npm run deploy does not make it again by itself. Take it out of the file, npm run deploy, put it back, npm run deploy.`;
    return [red(about, `deleted in AWS: ${name} (${physicalName})`, mend)];
  }
  const found = isOn
    ? `turned on in AWS, though deployed as paused: ${name} (${physicalName})`
    : `paused in AWS: ${name} (${physicalName})`;
  const wanted = isOn ? "off" : "on";
  const mend = `Turn it ${wanted} in EventBridge's console, or with ${commandFor(about, wanted)}. npm run deploy leaves it as it is.`;
  return [red(about, found, mend)];
}

/** docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-state.html */
function commandFor(about: string, wanted: "on" | "off"): string {
  const verb = wanted === "on" ? "enable" : "disable";
  if (about === "rules") return `aws events ${verb}-rule`;
  return "aws scheduler update-schedule, which wants all of its settings again";
}
