import { order } from "../candidates/order.ts";

/** What the trigger that is measured is started by; all others have a schedule. */
export const measuredTriggers = {
  http: `
  deploy:
    on: { http: { path: "/deploy/{environment}", auth: { token: { secret: routes/deploy } } } }
    workflow: ${order.dispatch.workflow}
    inputs:
      environment: \${{ request.path.environment }}
      who: \${{ request.body.who || 'nobody' }}`,
  queue: `
  pushed:
    on: { event: { source: [acme.shop], detail-type: [Pushed] } }
    workflow: ${order.dispatch.workflow}
    inputs:
      environment: \${{ event.detail.environment }}
      who: \${{ event.detail.who || 'nobody' }}`,
  schedule: scheduled(0),
} as const;

/**
 * A file of so many triggers, of which one is of its own kind.
 *
 * @param apiUrl where GitHub is.
 */
export function fileOf(kind: keyof typeof measuredTriggers, count: number, apiUrl: string): string {
  const { repository, ref } = order.dispatch;
  const others = Array.from({ length: count - 1 }, (_, index) => scheduled(index + 1));
  return `
credentials:
  default:
    pat: github/dispatch
    api-url: ${apiUrl}
    pace: { per-minute: 10000, per-hour: 100000 }
defaults: { repository: ${repository}, ref: ${ref} }
triggers:${measuredTriggers[kind]}${others.join("")}
`;
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
