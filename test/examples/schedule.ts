import { expect, vi } from "vitest";
import type { Config } from "../../dispatch/config.ts";
import type { Envelope } from "../../functions/envelope.ts";
import { type LocalSchedule, schedulesOf } from "../../local/schedules.ts";
import { scheduleEnvelopes } from "./deployed.ts";
import type { Expectation } from "./example.ts";

/**
 * What the schedule of an expectation delivers the next time it is due: on this machine, and, which is
 * made sure of, when it is deployed.
 */
export function nextEnvelope(config: Config, { trigger, schedule }: Expectation): Envelope {
  if (schedule === undefined) throw new Error(`this expectation of ${trigger} has no schedule`);
  const after = new Date(schedule.after);
  const found = schedulesOf(config, after).find(
    (each) => each.trigger === trigger && each.schedule.cron === schedule.cron,
  );
  if (found === undefined) throw new Error(`${trigger} has no schedule ${schedule.cron}`);
  const envelope = fireOnce(found, after);
  expect(scheduleEnvelopes(config)).toContainEqual(asTemplate(envelope));
  return envelope;
}

/** Puts the clock just before the time that a schedule is due, and lets it pass. */
function fireOnce(schedule: LocalSchedule, after: Date): Envelope {
  const { cron } = schedule.schedule;
  const due = schedule.next(after);
  if (due === undefined) throw new Error(`${cron} is never due after ${after.toISOString()}`);
  const delivered: Envelope[] = [];
  vi.useFakeTimers({ now: due.getTime() - 1000 });
  try {
    const running = schedule.start((envelope) => delivered.push(envelope));
    vi.advanceTimersByTime(2000);
    running.stop();
  } finally {
    vi.useRealTimers();
  }
  const [envelope, ...others] = delivered;
  if (envelope !== undefined && others.length === 0) return envelope;
  throw new Error(`${cron} delivered ${delivered.length} messages at ${due.toISOString()}`);
}

/** docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
function asTemplate(envelope: Envelope) {
  const attributes = {
    arn: "<aws.scheduler.schedule-arn>",
    "scheduled-time": "<aws.scheduler.scheduled-time>",
  };
  return "schedule" in envelope
    ? { ...envelope, schedule: { ...envelope.schedule, ...attributes } }
    : envelope;
}
