import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import type { HttpRoute } from "../dispatch/config.ts";
import type { Delivery, RequestContext } from "../dispatch/delivery.ts";
import type { Json } from "../dispatch/expressions/data.ts";
import { rejected, type Step } from "../dispatch/outcome.ts";
import { isPrivateHeader } from "../dispatch/private-headers.ts";
import type { App } from "./app.ts";
import { authenticate, proofOf } from "./authenticate.ts";
import { parseBody, readRawBody } from "./request-body.ts";

/** A route with the trigger that it starts. */
export interface Route extends HttpRoute {
  readonly trigger: string;
}

/** A call as a delivery. */
export type HttpCall = Delivery & { readonly source: "http"; readonly request: RequestContext };

/** The delivery of a call whose caller is known and whose body can be read, or why it is none. */
export async function readCall(
  event: APIGatewayProxyEventV2,
  route: Route,
  app: App,
): Promise<Step<HttpCall>> {
  const raw = readRawBody(event);
  if (raw.failure !== undefined) return raw;
  const caller = await authenticate(route.auth, proofOf(event, raw.value), app);
  if (caller.failure !== undefined) return caller;
  const id = deliveryId(event, route);
  if (id.failure !== undefined) return id;
  const body = parseBody(raw.value, event.headers["content-type"]);
  if (body.failure !== undefined) return body;
  const request = requestContext(event, caller.value, body.value);
  const fingerprint = fingerprintOf(event, raw.value);
  // Whoever repeats a key takes no places from others.
  const isNew = id.value === event.requestContext.requestId;
  const about = { trigger: route.trigger, id: id.value, isNew, fingerprint, round: app.now() };
  return { value: { source: "http", ...about, request } };
}

/** Stands for what a call says. A signature in the query is another one each time. */
function fingerprintOf(event: APIGatewayProxyEventV2, rawBody: string): string {
  const query = strings(event.queryStringParameters, (name) => !/^x-amz-/i.test(name));
  const { method } = event.requestContext.http;
  const said = JSON.stringify([method, event.rawPath, Object.entries(query).sort(), rawBody]);
  return createHash("sha256").update(said).digest("base64url");
}

/**
 * A webhook's own id stays the same when it is sent again, as a caller's Idempotency-Key does. It goes
 * first: Standard Webhooks signs it, and who sends a captured call again could choose another key.
 */
function deliveryId(
  { headers, requestContext }: APIGatewayProxyEventV2,
  route: Route,
): Step<string> {
  const webhookId =
    route.auth.kind === "hmac"
      ? (headers["webhook-id"] ?? headers["x-github-delivery"])
      : undefined;
  const id = webhookId ?? headers["idempotency-key"] ?? requestContext.requestId;
  if (/^[\x21-\x7e]{1,255}$/.test(id)) return { value: id };
  const name = webhookId === undefined ? "Idempotency-Key" : "webhook's id";
  const detail = `the ${name} is not 1 to 255 visible ASCII characters`;
  return { failure: rejected("header-malformed", detail) };
}

/**
 * The query of a presigned URL proves who calls, as headers do:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
const privateParameter = /^x-amz-(credential|security-token|signature)$/i;

function requestContext(event: APIGatewayProxyEventV2, caller: string, body: Json): RequestContext {
  return {
    method: event.requestContext.http.method,
    path: strings(event.pathParameters),
    query: strings(event.queryStringParameters, (name) => !privateParameter.test(name)),
    headers: strings(event.headers, (name) => !isPrivateHeader(name)),
    body,
    caller,
  };
}

/** What is there of a map that may not be there itself. */
export function strings(
  values: Readonly<Record<string, string | null | undefined>> | null | undefined,
  keep: (name: string) => boolean = () => true,
): Readonly<Record<string, string>> {
  const entries = Object.entries(values ?? {});
  return Object.fromEntries(
    entries.flatMap(([name, value]) =>
      value !== undefined && value !== null && keep(name) ? [[name, value]] : [],
    ),
  );
}
