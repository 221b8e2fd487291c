import { createHash } from "node:crypto";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Config, HttpRoute } from "../dispatch/config.ts";
import type { Delivery, RequestContext } from "../dispatch/delivery.ts";
import type { Json } from "../dispatch/expressions/data.ts";
import { type Failure, type Retry, rejected, type Step } from "../dispatch/outcome.ts";
import { isPrivateHeader } from "../dispatch/private-headers.ts";
import { routeKey } from "../dispatch/route-key.ts";
import type { App } from "./app.ts";
import { authenticate, proofOf } from "./authenticate.ts";
import { envelopeOf } from "./envelope.ts";
import { answerOutcome, answerProblem, answerQueued } from "./http-answer.ts";
import { bugRecord, outcomeRecord, queuedRecord, refusalRecord } from "./log.ts";
import { parseBody, readRawBody } from "./request-body.ts";

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Translates calls of the HTTP API (payload format 2.0) to deliveries, and outcomes to answers. */
export function createHttpHandler(app: App): HttpHandler {
  const routes = routesOf(app.config);
  return async (given) => {
    // A test in the console may send anything.
    const { routeKey = "", requestContext } = given as Partial<APIGatewayProxyEventV2>;
    const route = routes.get(routeKey);
    if (route === undefined) return refuse(app, rejected("route-not-found", routeKey));
    try {
      return await handle({ ...given, headers: strings(given.headers) }, route, app);
    } catch (error) {
      // Left to itself, Lambda would log the message of what was thrown, which may quote anything.
      const id = requestContext?.requestId ?? "";
      app.log({ ...bugRecord(id, error), trigger: route.trigger, source: "http" });
      const about = { trigger: route.trigger, delivery: id };
      return answerProblem(rejected("internal-error", "see the log"), about);
    }
  };
}

async function handle(
  event: APIGatewayProxyEventV2,
  route: Route,
  app: App,
): Promise<APIGatewayProxyStructuredResultV2> {
  const call = await readCall(event, route, app);
  if (call.failure !== undefined) return refuse(app, call.failure, route.trigger);
  const delivery = withInputs(call.value, app);
  const about = { trigger: route.trigger, delivery: call.value.id };
  const outcome = delivery.failure ?? (await app.dispatch(delivery.value));
  if (delivery.value !== undefined && outcome.kind === "retry" && route.queue) {
    const isQueued = await enqueue(delivery.value, outcome, app);
    if (isQueued) return answerQueued(outcome, about);
  }
  app.log(outcomeRecord(app.config, call.value, outcome));
  return answerOutcome(outcome, about, route.auth.kind !== "none");
}

/** The call with its inputs in place of all else it says: that is what waits in the queue, if it has to. */
function withInputs(call: HttpCall, app: App): Step<Delivery> {
  const resolved = app.resolve(call);
  if (resolved.failure !== undefined) return resolved;
  const { request, ...rest } = call;
  const { inputs } = resolved.value;
  return { value: { ...rest, call: { caller: request.caller, inputs } } };
}

/** Whether the queue has taken the call, which GitHub can't take now. */
async function enqueue(delivery: Delivery, outcome: Retry, app: App): Promise<boolean> {
  try {
    await app.enqueue(JSON.stringify(envelopeOf(delivery, app.now())), outcome.seconds);
    app.log(queuedRecord(app.config, delivery, outcome));
    return true;
  } catch (error) {
    app.log({ ...bugRecord(delivery.id, error), trigger: delivery.trigger, source: "http" });
    return false;
  }
}

interface Route extends HttpRoute {
  readonly trigger: string;
}

function routesOf(config: Config): ReadonlyMap<string, Route> {
  const routes = Object.entries(config.triggers).flatMap(([trigger, { on }]) =>
    on.http === undefined ? [] : [[routeKey(on.http), { ...on.http, trigger }] as const],
  );
  return new Map(routes);
}

type HttpCall = Delivery & { readonly source: "http"; readonly request: RequestContext };

/** The delivery of a call whose caller is known and whose body can be read. */
async function readCall(
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
  const about = { trigger: route.trigger, id: id.value, fingerprint, round: app.now() };
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

function strings(
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

function refuse(app: App, failure: Failure, trigger?: string): APIGatewayProxyStructuredResultV2 {
  app.log(refusalRecord(trigger, failure));
  return answerProblem(failure, trigger === undefined ? {} : { trigger });
}
