import type { Config, Schedule, Trigger } from "../../dispatch/config.ts";
import { type Surroundings, surroundingsIn } from "./target.ts";
import { identityOf } from "./translate.ts";

/** A file of triggers, while schedules are written into it. */
export interface Draft {
  readonly text: string;
  readonly surroundings: Surroundings;
  readonly triggers: readonly KnownTrigger[];
}

/** A trigger of the file, as far as imports depend on it. */
export interface KnownTrigger {
  readonly name: string;
  readonly repository: string;
  readonly ref: string;
  readonly workflow: string;
  readonly schedules: readonly KnownSchedule[];
  /** The names of the inputs that it gives values; undefined where one expression gives them all. */
  readonly inputs: readonly string[] | undefined;
}

/** A schedule that a trigger has. */
export interface KnownSchedule {
  readonly identity: string;
  /** Why it starts nothing now; left out where it does. */
  readonly idle?: string | undefined;
}

/** The file as it is before an import. */
export function draftOf(text: string, config: Config | undefined, now: Date): Draft {
  const triggers = Object.entries(config?.triggers ?? {}).map(([name, trigger]) => {
    const { repository, ref, workflow, on } = trigger;
    const schedules = (on.schedule ?? []).map((schedule) => ({
      identity: identityOf(schedule),
      idle: idleReason(schedule, now),
    }));
    return { name, repository, ref, workflow, schedules, inputs: namesOfInputs(trigger) };
  });
  return { text, surroundings: surroundingsIn(text), triggers };
}

function namesOfInputs(trigger: Trigger): readonly string[] | undefined {
  const { inputs, "correlation-input": correlation } = trigger;
  if (typeof inputs === "string") return undefined;
  return [...Object.keys(inputs), ...(correlation === undefined ? [] : [correlation])];
}

function idleReason({ enabled, start, end }: Schedule, now: Date): string | undefined {
  if (!enabled) return "paused by enabled: false";
  if (end !== undefined && new Date(end) <= now) return `ended ${instant(end)}`;
  if (start !== undefined && new Date(start) > now) return `not before ${instant(start)}`;
  return undefined;
}

function instant(text: string): string {
  return text.replace(".000Z", "Z");
}
