import { createHash } from "node:crypto";
import type { ListedRun } from "../github/runs.ts";

/** Texts that an input carries into the names of runs, by which a run is told from all others. */
const pattern = /\bwd-[0-9a-f]{16}\b/g;

/** The text that stands for one delivery of a trigger: the same one each time. */
export function correlationId(trigger: string, key: string): string {
  const hash = createHash("sha256").update(`${trigger} ${key}`).digest("hex");
  return `wd-${hash.slice(0, 16)}`;
}

/** Such texts in the name of a run. */
export function correlationIdsIn({ title }: ListedRun): readonly string[] {
  return title.match(pattern) ?? [];
}
