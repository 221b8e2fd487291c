import { numbered } from "../candidates/events.ts";
import { fileOf, onEvent, routed } from "../candidates/order.ts";

/**
 * The most triggers of a file that are measured: an HTTP API takes no more routes unless AWS raises the quota.
 * docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export const mostMeasured = 300;

/** What the triggers are started by that are measured. */
const measured = {
  http: (index: number) => routed(numbered("deploy", index)),
  queue: (index: number) => onEvent(numbered("pushed", index)),
  schedule: scheduled,
} as const;

/** How many triggers of a file are measured. */
export function measuredOf(count: number): number {
  return Math.min(count, mostMeasured);
}

/**
 * A file of so many triggers: those that are measured, and others with schedules.
 *
 * @param apiUrl where GitHub is.
 */
export function grownFile(kind: keyof typeof measured, count: number, apiUrl: string): string {
  const triggerAt = (index: number) =>
    index < measuredOf(count) ? measured[kind](index) : scheduled(index);
  return fileOf(
    Array.from({ length: count }, (_, index) => triggerAt(index)),
    apiUrl,
  );
}

function scheduled(index: number): string {
  const [minute, hour] = [index % 60, Math.floor(index / 60) % 24];
  return `
  nightly-${index}:
    on: { schedule: [{ cron: "${minute} ${hour} * * 1-5", timezone: Europe/Paris }] }
    repository: acme/service-${index % 500}
    workflow: nightly.yml
    inputs: { day: "\${{ schedule.scheduled-time }}", service: service-${index} }`;
}
