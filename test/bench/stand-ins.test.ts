import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { order } from "../../bench/candidates/order.ts";
import { withStandIns } from "../../bench/candidates/setting.ts";
import { createCloud, type ForServices } from "../../bench/stand-ins/cloud.ts";
import type { Request } from "../../bench/stand-ins/exchange.ts";
import { type StandIns, startStandIns } from "../../bench/stand-ins/start.ts";

const { repository, workflow, ref, inputs, token } = order.dispatch;

const scope = (service: string) => `Credential=none/20261124/eu-west-1/${service}/aws4_request`;
const signedNames = "host;x-amz-date;x-amz-target";
const authorizationFor = (service: string, names = signedNames) =>
  `AWS4-HMAC-SHA256 ${scope(service)}, SignedHeaders=${names}, Signature=${"0".repeat(64)}`;

const put: Request = {
  method: "POST",
  path: "/",
  headers: {
    host: "127.0.0.1",
    "content-type": "application/x-amz-json-1.0",
    "x-amz-date": "20261124T120000Z",
    "x-amz-target": "DynamoDB_20120810.PutItem",
    authorization: authorizationFor("dynamodb"),
  },
  body: JSON.stringify({
    TableName: "ledger",
    Item: { partition: { S: "deploy" }, key: { S: "http 1" }, version: { N: "1" } },
    ConditionExpression: "attribute_not_exists(#partition)",
    ExpressionAttributeNames: { "#partition": "partition" },
  }),
};

const get: Request = {
  ...put,
  headers: { ...put.headers, "x-amz-target": "DynamoDB_20120810.GetItem" },
  body: JSON.stringify({
    TableName: "ledger",
    Key: { partition: { S: "deploy" }, key: { S: "http 1" } },
    ConsistentRead: true,
  }),
};

const secret: Request = {
  ...put,
  headers: {
    ...put.headers,
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": "secretsmanager.GetSecretValue",
    authorization: authorizationFor("secretsmanager"),
  },
  body: JSON.stringify({ SecretId: "github/dispatch" }),
};

const dispatch: Request = {
  method: "POST",
  path: `/repos/${repository}/actions/workflows/${workflow}/dispatches`,
  headers: {
    authorization: `Bearer ${token}`,
    accept: "application/vnd.github+json",
    "content-type": "application/json",
    "x-github-api-version": "2026-03-10",
    "user-agent": "test",
  },
  body: JSON.stringify({ ref, inputs }),
};

/** A request with other headers; those without a value are left out. */
function withHeaders(base: Request, headers: Record<string, string | undefined>): Request {
  const entries = Object.entries({ ...base.headers, ...headers });
  return { ...base, headers: Object.fromEntries(entries.filter(([, value]) => value)) };
}

function withBody(base: Request, change: object): Request {
  return { ...base, body: JSON.stringify({ ...JSON.parse(base.body), ...change }) };
}

/** Whom a request of these is for, though something in it may be wrong. */
function serviceOf({ path, body }: Request): keyof ForServices<unknown> {
  if (path.startsWith("/repos")) return "gitHub";
  return body.includes("SecretId") ? "secretsManager" : "dynamoDb";
}

test("what is right is answered, and counted", () => {
  const { services, counts } = createCloud(order);
  const answers = [
    services.secretsManager(secret),
    services.dynamoDb(put),
    services.dynamoDb(get),
    services.gitHub(dispatch),
  ];
  const statuses = answers.map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200, 200]);
  const recordBytes = put.body.length + get.body.length;
  expect(counts()).toEqual({ secrets: 1, records: 2, recordBytes, runs: 1, refused: 0 });
});

