import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
  type Clients,
  credentials,
  ownClients,
  type Recorded,
  region,
  sdkClients,
  startRecorder,
} from "./recorder.ts";

const recorder = await startRecorder();
afterAll(() => recorder.close());

const temporary = { ...credentials, sessionToken: ["session", "token", "+/="].join("") };

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text);

/**
 * What the header `authorization` of a request has to be, worked out from the request as it came:
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function authorizationOf({ method, path, headers, body }: Recorded, service: string): string {
  const time = String(headers["x-amz-date"]);
  const names = signedIn(headers.authorization);
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const canonical = [method, path, "", lines.join(""), names.join(";"), hash(body)].join("\n");
  const scope = `${time.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = ["AWS4-HMAC-SHA256", time, scope, hash(canonical)].join("\n");
  const key = scope
    .split("/")
    .reduce<string | Buffer>(
      (previous, part) => hmac(previous, part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    );
  const signature = hmac(key, toSign).digest("hex");
  return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
}

function signedIn(authorization = ""): readonly string[] {
  return /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
}

const calls: readonly (readonly [string, (clients: Clients, text: string) => Promise<unknown>])[] =
  [
    [
      "dynamodb",
      ({ dynamoDb }, text) => dynamoDb.getItem({ TableName: "table", Key: { key: { S: text } } }),
    ],
    [
      "secretsmanager",
      ({ secretsManager }, text) => secretsManager.getSecretValue({ SecretId: text }),
    ],
    [
      "sqs",
      ({ sqs }, text) => sqs.sendMessage({ QueueUrl: "https://queue.test", MessageBody: text }),
    ],
  ];

describe.each([
  ["credentials that last", credentials],
  ["temporary credentials", temporary],
] as const)("with %s", (_, given) => {
  test.each(calls)("a request to %s is signed as AWS documents it", async (service, call) => {
    const clients = ownClients(recorder.url, { credentials: given });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), async (text) => {
        await call(clients, text);
        for (const request of recorder.take()) {
          expect(request.headers.authorization).toBe(authorizationOf(request, service));
        }
      }),
      { numRuns: 30 },
    );
  });

  test.each(calls)("a request to %s has what matters under its signature", async (_, call) => {
    await call(ownClients(recorder.url, { credentials: given }), "text");
    const [request] = recorder.take();
    expect(request?.headers["x-amz-security-token"]).toBe(
      "sessionToken" in given ? given.sessionToken : undefined,
    );
    const signed = signedIn(request?.headers.authorization);
    expect(signed).toEqual(
      expect.arrayContaining(["content-type", "host", "x-amz-date", "x-amz-target"]),
    );
    expect(signed.includes("x-amz-security-token")).toBe("sessionToken" in given);
  });

  // If this fails, the rule above is wrong and not the signature.
  test.each(calls)("a request of the AWS SDK to %s is signed so, too", async (service, call) => {
    await call(sdkClients(recorder.url, { credentials: given }), "text ü");
    const [request] = recorder.take();
    if (request === undefined) throw new Error("nothing was asked");
    expect(request.headers.authorization).toBe(authorizationOf(request, service));
  });
});
