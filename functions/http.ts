import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import type { Delivery } from "../dispatch/delivery.ts";
import { type Failure, type Retry, rejected, type Step } from "../dispatch/outcome.ts";
import type { App } from "./app.ts";
import { envelopeOf } from "./envelope.ts";
import { answerOutcome, answerProblem, answerQueued } from "./http-answer.ts";
import { type HttpCall, type Route, readCall, strings } from "./http-call.ts";
import { bugRecord, outcomeRecord, queuedRecord, refusalRecord } from "./log.ts";

export type HttpHandler = (
  event: APIGatewayProxyEventV2,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Translates calls of the HTTP API (payload format 2.0) to deliveries, and outcomes to answers. */
export function createHttpHandler(app: App): HttpHandler {
  return async (given) => {
    // A test in the console may send anything.
    const { routeKey = "", requestContext } = given as Partial<APIGatewayProxyEventV2>;
    const route = routeOf(routeKey, app);
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
  const delivery = withInputs(call.value, route, app);
  const about = { trigger: route.trigger, delivery: call.value.id };
  const outcome = delivery.failure ?? (await app.dispatch(delivery.value));
  if (delivery.value !== undefined && outcome.kind === "retry" && isQueued(outcome, route)) {
    const isTaken = await enqueue(delivery.value, outcome, app);
    if (isTaken) return answerQueued(outcome, about);
  }
  app.log(outcomeRecord(app.catalog, call.value, outcome));
  return answerOutcome(outcome, about, route.auth.kind !== "none");
}

/** What another call is about to answer is not accepted a second time. */
function isQueued({ code }: Retry, { queue }: Route): boolean {
  return queue && code !== "delivery-in-progress";
}

/** The call with its inputs in place of all else it says: that is what waits in the queue, if it has to. */
function withInputs(call: HttpCall, route: Route, app: App): Step<Delivery> {
  const resolved = app.resolve(call);
  if (resolved.failure !== undefined) return resolved;
  const { request, ...rest } = call;
  const { inputs } = resolved.value;
  // A call that is not queued gets no place among those that wait.
  const wait = route.queue ? {} : { waitsUntil: app.now() };
  return { value: { ...rest, ...wait, call: { caller: request.caller, inputs } } };
}

/** Whether the queue has taken the call, which GitHub can't take now. */
async function enqueue(delivery: Delivery, outcome: Retry, app: App): Promise<boolean> {
  try {
    await app.enqueue(JSON.stringify(envelopeOf(delivery, app.now())), outcome.seconds);
    app.log(queuedRecord(app.catalog, delivery, outcome));
    return true;
  } catch (error) {
    app.log({ ...bugRecord(delivery.id, error), trigger: delivery.trigger, source: "http" });
    return false;
  }
}

function routeOf(key: string, { catalog }: App): Route | undefined {
  const trigger = catalog.routed(key);
  if (trigger === undefined) return undefined;
  const route = catalog.trigger(trigger)?.on.http;
  return route && { ...route, trigger };
}

function refuse(app: App, failure: Failure, trigger?: string): APIGatewayProxyStructuredResultV2 {
  app.log(refusalRecord(trigger, failure));
  return answerProblem(failure, trigger === undefined ? {} : { trigger });
}
