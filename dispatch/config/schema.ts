import { z } from "zod";
import { triggerName } from "../trigger.ts";
import { auth } from "./auth-schema.ts";
import { block, checked, read } from "./blocks.ts";
import { credential } from "./credential-schema.ts";
import { checkEventPattern } from "./event-pattern.ts";
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

const repository = checked(z.string(), checkRepository).meta({
  description: "The repository whose workflow is started, as owner/name.",
  examples: ["acme/storefront"],
});

const ref = checked(z.string(), checkRef).meta({
  description: "The branch or tag whose workflow file is run. GitHub takes no commit SHA here.",
  examples: ["main", "v2"],
});

const credentialName = z.string().meta({
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

/** A field of an event with what it may be; the pattern as a whole is checked by `checkEventPattern`. */
function matchers(description: string, example: readonly unknown[]) {
  return z
    .unknown()
    .optional()
    .meta({ type: "array", description, examples: [example] });
}

export const event = read(
  z.looseObject({
    bus: z
      .string()
      .regex(/^(arn:[\w:/.-]+|[\w./-]{1,256})$/)
      .optional()
      .meta({
        description: "The event bus, by name or ARN. Left out: the account's default bus.",
        examples: ["orders"],
      }),
    source: matchers("Who sends the event.", ["aws.s3"]),
    "detail-type": matchers("What kind of event it is.", ["Object Created"]),
    detail: z
      .unknown()
      .optional()
      .meta({
        type: "object",
        description: "What the event says, field by field.",
        examples: [{ bucket: { name: ["uploads"] } }],
      }),
    account: matchers("The account that the event comes from.", ["123456789012"]),
    region: matchers("The region that the event comes from.", ["eu-central-1"]),
    resources: matchers("The ARNs that the event is about.", [{ prefix: "arn:aws:s3:::uploads" }]),
  }),
  ({ bus, ...pattern }) => {
    const complaints = checkEventPattern(pattern);
    return complaints.length > 0 ? { complaints } : { value: { bus: bus ?? "default", pattern } };
  },
);

/** One input. */
export const inputValue = z.union([
  checked(z.string(), checkTemplate),
  z.number().transform(String),
  z.boolean().transform(String),
]);

const inputName = z.string().regex(inputNamePattern);

const inputs = z
  .union([checked(z.string(), checkTemplate), z.record(inputName, inputValue)])
  .prefault({})
  .meta({
    description:
      "The workflow's inputs, each a value or an expression; or one expression that gives them all.",
    examples: [{ environment: "${{ request.path.environment }}" }, "${{ request.body.inputs }}"],
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
    examples: [{ path: "/deploy/{environment}" }],
  }),
  event: event.optional().meta({
    description: "The cloud event that starts it: an EventBridge event pattern, and its bus.",
    examples: [{ source: ["aws.ecr"], "detail-type": ["ECR Image Action"] }],
  }),
});

export const trigger = block({
  on: on.meta({
    description: "What starts the trigger: any mix of schedule, http and event.",
    examples: [{ http: { path: "/hello" } }],
  }),
  ...shared,
  workflow: checked(
    z.union([z.string(), z.int().positive()]).transform(String),
    checkWorkflow,
  ).meta({
    description: "The workflow: its file's name in .github/workflows, or its id.",
    examples: ["deploy.yml"],
  }),
  inputs,
  "correlation-input": checked(z.string(), checkInputName)
    .optional()
    .meta({
      description:
        "An input of the workflow that its run-name shows. It gets a text of its own for each delivery, by which a run is found for certain after a call that GitHub did not answer.",
      examples: ["correlation"],
    }),
});

const name = z.string().regex(triggerName);

/** The whole file, for its JSON Schema and its documentation; what can be read of a file with mistakes is read by readable.ts. */
export const file = block({
  credentials: z.record(name, credential).meta({
    description: "What proves to GitHub that a dispatch is allowed, by name.",
    examples: [{ default: { pat: "github/dispatch-token" } }],
  }),
  defaults: defaults.optional().meta({
    description: "What triggers use that don't say otherwise.",
    examples: [{ repository: "acme/storefront", ref: "main" }],
  }),
  triggers: z.record(name, trigger).meta({
    description: "What starts which workflow, by name.",
    examples: [{ hello: { on: { http: { path: "/hello" } }, workflow: "hello.yml" } }],
  }),
});
