import type { Fetch, FetchAnswer, FetchInit } from "../../../dispatch/fetch.ts";
import { type Credentials, createSign } from "./sign.ts";

/** A service of AWS in its JSON protocol. */
export interface Service {
  /** Its name in signatures and hosts. */
  readonly name: "dynamodb" | "secretsmanager" | "sqs";
  /** Its name in the settings of the AWS SDK. */
  readonly id: "DYNAMODB" | "SECRETS_MANAGER" | "SQS";
  /** What stands before an operation in `x-amz-target`. */
  readonly target: string;
  /** The protocol's: smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
  readonly version: "1.0" | "1.1";
}

/** Asks a service for an operation. Rejects with an `AwsError`, or with why there was no answer. */
export type Call = <Output>(service: Service, operation: string, input: object) => Promise<Output>;

/** What a service has refused, under the service's own name for it. */
export class AwsError extends Error {
  readonly status: number;

  /** @param refusal the answer's body: its other fields become the error's. */
  constructor(status: number, { __type, message, Message, ...fields }: Refusal) {
    super(message ?? Message ?? `status ${status}`);
    Object.assign(this, fields);
    this.name = nameIn(__type ?? "") || "UnknownError";
    this.status = status;
  }
}

interface Refusal {
  readonly __type?: string | null;
  readonly message?: string | null;
  readonly Message?: string | null;
}

/** Some services put a namespace before the name, or a URL behind it: smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization. */
function nameIn(type: string): string {
  const [name = ""] = type.split(/[,:]/);
  return name.split("#").at(-1) ?? "";
}

export interface AwsSettings {
  readonly region: string;
  readonly credentials: Credentials;
  readonly endpointOf: (service: Service) => string;
  readonly fetch: Fetch;
  /** Aborts with a TimeoutError after so many milliseconds. */
  readonly timeout: (milliseconds: number) => AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
  readonly random: () => number;
}

/** Milliseconds for one answer. A function has seconds for a call in all. */
const answerTime = 5000;

/** As often as the AWS SDK asks: docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html. */
const maxAttempts = 3;

/**
 * Calls AWS as the SDK does, but for its size: see "What was done for speed" in docs/benchmarks.md. What may
 * pass is tried again, so an operation must be one that may be done twice.
 */
export function createAws(settings: AwsSettings): Call {
  const sign = createSign(settings);
  const { endpointOf, fetch, timeout, sleep, random } = settings;

  async function callOnce<Output>(service: Service, headers: FetchInit["headers"], body: string) {
    const url = endpointOf(service);
    const signed = await sign(service.name, url, headers, body);
    const signal = timeout(answerTime);
    const init = { method: "POST", headers: signed, body, signal, redirect: "manual" } as const;
    const answer = await fetch(url, init);
    if (answer.status !== 200) throw new AwsError(answer.status, await readRefusal(answer));
    // SQS has nothing to say about some operations.
    return JSON.parse((await answer.text()) || "{}") as Output;
  }

  return async (service, operation, input) => {
    const headers = {
      "content-type": `application/x-amz-json-${service.version}`,
      "x-amz-target": `${service.target}.${operation}`,
    };
    const body = JSON.stringify(input);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await callOnce(service, headers, body);
      } catch (error) {
        if (attempt === maxAttempts || !mayPass(error)) throw error;
        await sleep(random() * waitFor(error) * 2 ** attempt);
      }
    }
  };
}

async function readRefusal(answer: FetchAnswer): Promise<Refusal> {
  const body = await answer.json().catch(() => undefined);
  const __type = answer.headers.get("x-amzn-errortype");
  return typeof body === "object" && body !== null ? { __type, ...body } : { __type };
}

/** As the AWS SDK has them, of those that these services use: docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const throttles: ReadonlySet<string> = new Set([
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

function isThrottled(error: unknown): boolean {
  return error instanceof AwsError && (error.status === 429 || throttles.has(error.name));
}

/** Who got no answer, or one that is no answer, may get one. */
function mayPass(error: unknown): boolean {
  return !(error instanceof AwsError) || error.status >= 500 || isThrottled(error);
}

/** Milliseconds before the second attempt, at half of the most; twice as many before the third. */
function waitFor(error: unknown): number {
  return isThrottled(error) ? 250 : 50;
}