describe("what is wrong is refused", () => {
  const signed = (authorization: string) => withHeaders(put, { authorization });
  const condition = (expression: string, names: object, values?: object) =>
    withBody(put, {
      ConditionExpression: expression,
      ExpressionAttributeNames: names,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
    });
  const cases: readonly (readonly [what: string, request: Request, says: string])[] = [
    ["no signature", withHeaders(put, { authorization: undefined }), "form"],
    ["a signature of another kind", signed("Bearer x"), "form"],
    ["a signature that is cut off", signed(authorizationFor("dynamodb").slice(0, -1)), "form"],
    ["one for another service", signed(authorizationFor("sqs")), "for sqs"],
    ["another day", withHeaders(put, { "x-amz-date": "20261125T000000Z" }), "another day"],
    [
      "a target that is not signed",
      signed(authorizationFor("dynamodb", "host;x-amz-date")),
      "x-amz-target",
    ],
    [
      "a host that is not signed",
      signed(authorizationFor("dynamodb", "x-amz-date;x-amz-target")),
      "host",
    ],
    [
      "names out of order",
      signed(authorizationFor("dynamodb", "x-amz-date;host;x-amz-target")),
      "order",
    ],
    [
      "a header that is not there",
      signed(authorizationFor("dynamodb", `expect;${signedNames}`)),
      "expect",
    ],
    ["another protocol", withHeaders(put, { "content-type": "application/json" }), "operation"],
    [
      "another operation",
      withHeaders(put, { "x-amz-target": "DynamoDB_20120810.Scan" }),
      "operation",
    ],
    ["no condition", withBody(put, { ConditionExpression: undefined }), "condition"],
    [
      "another condition",
      condition("size(#p) > :s", { "#p": "key" }, { ":s": { N: "1" } }),
      "size",
    ],
    [
      "an unused name",
      condition("attribute_not_exists(#p)", { "#p": "key", "#q": "q" }),
      "not known",
    ],
    ["a value that is missing", condition("#v = :b", { "#v": "version" }), "not known"],
    ["an unknown member", withBody(put, { Expected: {} }), "Expected"],
    ["an item without a key", withBody(put, { Item: { partition: { S: "deploy" } } }), "key"],
    ["a number that is none", withBody(put, { Item: { partition: { N: "one" } } }), "Item"],
    ["a read that may be old", withBody(get, { ConsistentRead: false }), "consistently"],
    ["an unknown secret", withBody(secret, { SecretId: "other" }), "can't find"],
    ["another method", { ...dispatch, method: "PUT" }, "Not Found"],
    ["another path", { ...dispatch, path: `${dispatch.path}/` }, "Not Found"],
    ["another token", withHeaders(dispatch, { authorization: "Bearer other" }), "Bad credentials"],
    ["another version", withHeaders(dispatch, { "x-github-api-version": "2022-11-28" }), "version"],
    ["another media type", withHeaders(dispatch, { accept: "*/*" }), "accept"],
    ["no user agent", withHeaders(dispatch, { "user-agent": undefined }), "user-agent"],
    ["no content type", withHeaders(dispatch, { "content-type": undefined }), "content-type"],
    ["another ref", withBody(dispatch, { ref: "other" }), "Invalid request"],
    ["an input too many", withBody(dispatch, { inputs: { ...inputs, more: "1" } }), "Invalid"],
    ["an unknown key", withBody(dispatch, { return_run_details: true }), "Invalid request"],
  ];

  test.each(cases)("%s", (_, wrong, says) => {
    const { services, counts } = createCloud(order);
    const { status, body } = services[serviceOf(wrong)](wrong);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(body)).toContain(says);
    expect(counts()).toMatchObject({ runs: 0, refused: 1 });
  });
});

test.each([secret, put, get, dispatch].map((each) => [serviceOf(each), each] as const))(
  "what %s is asked, no other service answers",
  (own, request) => {
    const { services, counts } = createCloud(order);
    for (const [name, answer] of Object.entries(services)) {
      if (name !== own) expect(answer(request).status).toBeGreaterThanOrEqual(400);
    }
    expect(counts()).toMatchObject({ runs: 0, refused: 2 });
  },
);

