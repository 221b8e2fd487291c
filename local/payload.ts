import type { IncomingMessage } from "node:http";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { Authorizer } from "../functions/authenticate.ts";
import type { RouteMatch } from "./routes.ts";

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
  const [rawPath = "/", rawQueryString = ""] = splitOnce(request.url ?? "/", "?");
  const headers = joinHeaders(request);
  const isText = isTextual(headers["content-type"]);
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
    time: now.toUTCString(),
    timeEpoch: now.getTime(),
  };
}

/** Names in lower case, repeated headers joined by commas; cookies have a field of their own. */
function joinHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headersDistinct).filter(([name]) => name !== "cookie");
  return Object.fromEntries(entries.map(([name, values]) => [name, (values ?? []).join(",")]));
}

function joinQuery(rawQueryString: string): Record<string, string> {
  const query = new URLSearchParams(rawQueryString);
  const names = [...new Set(query.keys())];
  return Object.fromEntries(names.map((name) => [name, query.getAll(name).join(",")]));
}

/** What an HTTP API passes as text; all else, forms too, goes through as base64. */
function isTextual(contentType: string | undefined): boolean {
  return /^(text\/|application\/(.+\+)?(json|javascript|xml)\b)/i.test(contentType ?? "");
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}
