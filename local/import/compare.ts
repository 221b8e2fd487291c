import type { KnownSchedule, KnownTrigger } from "./draft.ts";
import type { ScheduleEntry } from "./schedule-entries.ts";
import type { Target } from "./target.ts";
import type { Translation } from "./translate.ts";
import type { ScheduledWorkflow } from "./workflows.ts";

/** A workflow's schedules beside those that its triggers have. */
export interface Compared {
  /** Those that no trigger has, each once, of entries that have nothing idle. */
  readonly added: readonly Translation[];
  /** Those that a trigger has, but which start nothing now. */
  readonly idle: readonly IdleTranslation[];
  /** The entries of the workflow that triggers start, with those that are added. */
  readonly started: readonly ScheduleEntry[];
}

/** A schedule that a trigger has, and which starts nothing. */
export interface IdleTranslation extends Translation {
  readonly trigger: string;
  readonly reason: string;
}

/** Whether a trigger starts the workflow of a target. GitHub takes names of repositories in any case. */
export function isOf(
  trigger: KnownTrigger,
  { file }: ScheduledWorkflow,
  { repository, ref }: Target,
): boolean {
  const isSame = trigger.repository.toLowerCase() === repository.toLowerCase();
  return isSame && trigger.workflow === file && branch(trigger.ref) === branch(ref);
}

function branch(ref: string): string {
  return ref.replace(/^refs\/heads\//, "");
}

/** Compares a workflow's schedules with those of its triggers. */
export function compare(
  translations: readonly Translation[],
  own: readonly KnownTrigger[],
): Compared {
  const known = own.flatMap(({ name, schedules }) =>
    schedules.map((schedule) => ({ ...schedule, trigger: name })),
  );
  const idle = idleAmong(translations, known);
  // An entry may have become two schedules: what GitHub goes on starting is not written in part.
  const isIdle = new Set(idle.map(({ entry }) => entry));
  const open = translations.filter(({ entry }) => !isIdle.has(entry));
  const added = open.filter(
    ({ identity }, index) =>
      !known.some((one) => one.identity === identity) &&
      open.findIndex((one) => one.identity === identity) === index,
  );
  return { added, idle, started: [...new Set(open.map(({ entry }) => entry))] };
}

function idleAmong(
  translations: readonly Translation[],
  known: readonly (KnownSchedule & { readonly trigger: string })[],
): readonly IdleTranslation[] {
  return translations.flatMap((translation) => {
    const same = known.filter(({ identity }) => identity === translation.identity);
    const [{ trigger, idle: reason } = {}] = same;
    const isStarted = same.some(({ idle }) => idle === undefined);
    if (isStarted || trigger === undefined || reason === undefined) return [];
    return [{ ...translation, trigger, reason }];
  });
}
