import type { DeployedResources } from "../functions/lambda/deployed-resources.ts";
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

/** Of one template: docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html. */
export const templateLimits = { resources: 500, bytes: 1_000_000 };

/** What the root takes of new parts. The rest is for its constants, authorizers, policies and nested stacks. */
const rootRoom = { parts: 400, bytes: 750_000 };

/** What the root has besides parts and nested stacks, rather more than less: 21 constants and 10 authorizers. */
const besides = 32;

/**
 * Nested stacks at most, each a resource of the root. If this changes, new parts go elsewhere; those that are
 * deployed stay.
 */
export const groups = 32;

/**
 * Which stack each part goes into: where it is deployed; else into the root while that has room; else into
 * the nested stack that a hash of its id names. So no part depends on what else there is once it is deployed.
 *
 * @param parts in the order in which they are to have room in the root.
 * @returns by id; without those that are left for a later deployment.
 */
export function place(
  parts: readonly Part[],
  { resources, changesAtMost = Number.POSITIVE_INFINITY }: DeployedResources = { resources: [] },
): ReadonlyMap<string, Place> {
  const deployedAt = new Map(resources.flatMap(readDeployed));
  const inRoot = parts.filter(({ id }) => deployedAt.get(id) === "root");
  const free = {
    parts: rootRoom.parts - inRoot.length,
    bytes: rootRoom.bytes - inRoot.reduce((sum, { size }) => sum + size, 0),
  };
  // A root from before there were nested stacks may be too full for so many.
  const groupCount = Math.min(groups, templateLimits.resources - besides - inRoot.length);
  const newPlaces = new Map<string, Place>();
  for (const { id, size } of chooseNew(parts, deployedAt, changesAtMost)) {
    const fits = free.parts >= 1 && free.bytes >= size;
    newPlaces.set(id, fits ? "root" : groupOf(id, Math.max(1, groupCount)));
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

/** Whether something is in a nested stack. */
export function isDivided(places: ReadonlyMap<string, Place>): boolean {
  return [...places.values()].some((at) => at !== "root");
}

/**
 * The new parts of a deployment, in their order. What comes in place of something that goes, as a schedule does when
 * its time is changed, goes with it in any case, so that no trigger is without its schedule meanwhile.
 */
function chooseNew(
  parts: readonly Part[],
  deployedAt: ReadonlyMap<string, Place>,
  changesAtMost: number,
): readonly Part[] {
  const wanted = new Set(parts.map(({ id }) => id));
  const gone = [...deployedAt.keys()].filter((id) => !wanted.has(id));
  const goneOwners = new Set(gone.map(ownerOf));
  const added = parts.filter(({ id }) => !deployedAt.has(id));
  const replacing = added.filter(({ id }) => goneOwners.has(ownerOf(id)));
  const others = added.filter(({ id }) => !goneOwners.has(ownerOf(id)));
  const room = Math.max(0, changesAtMost - gone.length - replacing.length);
  const chosen = new Set([...replacing, ...others.slice(0, room)]);
  return added.filter((part) => chosen.has(part));
}

/** A schedule's logical id without the fingerprint of its time and the CDK's hash, of eight characters each. */
function ownerOf(id: string): string {
  return id.slice(0, -16);
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
