import { isDeepStrictEqual } from "node:util";
import { green, type Line, yellow } from "./line.ts";
import { nameOf, type Template, type TemplateResource } from "./template.ts";

/** How the file and what is deployed differ, each by what it is. */
export interface Drift {
  /** In the file, and not deployed. */
  readonly missing: readonly string[];
  /** Deployed, and not in the file any more. */
  readonly surplus: readonly string[];
  readonly changed: readonly string[];
}

/**
 * Compares the template of the file with the one that is deployed.
 *
 * @param now milliseconds since the epoch: the start of a schedule that has passed says nothing.
 */
export function driftBetween(file: Template, deployed: Template, now: number): Drift {
  const wanted = resourcesOf(file, now);
  const found = resourcesOf(deployed, now);
  const missing = [...wanted].filter(([id]) => !found.has(id));
  const surplus = [...found].filter(([id]) => !wanted.has(id));
  const changed = [...wanted].filter(([id, resource]) => {
    const other = found.get(id);
    return other !== undefined && !isDeepStrictEqual(resource, other);
  });
  const outputs = isDeepStrictEqual(asReadBack(file.Outputs), asReadBack(deployed.Outputs));
  return {
    missing: namesOf(missing),
    surplus: namesOf(surplus),
    changed: [...namesOf(changed), ...(outputs ? [] : ["outputs of the stack"])],
  };
}

/** What npm run deploy would change. */
export function driftLines({ missing, surplus, changed }: Drift): readonly Line[] {
  const lines = [
    driftLine("in the file, and not deployed", missing),
    driftLine("deployed, and not in the file any more", surplus),
    driftLine("deployed otherwise than the file and this code say", changed),
  ].flat();
  if (lines.length > 0) return lines;
  return [green("drift", "none: what is deployed is what the file and this code say")];
}

function driftLine(what: string, names: readonly string[]): readonly Line[] {
  if (names.length === 0) return [];
  const mend = "npm run deploy. If another machine deploys: take its file and code first.";
  return [yellow("drift", what, mend, names)];
}

type Resources = readonly (readonly [id: string, resource: TemplateResource])[];

function namesOf(resources: Resources): readonly string[] {
  return [...new Set(resources.map(([id, resource]) => nameOf(id, resource)))];
}

/** Without what the CDK notes for itself. */
function resourcesOf({ Resources }: Template, now: number): Map<string, TemplateResource> {
  const entries = Object.entries(Resources).flatMap(([id, { Metadata: _, ...resource }]) =>
    resource.Type === "AWS::CDK::Metadata" ? [] : [[id, withoutPast(resource, now)] as const],
  );
  return new Map(asReadBack(entries));
}

/** infra/schedules.ts leaves out the start of a schedule once it has passed. */
function withoutPast(resource: TemplateResource, now: number): TemplateResource {
  if (resource.Type !== "AWS::Scheduler::Schedule") return resource;
  const { StartDate, ...Properties } = resource.Properties ?? {};
  const isPast = StartDate === undefined || Date.parse(String(StartDate)) <= now;
  return isPast ? { ...resource, Properties } : resource;
}

/**
 * CloudFormation gives back a question mark for each character that is not ASCII:
 * github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/814.
 */
function asReadBack<Value>(value: Value): Value {
  if (value === undefined) return value;
  return JSON.parse(JSON.stringify(value).replaceAll(/[^\0-\x7f]/gu, "?"));
}
