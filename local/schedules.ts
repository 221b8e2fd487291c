import { Cron, type CronOptions } from "croner";
import type { Config, Schedule } from "../dispatch/config.ts";
import type { Envelope } from "../functions/envelope.ts";
import { cronerPattern } from "./croner-pattern.ts";

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
  const [pattern, options] = cronerOptions(schedule, started);
  return {
    trigger,
    schedule,
    start: (deliver) =>
      new Cron(pattern, options, (job) => {
        const time = job.currentRun() ?? started;
        if (isEarly(schedule, time, started) || !exists(job, schedule, time)) return;
        deliver(envelopeOf(trigger, name, schedule, time));
      }),
    next: (after) => {
      const job = new Cron(pattern, { ...options, paused: true });
      let time = job.nextRun(after);
      while (time !== null && !exists(job, schedule, time)) time = job.nextRun(time);
      return time ?? undefined;
    },
  };
}

/** Croner's pattern and options for a schedule. */
function cronerOptions(schedule: Schedule, started: Date): [string, CronOptions] {
  const { expression, kind, timezone, start, end } = schedule;
  const startAt = start === undefined || new Date(start) < started ? started : new Date(start);
  const options = { timezone, startAt, ...(end === undefined ? {} : { stopAt: new Date(end) }) };
  switch (kind) {
    case "cron":
      return [cronerPattern(expression), options];
    case "rate":
      return ["* * * * * *", { ...options, interval: rateSeconds(expression) }];
    case "at":
      return [expression.slice("at(".length, -1), { timezone }];
  }
}

/** In spring EventBridge Scheduler skips a time that doesn't exist; croner takes the next that does. */
function exists(job: Cron, { kind }: Schedule, time: Date): boolean {
  return kind !== "cron" || job.match(time);
}

/** Croner runs what has an interval at once, and counts from there. */
function isEarly({ kind, expression }: Schedule, time: Date, started: Date): boolean {
  if (kind !== "rate") return false;
  return time.getTime() - started.getTime() < (rateSeconds(expression) * 1000) / 2;
}

function rateSeconds(expression: string): number {
  const [, count, unit = ""] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };
  return Number(count) * (seconds[unit] ?? Number.NaN);
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
