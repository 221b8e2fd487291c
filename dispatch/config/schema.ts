import { z } from "zod";
import { triggerName } from "../trigger.ts";
import { auth } from "./auth-schema.ts";
import { block, checked } from "./blocks.ts";
import { credential } from "./credential-schema.ts";
import { editorPatterns } from "./editor-patterns.ts";
import { editorSnippets } from "./editor-snippets.ts";
import { event } from "./event-schema.ts";
import { checkPath } from "./http-rules.ts";
import { reliability } from "./reliability-schema.ts";
import {
  checkInputName,
  checkRef,
  checkRepository,
  checkTemplate,
  checkWorkflow,
  inputNamePattern,
} from "./rules.ts";
import { schedule } from "./schedule-schema.ts";

export { event };

const repository = checked(z.string(), checkRepository).meta({
  ...editorPatterns.repository,
  description: "The repository whose workflow is started, as owner/name.",
  examples: ["acme/storefront"],
});

const ref = checked(z.string(), checkRef).meta({
  ...editorPatterns.ref,
  // A tag such as 1.10 keeps its spelling: see places.ts.
  anyOf: [{ type: "string" }, { type: "number" }],
  description: "The branch or tag whose workflow file is run. GitHub takes no commit SHA here.",
  examples: ["main", "v2"],
});

const credentialName = z.string().meta({
  ...editorPatterns.name,
  description: "Which of the credentials is used. Left out: the one named default.",
  examples: ["bot"],
});

/** What may stand in a trigger and, for all triggers, in defaults. */
const shared = {
  repository: repository.optional(),
  ref: ref.optional(),
  credential: credentialName.optional(),
  ...reliability,
};

export const defaults = block(shared);

const throttle = block({
  rate: z
    .number()
    .positive()
    .max(10_000)
    .meta({
      description: "Requests a second in the long run.",
      examples: [1],
    }),
  burst: z
    .int()
    .positive()
    .max(10_000)
    .meta({
      description: "Requests at once.",
      examples: [5],
    }),
});

export const http = block({
  method: z
    .enum(["GET", "POST", "PUT", "PATCH", "DELETE"])
    .default("POST")
    .meta({
      description: "The method of the route.",
      examples: ["POST"],
    }),
  path: checked(z.string(), checkPath).meta({
    ...editorPatterns.path,
    description: "The path of the route, with {parameters}.",
    examples: ["/deploy/{environment}"],
  }),
  auth,
  queue: z
    .boolean()
    .default(true)
    .meta({
      description:
        "Whether a call that GitHub can't take now is queued and answered 202. false: it is answered 503 with Retry-After, and nothing is queued.",
      examples: [false],
    }),
  throttle: throttle.optional().meta({
    description: "How often the route may be called. Left out: 10 a second, 20 at once.",
    examples: [{ rate: 1, burst: 5 }],
  }),
});

/** One input. */
export const inputValue = z
  .union([
    checked(z.string(), checkTemplate),
    z.number().transform(String),
    z.boolean().transform(String),
  ])
  .meta({
    description: "An input of the workflow: a value, or a text with ${{ expressions }} in it.",
    examples: ["staging", "${{ request.body.version || 'latest' }}"],
  });

const inputName = z.string().regex(inputNamePattern);

const inputs = z
  .union([
    checked(z.string(), checkTemplate).meta(editorPatterns.inputs),
    z.record(inputName, inputValue),
  ])
  .prefault({})
  .meta({
    defaultSnippets: editorSnippets.inputs,
    description:
      "The workflow's inputs: each by its name, as in { environment: production }, with a value or an expression; or one expression that gives them all.",
    examples: ["${{ request.body.inputs }}"],
  });

const on = block({
  schedule: z
    .array(schedule)
    .min(1)
    .optional()
    .meta({
      description: "When it starts: a list of schedules.",
      examples: [[{ cron: "30 2 * * 1-5", timezone: "Europe/Paris" }]],
    }),
  http: http.optional().meta({
    description: "The HTTP call that starts it.",
    examples: [
      { path: "/deploy/{environment}", auth: { token: { secret: "routes/deploy-token" } } },
    ],
  }),
  event: event.optional().meta({
    description: "The cloud event that starts it: an EventBridge event pattern, and its bus.",
    examples: [{ source: ["aws.ecr"], "detail-type": ["ECR Image Action"] }],
  }),
});

export const trigger = block({
  on: on.meta({
    minProperties: 1,
    description: "What starts the trigger: any mix of schedule, http and event.",
    examples: [{ http: { path: "/hello" } }],
  }),
  ...shared,
  workflow: checked(
    z.union([z.string().meta(editorPatterns.workflow), z.int().positive()]).transform(String),
    checkWorkflow,
  ).meta({
    description: "The workflow: its file's name in .github/workflows, or its id.",
    examples: ["deploy.yml"],
  }),
  inputs,
  "correlation-input": checked(z.string(), checkInputName)
    .optional()
    .meta({
      ...editorPatterns.inputName,
      description:
        "An input of the workflow that its run-name shows. It gets a text of its own for each delivery, by which a run is found for certain after a call that GitHub did not answer.",
      examples: ["correlation"],
    }),
});

const name = z.string().regex(triggerName);

const exampleTrigger = {
  on: { http: { path: "/deploy/{environment}" } },
  workflow: "deploy.yml",
  inputs: { environment: "${{ request.path.environment }}" },
};

const namedTrigger = trigger.meta({
  description: "A trigger: what starts it (on), and what it starts (workflow, inputs).",
  examples: [exampleTrigger],
});

/** The whole file, for its JSON Schema and its documentation; what can be read of a file with mistakes is read by readable.ts. */
export const file = block({
  credentials: z.record(name, credential).meta({
    defaultSnippets: editorSnippets.credentials,
    description: "What proves to GitHub that a dispatch is allowed, by name.",
    examples: [{ default: { pat: "github/dispatch-token" } }],
  }),
  defaults: defaults.optional().meta({
    description: "What triggers use that don't say otherwise.",
    examples: [{ repository: "acme/storefront", ref: "main" }],
  }),
  triggers: z.record(name, namedTrigger).meta({
    defaultSnippets: editorSnippets.triggers,
    description: "What starts which workflow, by name.",
    examples: [{ deploy: exampleTrigger }],
  }),
});
