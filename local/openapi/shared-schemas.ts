import type { Schema } from "./document.ts";

const trigger: Schema = { type: "string", description: "The name of the trigger." };

const delivery: Schema = {
  type: "string",
  description:
    "The id of the delivery: the Idempotency-Key, the webhook's own id, or one that was given to the call.",
};

const code: Schema = { type: "string", description: "The reason, which stays the same." };

const title: Schema = { type: "string", description: "What the code means." };

/** What the answers of all routes are made of. */
export const sharedSchemas: Readonly<Record<string, Schema>> = {
  Started: {
    type: "object",
    properties: {
      trigger,
      delivery,
      run: {
        type: "object",
        description: "The run. An older GitHub Enterprise Server does not tell it.",
        properties: {
          id: { type: "integer", description: "The run's id." },
          url: { type: "string", format: "uri", description: "The run's page." },
        },
        required: ["id", "url"],
      },
    },
    required: ["trigger", "delivery"],
  },
  Queued: {
    type: "object",
    properties: { trigger, delivery, queued: { const: true }, code, title },
    required: ["trigger", "delivery", "queued", "code", "title"],
  },
  Problem: {
    type: "object",
    description: "What went wrong, as problem details (RFC 9457).",
    properties: {
      type: {
        type: "string",
        format: "uri",
        description: "`urn:workflow-dispatcher:` and the code.",
      },
      title,
      status: { type: "integer", description: "The HTTP status." },
      detail: {
        type: "string",
        description: "What it was in this case, for those who have proved who calls.",
      },
      code,
      remedy: { type: "string", description: "What to do about it." },
      trigger,
      delivery,
    },
    required: ["type", "title", "status", "code", "remedy"],
  },
  GatewayMessage: {
    type: "object",
    description: "An answer of API Gateway itself.",
    properties: { message: { type: "string" } },
    required: ["message"],
  },
};
