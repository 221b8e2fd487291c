import { isUtf8 } from "node:buffer";
import type { Random } from "../../../local/github/faults/random.ts";
import { readCases } from "../../functions/contract/cases.ts";
import type { RecordedCall } from "../../functions/contract/recorded.ts";
import type { HostileRequest } from "./request.ts";
import { draw, type Tricks } from "./tricks.ts";

/** An event that is built as API Gateway builds it, or has something missing or wrong. */
export interface HostileEvent {
  readonly name: string;
  readonly event: object;
}

const { event: recorded } = readCases<RecordedCall>("recorded/empty.json");

/** The events of a request: the body in both of its forms, and an event with something wrong. */
export function eventsOf(
  request: HostileRequest,
  id: string,
  random: Random,
): readonly HostileEvent[] {
  const event = eventOf(request, id, random);
  const { body } = request;
  const inBase64 = { ...event, body: body.toString("base64"), isBase64Encoded: true };
  const [name, mutate] = draw(random, mutations);
  return [
    { name: "event, body in base64", event: renamed(inBase64, `${id}-base64`) },
    ...(isUtf8(body)
      ? [{ name: "event, body as text", event: { ...event, body: body.toString("utf8") } }]
      : []),
    { name: `event: ${name}`, event: mutate(renamed(inBase64, `${id}-wrong`)) },
  ];
}

type Event = typeof recorded & Readonly<Record<string, unknown>>;

function renamed(event: Event, requestId: string): Event {
  return { ...event, requestContext: { ...event.requestContext, requestId } };
}

function eventOf(request: HostileRequest, requestId: string, random: Random): Event {
  const { method, target, headers, route } = request;
  const [rawPath = "", ...query] = target.split("?");
  const rawQueryString = query.join("?");
  // API Gateway knows routes only; an unknown one never reaches the handler, but what if it did?
  const routeKey = random() < 0.9 ? `POST ${route}` : `${method} ${rawPath}`;
  const http = { ...recorded.requestContext.http, method, path: rawPath };
  const [, authorizer] = draw(random, route === "/jwt" ? authorizers : { none: undefined });
  const context = Object.assign({ ...recorded.requestContext }, { authorizer });
  const { body: _, queryStringParameters: __, pathParameters: ___, ...base } = recorded;
  return {
    ...base,
    routeKey,
    rawPath,
    rawQueryString,
    headers: { ...recorded.headers, ...joined(headers) },
    ...(rawQueryString === ""
      ? {}
      : { queryStringParameters: joined([...new URLSearchParams(rawQueryString)]) }),
    requestContext: { ...context, requestId, routeKey, http },
    isBase64Encoded: false,
  };
}

function joined(values: readonly (readonly [string, string])[]): Record<string, string> {
  const all = new Map<string, string>();
  for (const [name, value] of values) {
    const key = name.toLowerCase();
    const before = all.get(key);
    all.set(key, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(all);
}

const claims = {
  repository: "acme/app",
  groups: "[release team admins]",
  verified: "true",
  level: "3",
};

/** What API Gateway has found out about a token that the route refuses, or nothing. */
const authorizers: Tricks<unknown> = {
  none: undefined,
  null: null,
  "an empty one": {},
  "another one's": { iam: { userArn: "arn:aws:iam::000000000000:user/hostile" } },
  "no claims": { jwt: { claims: {}, scopes: null } },
  "another repository": { jwt: { claims: { ...claims, repository: "acme/other" }, scopes: null } },
  "groups in one text": { jwt: { claims, scopes: null } },
  "claims of prototypes": {
    jwt: { claims: JSON.parse('{"__proto__":{"repository":"acme/app"}}'), scopes: [] },
  },
};

function withBody(body: unknown, isBase64Encoded: unknown = true): (event: Event) => object {
  return (event) => ({ ...event, body, isBase64Encoded });
}

function without(...names: readonly string[]): (event: Event) => object {
  return (event) =>
    Object.fromEntries(Object.entries(event).filter(([name]) => !names.includes(name)));
}

/** All headers that the handler reads. */
function withHeaders(value: undefined | null): (event: Event) => object {
  const names = ["authorization", "content-type", "idempotency-key", "webhook-id"];
  const headers = Object.fromEntries(names.map((name) => [name, value]));
  return (event) => ({ ...event, headers });
}

/** What could be wrong with an event. */
const mutations = {
  "no base64": withBody("!!!not*base64!!!"),
  "base64 of nothing": withBody("===="),
  "half a byte of base64": withBody("A"),
  "base64 without its end": withBody("eyJub3RlIjoi"),
  "base64 with line breaks": withBody("eyJu\r\nb3Rl\r\nIjox\r\nfQ=="),
  "base64 of another alphabet": withBody("_-_-_-_-"),
  "base64 that is a text": withBody('{"note":"hostile-value"}'),
  "a text that is base64": withBody("eyJub3RlIjoxfQ==", false),
  "lone surrogates": withBody('{"note":"\ud800"}', false),
  "a body that is null": withBody(null),
  "a body that is null, as text": withBody(null, false),
  "an empty body": withBody(""),
  "no body": without("body"),
  "no body, nor its form": without("body", "isBase64Encoded"),
  "no form of the body": without("isBase64Encoded"),
  "no query": without("rawQueryString", "queryStringParameters"),
  "no path": without("rawPath", "pathParameters"),
  "a query that is null": (event) => ({ ...event, queryStringParameters: null }),
  "path parameters that are null": (event) => ({ ...event, pathParameters: null }),
  "headers without values": withHeaders(undefined),
  "headers that are null": withHeaders(null),
  "empty headers": (event) => ({ ...event, headers: {} }),
  "no headers": without("headers"),
  "null in place of headers": (event) => ({ ...event, headers: null }),
  cookies: (event) => ({ ...event, cookies: ["session=cookie-value-5c1f0e7a"] }),
  "stage variables": (event) => ({ ...event, stageVariables: { __proto__: null, a: "b" } }),
  "the default route": (event) => ({ ...event, routeKey: "$default" }),
  "a prototype's route": (event) => ({ ...event, routeKey: "__proto__" }),
  "a constructor's route": (event) => ({ ...event, routeKey: "constructor" }),
} satisfies Tricks<(event: Event) => object>;
