/**
 * What VS Code offers besides keys and scalar values: below `credentials`, `triggers` and `inputs` every name is
 * allowed and so none can be offered, and examples that are mappings have no label of their own there.
 * code.visualstudio.com/docs/languages/json#_define-snippets-in-json-schemas
 */
export const editorSnippets = {
  credentials: [
    {
      label: "a personal access token",
      description: "A credential that is a personal access token.",
      body: { "${1:default}": { pat: "${2:github/dispatch-token}" } },
    },
    {
      label: "a GitHub App",
      description: "A credential that is an installation of a GitHub App.",
      body: {
        "${1:bot}": {
          app: {
            id: "${2:12345}",
            "installation-id": "${3:678}",
            "private-key": "${4:github/app-private-key}",
          },
        },
      },
    },
  ],
  triggers: [
    {
      label: "on a schedule",
      description: "A trigger that starts its workflow on a schedule.",
      body: {
        "${1:nightly}": {
          on: { schedule: [{ cron: "${2:30 2 * * 1-5}", timezone: "${3:Europe/Paris}" }] },
          workflow: "${4:nightly.yml}",
        },
      },
    },
    {
      label: "on an HTTP call",
      description: "A trigger that starts its workflow when its route is called.",
      body: {
        "${1:deploy}": {
          on: { http: { method: "${2:POST}", path: "${3:/deploy}", auth: "${4:iam}" } },
          workflow: "${5:deploy.yml}",
        },
      },
    },
    {
      label: "on an event",
      description: "A trigger that starts its workflow when EventBridge has such an event.",
      body: {
        "${1:upload}": {
          on: { event: { source: ["${2:aws.s3}"], "detail-type": ["${3:Object Created}"] } },
          workflow: "${4:upload.yml}",
        },
      },
    },
  ],
  auth: [
    {
      label: "a bearer token",
      description: "Callers send the route's own bearer token.",
      body: { token: { secret: "${1:routes/deploy-token}" } },
    },
    {
      label: "a signature",
      description: "Callers sign the body, as GitHub's webhooks do.",
      body: { hmac: { secret: "${1:github/webhook-secret}" } },
    },
    {
      label: "a JSON Web Token",
      description: "Callers send a JSON Web Token, which API Gateway checks.",
      body: {
        jwt: { issuer: "${1:https://issuer.example}", audience: "${2:workflow-dispatcher}" },
      },
    },
  ],
  inputs: [
    {
      label: "inputs by name",
      description: "Each input with its value.",
      body: { "${1:environment}": "${2:staging}" },
    },
  ],
} as const;
