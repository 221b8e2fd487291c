import type { Finding } from "./issues.ts";
import type { ReadableTrigger } from "./readable.ts";

/**
 * Schedules, events and routes of a file. Each is a resource in AWS, and the stacks that infra/placement.ts divides
 * them among hold these for certain, though a hash fills some more than others.
 */
export const sourcesAtMost = 10_000;

/** Whether one deployment can hold what starts all triggers. */
export function checkSourceCount(
  triggers: readonly (readonly [name: string, trigger: ReadableTrigger])[],
): readonly Finding[] {
  const count = triggers.reduce((sum, [, { on }]) => {
    const { schedule = [], http, event } = on ?? {};
    return sum + schedule.length + (http ? 1 : 0) + (event ? 1 : 0);
  }, 0);
  if (count <= sourcesAtMost) return [];
  return [
    {
      path: ["triggers"],
      at: "key",
      message: "There are more schedules, events and routes than one deployment can hold.",
      found: `${count.toLocaleString("en")} of them`,
      allowed: `at most ${sourcesAtMost.toLocaleString("en")}`,
      mend: "Divide the file into several, and deploy each with TRIGGERS and a STACK_NAME of its own.",
    },
  ];
}
