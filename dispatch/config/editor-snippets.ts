/**
 * What VS Code offers below `credentials` and `triggers`, where every name is allowed and so none can be
 * offered: code.visualstudio.com/docs/languages/json#_define-snippets-in-json-schemas.
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
} as const;
