import { isDeepStrictEqual } from "node:util";
import { type Config, readConfig, type Trigger } from "../../dispatch/config.ts";
import { formatProblems } from "../../dispatch/problem.ts";
import type { Merged } from "./merge.ts";
import { identityOf } from "./translate.ts";

/**
 * Reads a file with new lines in it: why it can't be written, if it has problems or if something in it
 * has another meaning than before, but for what was meant to be added.
 */
export function problemOf(
  text: string,
  before: Config | undefined,
  results: readonly Merged[],
): string | undefined {
  const { config, problems } = readConfig(text);
  if (config === undefined) return formatProblems("With the new lines", problems);
  const added = new Map(results.map((result) => [result.trigger ?? "", result]));
  const changed = Object.entries(before?.triggers ?? {}).filter(
    ([name, trigger]) => !isAsMeant(trigger, config.triggers[name], added.get(name)),
  );
  const lacking = [...added.values()].filter(({ trigger, added: schedules }) => {
    const written = trigger === undefined ? [] : identitiesIn(config.triggers[trigger]);
    return schedules.some(({ identity }) => !written.includes(identity));
  });
  const names = [...changed.map(([name]) => name), ...lacking.map(({ trigger }) => trigger ?? "")];
  if (names.length === 0) return undefined;
  return `The new lines would change what the file says of ${names.join(", ")}. Write the triggers by hand.`;
}

/** Whether a trigger is as it was, but for schedules that were added to it. */
function isAsMeant(
  before: Trigger,
  after: Trigger | undefined,
  result: Merged | undefined,
): boolean {
  if (after === undefined) return false;
  const schedule = after.on.schedule?.slice(0, before.on.schedule?.length);
  const rest = result === undefined ? after : { ...after, on: { ...after.on, schedule } };
  return isDeepStrictEqual(before, rest);
}

function identitiesIn(trigger: Trigger | undefined): readonly string[] {
  return (trigger?.on.schedule ?? []).map(identityOf);
}
