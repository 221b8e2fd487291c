import type { Config, Schedule } from "../dispatch/config.ts";
import type { Envelope } from "../functions/envelope.ts";
import { scheduleTimes } from "./schedule-times.ts";

/** A schedule of a config that is enabled. */
export interface LocalSchedule {
  readonly trigger: string;
  readonly schedule: Schedule;
  /** Fires until it is stopped. */
  start(deliver: (envelope: Envelope) => void): { stop(): void };
  /** The first time after an instant, or nothing if it never fires again. */
  readonly next: (after: Date) => Date | undefined;
}

/** The schedules of a config. A rate counts from `started`, as AWS counts from the deployment. */
export function schedulesOf(config: Config, started: Date): readonly LocalSchedule[] {
  return Object.entries(config.triggers).flatMap(([trigger, { on }]) =>
    (on.schedule ?? []).flatMap((schedule, index) =>
      schedule.enabled ? [localSchedule(trigger, `${trigger}-${index}`, schedule, started)] : [],
    ),
  );
}

/** Fires schedules until they are stopped. */
export function runSchedules(
  schedules: readonly LocalSchedule[],
  deliver: (envelope: Envelope) => void,
): { stop(): void } {
  const jobs = schedules.map((schedule) => schedule.start(deliver));
  return {
    stop() {
      for (const job of jobs) job.stop();
    },
  };
}

function localSchedule(
  trigger: string,
  name: string,
  schedule: Schedule,
  started: Date,
): LocalSchedule {
  const next = (after: Date) => firstTimeAfter(after, schedule, started);
  return {
    trigger,
    schedule,
    next,
    start: (deliver) =>
      fireAt(next, started, (time) => deliver(envelopeOf(trigger, name, schedule, time))),
  };
}

/**
 * Nothing fires at the start itself. AWS fires a rate at once when it is deployed, which is once; here
 * it would start a run with every npm start.
 */
function firstTimeAfter(after: Date, schedule: Schedule, started: Date): Date | undefined {
  const from = new Date(Math.max(after.getTime(), started.getTime()) + 1);
  for (const entry of scheduleTimes(schedule, from, started)) {
    if (entry.kind === "fires") return entry.time;
  }
  return undefined;
}

/** Timers stand still while a machine sleeps, so that a long one would end too late. */
const longestWait = 30_000;

/**
 * Fires at one time after another. Of those that have passed while the machine slept, only the first is
 * made up for.
 */
function fireAt(
  next: LocalSchedule["next"],
  started: Date,
  fire: (time: Date) => void,
): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const wait = (time: Date | undefined): void => {
    if (time === undefined) return;
    const left = Math.max(0, time.getTime() - Date.now());
    timer = setTimeout(() => onTimer(time), Math.min(left, longestWait));
  };
  const onTimer = (time: Date) => {
    if (Date.now() < time.getTime()) return wait(time);
    wait(next(new Date()));
    fire(time);
  };
  wait(next(started));
  return { stop: () => clearTimeout(timer) };
}

/** What EventBridge Scheduler sends: the same as the schedules in infra/schedules.ts. */
function envelopeOf(trigger: string, name: string, schedule: Schedule, time: Date): Envelope {
  return {
    trigger,
    schedule: {
      arn: `arn:aws:scheduler:local:000000000000:schedule/local/${name}`,
      "scheduled-time": `${time.toISOString().slice(0, 19)}Z`,
      cron: schedule.cron,
      timezone: schedule.timezone,
    },
  };
}
