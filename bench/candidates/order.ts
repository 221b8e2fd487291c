import type { CloudOptions } from "../stand-ins/cloud.ts";

/** The one dispatch that every candidate makes, and the secrets that some of them need for it. */
export const order = {
  dispatch: {
    repository: "acme/shop",
    workflow: "deploy.yml",
    ref: "main",
    inputs: { environment: "staging", who: "the-caller" },
    // As long as a fine-grained token, which is hashed and sent like any other text.
    token: ["stand", "in", "x".repeat(84)].join("-"),
  },
  secrets: {
    "github/dispatch": ["stand", "in", "x".repeat(84)].join("-"),
    "routes/deploy": ["stand", "in", "y".repeat(32)].join("-"),
    "webhooks/deploy": ["stand", "in", "z".repeat(32)].join("-"),
  },
} as const satisfies CloudOptions;

/**
 * A file of triggers of the order's repository. The pace is the highest that can be written, since a benchmark sends
 * more than GitHub takes.
 *
 * @param apiUrl where GitHub is.
 */
export function fileOf(triggers: readonly string[], apiUrl: string): string {
  const { repository, ref } = order.dispatch;
  return `
credentials:
  default:
    pat: github/dispatch
    api-url: ${apiUrl}
    pace: { per-minute: 10000, per-hour: 100000 }
defaults: { repository: ${repository}, ref: ${ref} }
triggers:${triggers.join("")}
`;
}

/** What a route asks of its callers. */
const auths = {
  token: "{ token: { secret: routes/deploy } }",
  hmac: "{ hmac: { secret: webhooks/deploy } }",
  iam: "iam",
} as const;

/** In flow style; left out: those of the order, from the call. */
const callInputs =
  "{ environment: '${{ request.path.environment }}', who: \"${{ request.body.who || 'nobody' }}\" }";

/** A trigger of the order's workflow that calls of `/NAME/{environment}` start. */
export function routed(
  name: string,
  auth: keyof typeof auths = "token",
  inputs: string = callInputs,
): string {
  return `
  ${name}:
    on: { http: { path: "/${name}/{environment}", auth: ${auths[auth]} } }
    workflow: ${order.dispatch.workflow}
    inputs: ${inputs}`;
}

/** In flow style; left out: those of the order, from the event. */
const eventInputs =
  "{ environment: '${{ event.detail.environment }}', who: \"${{ event.detail.who || 'nobody' }}\" }";

/** A trigger of the order's workflow that events with its name as their `detail-type` start. */
export function onEvent(name: string, inputs: string = eventInputs): string {
  return `
  ${name}:
    on: { event: { source: [acme.shop], detail-type: [${name}] } }
    workflow: ${order.dispatch.workflow}
    inputs: ${inputs}`;
}

/** Triggers that make the order's dispatch: over HTTP with each kind of auth that the handler has a part in, and for an event. */
export const triggers: readonly string[] = [
  routed("deploy"),
  routed("signed", "hmac"),
  routed("iam", "iam"),
  onEvent("pushed"),
];
