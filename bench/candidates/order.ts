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
 * A file of triggers that make that dispatch: over HTTP with each kind of auth that the handler has a part in, and
 * for an event. The pace is the highest that can be written, since a benchmark sends more than GitHub takes.
 *
 * @param apiUrl where GitHub is.
 */
export function triggersFile(apiUrl: string): string {
  const { repository, ref, workflow } = order.dispatch;
  return `
credentials:
  default:
    pat: github/dispatch
    api-url: ${apiUrl}
    pace: { per-minute: 10000, per-hour: 100000 }
defaults: { repository: ${repository}, ref: ${ref} }
triggers:
  deploy:
    on: { http: { path: "/deploy/{environment}", auth: { token: { secret: routes/deploy } } } }
    workflow: ${workflow}
    inputs: &call
      environment: \${{ request.path.environment }}
      who: \${{ request.body.who || 'nobody' }}
  deploy-signed:
    on: { http: { path: "/signed/{environment}", auth: { hmac: { secret: webhooks/deploy } } } }
    workflow: ${workflow}
    inputs: *call
  deploy-iam:
    on: { http: { path: "/iam/{environment}", auth: iam } }
    workflow: ${workflow}
    inputs: *call
  pushed:
    on: { event: { source: [acme.shop], detail-type: [Pushed] } }
    workflow: ${workflow}
    inputs:
      environment: \${{ event.detail.environment }}
      who: \${{ event.detail.who || 'nobody' }}
`;
}
