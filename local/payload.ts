import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Authorizer } from "../functions/authenticate.ts";
import { decodePath, type RouteMatch } from "./routes.ts";

/** What an event is built of, besides the request itself. */
export interface Call {
  readonly request: IncomingMessage;
  readonly body: Buffer;
  readonly match: RouteMatch;
  readonly authorizer: Authorizer | undefined;
  readonly id: string;
  readonly now: Date;
}

/**
 * The event that an HTTP API makes of a request, payload format 2.0:
 * docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function payloadOf(call: Call): APIGatewayProxyEventV2 {
  const { request, body, match } = call;
  const [path, rawQueryString] = splitOnce(request.url ?? "/", "?");
  const rawPath = decodePath(path);
  const headers = joinHeaders(request);
  // Unverified: what an HTTP API makes of a text that is not UTF-8. As it is, the handler can refuse it.
  const isText = isTextual(headers["content-type"]) && isUtf8(body);
  const query = joinQuery(rawQueryString);
  const cookies = request.headers.cookie?.split("; ");
  return {
    version: "2.0",
    routeKey: match.routeKey,
    rawPath,
    rawQueryString,
    ...(cookies === undefined ? {} : { cookies }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(Object.keys(match.parameters).length === 0 ? {} : { pathParameters: match.parameters }),
    requestContext: contextOf(call, rawPath),
    ...(body.length === 0 ? {} : { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

function contextOf(
  { request, match, authorizer, id, now }: Call,
  path: string,
): APIGatewayProxyEventV2["requestContext"] {
  const domainName = request.headers.host ?? "127.0.0.1";
  return {
    accountId: "000000000000",
    apiId: "local",
    ...(authorizer === undefined ? {} : { authorizer }),
    domainName,
    domainPrefix: domainName.split(".")[0] ?? "",
    http: {
      method: request.method ?? "GET",
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestId: id,
    routeKey: match.routeKey,
    stage: "$default",
    time: logTime(now),
    timeEpoch: now.getTime(),
  };
}

/** Of one connection alone, or in a field of their own (cookies). */
const droppedHeaders: ReadonlySet<string> = new Set([
  "connection",
  "cookie",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);

/** Names in lower case, repeated headers joined by commas, and those that API Gateway adds. */
function joinHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).filter(
    ([name]) => !droppedHeaders.has(name),
  );
  const { remoteAddress = "127.0.0.1", localPort = 0 } = request.socket;
  const before = request.headersDistinct["x-forwarded-for"] ?? [];
  return {
    ...Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(",")])),
    "x-forwarded-for": [...before, remoteAddress].join(", "),
    "x-forwarded-port": String(localPort),
    "x-forwarded-proto": "http",
  };
}

function joinQuery(rawQueryString: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    const before = values.get(name);
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(values);
}

/**
 * What an HTTP API passes as text; all else goes through as base64, forms and `+json` too
 * (measured: github.com/ministackorg/ministack/pull/766).
 */
function isTextual(contentType: string | undefined): boolean {
  const [type = ""] = (contentType ?? "").toLowerCase().split(";");
  return /^(text\/.*|application\/(json|javascript|xml))$/.test(type.trim());
}

/** `10/Jul/2026:19:19:05 +0000` */
function logTime(time: Date): string {
  const [, day, month, year, clock] = time.toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
