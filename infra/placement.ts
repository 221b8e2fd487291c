import { fingerprint } from "./fingerprint.ts";

/** The root stack, or the name of a nested one. */
export type Place = "root" | `Triggers${number}`;

/** A resource that the file has one of for each schedule, event or route. */
export interface Part {
  /** The logical id that it has in whichever stack. */
  readonly id: string;
  /** About how many bytes of a template it takes, rather more than less. */
  readonly size: number;
}

/** What CloudFormation has of a stack already. */
export interface Deployed {
  /** Logical ids; in a nested stack, behind that of the nested stack: `Triggers7/SchedulesNightly`. */
  readonly resources: readonly string[];
  /** The most parts that are new in this deployment; left out: all. */
  readonly newAtMost?: number;
}

/**
 * What the root keeps for the parts, of the 500 resources and the 1 MB that a template may have:
 * docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html. The rest is for its
 * constants, authorizers, policies and nested stacks.
 */
const rootRoom = { parts: 400, bytes: 750_000 };

/**
 * Nested stacks, each a resource of the root. If this changes, new parts go elsewhere; those that are deployed
 * stay. What was deployed before there were any may take the place of some.
 */
const groups = 32;

/** What the root and the nested stacks hold for certain, though a hash fills some more than others. */
export const capacity = { parts: 10_000, bytes: 16_000_000 };

/**
 * Which stack each part goes into: where it is deployed; else into the root while that has room; else into
 * the nested stack that a hash of its id names. So no part depends on what else there is once it is deployed.
 *
 * @param parts in the order in which they are to have room in the root.
 * @returns by id; without those that are left for a later deployment.
 */
export function place(
  parts: readonly Part[],
  { resources, newAtMost = Number.POSITIVE_INFINITY }: Deployed = { resources: [] },
): ReadonlyMap<string, Place> {
  const deployedAt = new Map(resources.flatMap(readDeployed));
  const isNew = ({ id }: Part) => !deployedAt.has(id);
  const inRoot = parts.filter(({ id }) => deployedAt.get(id) === "root");
  const free = {
    parts: rootRoom.parts - inRoot.length,
    bytes: rootRoom.bytes - sizeOf(inRoot),
  };
  const groupCount = Math.max(1, groups + Math.min(0, free.parts));
  const newPlaces = new Map<string, Place>();
  for (const { id, size } of parts.filter(isNew).slice(0, newAtMost)) {
    const fits = free.parts >= 1 && free.bytes >= size;
    newPlaces.set(id, fits ? "root" : groupOf(id, groupCount));
    if (!fits) continue;
    free.parts -= 1;
    free.bytes -= size;
  }
  return new Map(
    parts.flatMap(({ id }) => {
      const found = deployedAt.get(id) ?? newPlaces.get(id);
      return found === undefined ? [] : [[id, found]];
    }),
  );
}

/** The bytes of some parts together. */
export function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

function groupOf(id: string, count: number): Place {
  return `Triggers${Number.parseInt(fingerprint(id), 16) % count}`;
}

/** Other nested stacks are none of this app's. */
function readDeployed(resource: string): readonly (readonly [id: string, place: Place])[] {
  const [, group, id = ""] = /^(?:Triggers(\d+)\/)?([^/]+)$/.exec(resource) ?? [];
  if (id === "") return [];
  return [[id, group === undefined ? "root" : `Triggers${Number(group)}`]];
}
