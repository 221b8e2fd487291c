import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createHttpHandler } from "../../functions/http.ts";
import type { Cloud } from "./cloud.ts";
import { timing } from "./consume.ts";
import { type Reaper, startContainer } from "./container.ts";

/** Somebody who calls a route with an Idempotency-Key, until there is an answer that settles it. */
export interface Caller {
  /** The route, which is open: `/plain`. */
  readonly path: string;
  readonly key: string;
  readonly body: string;
}

/**
 * Makes one call, in an instance of its own.
 *
 * @returns the status; nothing when the instance was ended before it answered.
 */
export async function call(
  cloud: Cloud,
  { path, key, body }: Caller,
  reap: Reaper = () => false,
): Promise<{ readonly status: number; readonly body: string } | undefined> {
  const deadline = cloud.clock.now() + timing.httpTimeout;
  const isLate = () => cloud.clock.now() > deadline;
  const { app, ended } = startContainer(
    cloud.config,
    cloud.world,
    (point) => isLate() || reap(point),
  );
  const answered = createHttpHandler(app)(eventOf(path, key, body));
  const answer = await Promise.race([answered, ended]);
  if (answer === undefined) return undefined;
  return { status: answer.statusCode ?? 0, body: answer.body ?? "" };
}

function eventOf(path: string, key: string, body: string): APIGatewayProxyEventV2 {
  const routeKey = `POST ${path}`;
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: { "idempotency-key": key, "content-type": "application/json" },
    requestContext: {
      accountId: "000000000000",
      apiId: "test",
      domainName: "test",
      domainPrefix: "test",
      http: { method: "POST", path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
      requestId: key,
      routeKey,
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    body,
    isBase64Encoded: false,
  };
}
