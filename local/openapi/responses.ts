import { codes, type OutcomeCode } from "../../dispatch/outcome.ts";
import { codesByStatus, codesOfQueued } from "./codes.ts";
import type { Header, MediaType, Response } from "./document.ts";
import { gatewayMessages } from "./gateway.ts";

/** A response with the name that it has in the document. */
export interface NamedResponse {
  readonly status: string;
  readonly name: string;
  readonly response: Response;
}

/** All that a route may answer: the dispatcher, and API Gateway in front of it. */
export function responsesOf(auth: string, isQueued: boolean): readonly NamedResponse[] {
  const byStatus = codesByStatus(auth);
  const gateway = gatewayMessages(auth);
  const statuses = [...new Set([...byStatus.keys(), ...gateway.keys()])].sort((a, b) => a - b);
  return [
    { status: "201", name: "Started", response: started },
    ...(isQueued ? [{ status: "202", name: "Queued", response: queued() }] : []),
    ...statuses.map((status) => {
      const response = refusal(status, byStatus.get(status) ?? [], gateway.get(status) ?? []);
      return { status: String(status), name: nameOf(status, auth), response };
    }),
  ];
}

/** Refusals of tokens that API Gateway checks differ from those of others. */
function nameOf(status: number, auth: string): string {
  const isOfToken = auth === "jwt" && (status === 401 || status === 403);
  return isOfToken ? `Problem${status}-jwt` : `Problem${status}`;
}

const started: Response = {
  description:
    "The run was started, now or by an earlier call with the same key. An older GitHub Enterprise Server does not say which run it is.",
  headers: {
    Location: header("The run's page.", "uri"),
    "Idempotency-Replayed": {
      description: "`true` where an earlier call started the run, and this one did nothing.",
      schema: { type: "string", enum: ["true"] },
    },
  },
  content: {
    "application/json": {
      schema: { $ref: "#/components/schemas/Started" },
      example: {
        trigger: "deploy",
        delivery: "release-1.4.2",
        run: {
          id: 10000000001,
          url: "https://github.com/acme/storefront/actions/runs/10000000001",
        },
      },
    },
  },
};

function queued(): Response {
  const possible = codesOfQueued();
  return {
    description: `The call waits in the queue and is dispatched when it can be; the same key gets 201 with the run then. Why it waits:\n\n${table(possible)}`,
    content: {
      "application/json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Queued" },
            { type: "object", properties: { code: { enum: possible } } },
          ],
        },
        example: {
          trigger: "deploy",
          delivery: "release-1.4.2",
          queued: true,
          code: "rate-limited",
          title: codes["rate-limited"].title,
        },
      },
    },
  };
}

function refusal(
  status: number,
  possible: readonly OutcomeCode[],
  messages: readonly string[],
): Response {
  const own = possible.length === 0 ? {} : { "application/problem+json": problem(possible) };
  const [message] = messages;
  const gateway = message === undefined ? {} : { "application/json": gatewayAnswer(message) };
  const sentences = messages.map(
    (text) => `API Gateway itself answers \`{"message": "${text}"}\`.`,
  );
  const rows = possible.length === 0 ? [] : [table(possible)];
  return {
    description: [...rows, ...sentences].join("\n\n"),
    ...headersOf(status, possible),
    content: { ...own, ...gateway },
  };
}

function problem(possible: readonly OutcomeCode[]): MediaType {
  const [code = "internal-error"] = possible;
  const { title, status, remedy } = codes[code];
  const delivery = { trigger: "deploy", delivery: "release-1.4.2" };
  return {
    schema: {
      allOf: [
        { $ref: "#/components/schemas/Problem" },
        { type: "object", properties: { status: { const: status }, code: { enum: possible } } },
      ],
    },
    example: { type: `urn:workflow-dispatcher:${code}`, title, status, code, remedy, ...delivery },
  };
}

function gatewayAnswer(message: string): MediaType {
  return { schema: { $ref: "#/components/schemas/GatewayMessage" }, example: { message } };
}

function headersOf(status: number, possible: readonly OutcomeCode[]) {
  const challenge = {
    "WWW-Authenticate": header("`Bearer`, with what is wrong where it is told."),
  };
  const again = { "Retry-After": { ...header("Seconds to wait."), schema: { type: "integer" } } };
  const isRetryable = possible.some((code) => codes[code].retryable);
  const headers = { ...(status === 401 ? challenge : {}), ...(isRetryable ? again : {}) };
  return Object.keys(headers).length === 0 ? {} : { headers };
}

function header(description: string, format?: string): Header {
  return { description, schema: { type: "string", ...(format === undefined ? {} : { format }) } };
}

/** Each code with its meaning and the remedy, for people. */
function table(possible: readonly OutcomeCode[]): string {
  const rows = possible.map((code) => {
    const { title, remedy } = codes[code];
    return `| \`${code}\` | ${title} | ${remedy} |`;
  });
  return ["| code | meaning | remedy |", "|---|---|---|", ...rows].join("\n");
}
