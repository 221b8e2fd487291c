import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Config } from "../dispatch/config.ts";
import type { HttpHandler } from "../functions/http.ts";
import { type Authorize, createAuthorizer } from "./authorizer.ts";
import { close, listen } from "./listener.ts";
import { payloadOf } from "./payload.ts";
import { matchRoute, routesOf } from "./routes.ts";

/** Bytes that an HTTP API takes: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html. */
const maxBytes = 10 * 1024 * 1024;

export interface LocalServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the handler as an HTTP API does, on this machine alone.
 *
 * @param port 0 for any free one.
 */
export async function startServer(
  config: Config,
  handler: HttpHandler,
  port: number,
  now: () => number,
): Promise<LocalServer> {
  const answer = createGateway(config, handler, now);
  const server = createServer((request, response) => {
    answer(request)
      .then((result) => send(response, result))
      .catch(() => sendLastly(response));
  });
  const bound = await listen(server, port);
  return { url: `http://127.0.0.1:${bound}`, close: () => close(server) };
}

type Gateway = (request: IncomingMessage) => Promise<APIGatewayProxyStructuredResultV2>;

/** Does what API Gateway does before the handler, with its answers where it refuses a call. */
function createGateway(config: Config, handler: HttpHandler, now: () => number): Gateway {
  const routes = routesOf(config);
  const authorize: Authorize = createAuthorizer(now);
  return async (request) => {
    const [path = "/"] = (request.url ?? "/").split("?");
    const body = await readBody(request);
    if (body === undefined) return message(413, "Request Entity Too Large");
    // A page in a browser must not be able to dispatch: docs at developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site.
    if (request.headers["sec-fetch-site"] === "cross-site") return message(403, "Forbidden");
    const match = tryMatch(routes, request.method ?? "GET", path);
    if (match === "malformed") return message(400, "Bad Request");
    if (match === undefined) return message(404, "Not Found");
    const authorized = await authorize(match.route.auth, request.headers.authorization);
    if (authorized === undefined) return message(401, "Unauthorized");
    const { authorizer } = authorized;
    const call = { request, body, match, authorizer, id: randomUUID(), now: new Date(now()) };
    return handler(payloadOf(call));
  };
}

function tryMatch(...request: Parameters<typeof matchRoute>) {
  try {
    return matchRoute(...request);
  } catch (error) {
    if (error instanceof URIError) return "malformed";
    throw error;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined;
}

/** An answer in API Gateway's own form. */
function message(statusCode: number, text: string): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ message: text }),
  };
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  for (const [name, value] of Object.entries(result.headers ?? {})) {
    response.setHeader(name, String(value));
  }
  response.writeHead(result.statusCode ?? 200).end(result.body);
}

/** The handler failed, or its answer can't be sent, or the client has left. */
function sendLastly(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else send(response, message(500, "Internal Server Error"));
}
