import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { expect, test } from "vitest";
import { startServer } from "../../local/server.ts";
import { callHttp } from "../functions/contract/hosts.ts";
import { recordedCalls } from "../functions/contract/recorded.ts";
import { now } from "../functions/contract/request.ts";
import { startWorld } from "../functions/contract/world.ts";

const possible = recordedCalls.flatMap(({ name, request, event }) =>
  request === undefined ? [] : [{ name, request, event }],
);

test.each(possible)("$name: the event is as an HTTP API makes it", async ({ request, event }) => {
  const made = await eventOf(request);
  expect(comparable(made)).toEqual(comparable(event));
});

test("what depends on this machine has the form that API Gateway gives it", async () => {
  const { requestContext, headers } = await eventOf({ method: "GET", path: "/query", headers: {} });
  expect(requestContext.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(requestContext.accountId).toMatch(/^\d{12}$/);
  expect(requestContext.http.sourceIp).toBe("127.0.0.1");
  expect(headers["x-forwarded-for"]).toBe("127.0.0.1");
  expect(headers["x-forwarded-proto"]).toBe("http");
  expect(`127.0.0.1:${headers["x-forwarded-port"]}`).toBe(headers.host);
});

test("whom a proxy before it names is kept", async () => {
  const request = {
    method: "GET",
    path: "/query",
    headers: { "x-forwarded-for": "203.0.113.7" },
  };
  const { headers } = await eventOf(request);
  expect(headers["x-forwarded-for"]).toBe("203.0.113.7, 127.0.0.1");
});

/** The event that the local server makes of a call. */
async function eventOf(request: NonNullable<(typeof recordedCalls)[number]["request"]>) {
  const world = await startWorld({});
  const events: APIGatewayProxyEventV2[] = [];
  const handler = async (event: APIGatewayProxyEventV2) => {
    events.push(event);
    return { statusCode: 204 };
  };
  const server = await startServer(world.config, handler, 0, () => now);
  try {
    await callHttp(server.url, { ...request, body: Buffer.from(request.body ?? "") });
  } finally {
    await server.close();
    await world.close();
  }
  const [event] = events;
  if (event === undefined) throw new Error("the server refused the call");
  return event;
}

/** The event without what names an account, an API or a machine. */
function comparable(event: APIGatewayProxyEventV2) {
  const { host, "x-amzn-trace-id": _, ...headers } = event.headers;
  const forwarded = Object.keys(headers).filter((name) => name.startsWith("x-forwarded-"));
  const { accountId, apiId, domainName, domainPrefix, requestId, ...context } =
    event.requestContext;
  const places = { accountId, apiId, domainName, domainPrefix, requestId };
  return {
    ...event,
    headers: { ...headers, ...Object.fromEntries(forwarded.map((name) => [name, "…"])) },
    requestContext: { ...context, http: { ...context.http, sourceIp: "…" } },
    present: [host, ...Object.values(places)].every((text) => text !== undefined && text !== ""),
  };
}