describe("over the wire", () => {
  const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-test-"));
  let standIns: StandIns;
  beforeAll(async () => {
    standIns = await startStandIns(order, folder);
  });
  afterAll(async () => {
    await standIns.close();
    rmSync(folder, { recursive: true });
  });

  const account = {
    region: "eu-west-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  };

  test("each service has a port of its own", () => {
    const { plain, tls } = standIns;
    const urls = [plain, tls].flatMap((address) =>
      address ? [address.secretsManager, address.dynamoDb, address.gitHub] : [],
    );
    expect(new Set(urls.map((url) => new URL(url).port)).size).toBe(urls.length);
    expect(urls.map((url) => new URL(url).hostname)).toEqual(urls.map(() => "127.0.0.1"));
  });

  test("the AWS SDK reads secrets", async () => {
    const client = new SecretsManagerClient({
      ...account,
      endpoint: standIns.plain.secretsManager,
    });
    const read = (SecretId: string) => client.send(new GetSecretValueCommand({ SecretId }));
    await expect(read("github/dispatch")).resolves.toMatchObject({ SecretString: token });
    await expect(read("other")).rejects.toThrow(ResourceNotFoundException);
  });

  test("the AWS SDK writes a record once, and then the next version", async () => {
    const client = new DynamoDBClient({ ...account, endpoint: standIns.plain.dynamoDb });
    const write = (version: number) => {
      const first = {
        ConditionExpression: "attribute_not_exists(#n)",
        ExpressionAttributeNames: { "#n": "key" },
      };
      const next = {
        ConditionExpression: "#n = :before",
        ExpressionAttributeNames: { "#n": "version" },
        ExpressionAttributeValues: { ":before": { N: String(version - 1) } },
      };
      return client.send(
        new PutItemCommand({
          TableName: "sdk",
          Item: { partition: { S: "a" }, key: { S: "b" }, version: { N: String(version) } },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          ...(version === 1 ? first : next),
        }),
      );
    };
    await write(1);
    const again = await write(1).catch((error: unknown) => error);
    expect(again).toBeInstanceOf(ConditionalCheckFailedException);
    expect(again).toMatchObject({ Item: { version: { N: "1" } } });
    await write(2);
    await expect(write(2)).rejects.toThrow(ConditionalCheckFailedException);
    const Key = { partition: { S: "a" }, key: { S: "b" } };
    const read = (TableName: string) =>
      client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
    await expect(read("sdk")).resolves.toMatchObject({ Item: { version: { N: "2" } } });
    expect((await read("other")).Item).toBeUndefined();
  });

  test("what is far away answers later, over TLS, too", async () => {
    await withStandIns(
      async ({ standIns: far }) => {
        const answered: string[] = [];
        const ask = async (name: string, { plain, tls = plain }: StandIns) => {
          await Promise.all(
            [plain, tls].map(({ dynamoDb, authority }) => statusOf(dynamoDb, authority)),
          );
          answered.push(name);
        };
        await Promise.all([
          ask("far", far),
          ask("near", standIns).then(() => ask("near", standIns)),
        ]);
        expect(answered).toEqual(["near", "near", "far"]);
      },
      { ...order, distance: 500 },
    );
  });

  test("TLS is believed by who knows the authority, and by nobody else", async ({ skip }) => {
    const { tls } = standIns;
    if (tls === undefined) return skip("there is no openssl");
    await expect(statusOf(tls.gitHub, tls.authority)).resolves.toBe(404);
    await expect(statusOf(tls.gitHub)).rejects.toThrow(/self-signed/);
  });

  /** The status of the answer to a GET. @param authority the file of who is believed. */
  function statusOf(url: string, authority?: string): Promise<number | undefined> {
    const { request } = url.startsWith("https:") ? https : http;
    const ca = authority && readFileSync(authority, "utf8");
    return new Promise((resolve, reject) => {
      const call = request(url, { ca }, (answer) => resolve(answer.resume().statusCode));
      call.once("error", reject).end();
    });
  }
});
