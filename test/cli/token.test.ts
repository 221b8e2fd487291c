import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManager,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { askHidden } from "../../cli/hidden-input.ts";
import { createSecretStore } from "../../functions/lambda/secret-store.ts";
import { showToken, storeToken } from "../../local/token.ts";
import { run, start } from "./run.ts";

/** Put together, so that nobody takes them for tokens of somebody. */
const fineGrained = ["github", "pat", "11AAAAAAA0c0ffee"].join("_");
const classic = ["ghp", "c0ffee11c0ffee11"].join("_");
const revoked = ["ghp", "revoked-c0ffee"].join("_");
const now = Date.parse("2026-11-24T12:00:00Z");

/** How GitHub answers, by the path; any token but `revoked` is good. */
const headers: Record<string, string> = {};
let user: object;
let received: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
let github: Server;
let apiUrl: string;
beforeAll(async () => {
  github = createServer((request, response) => {
    received.push({ url: request.url, headers: request.headers });
    const isApp = request.url?.endsWith("/access_tokens");
    const isRefused = /revoked/.test(request.headers.authorization ?? "");
    response.writeHead(isRefused ? 401 : isApp ? 201 : 200, headers);
    const token = { token: "ghs_installation", expires_at: "2026-11-24T13:00:00Z" };
    const good = isApp ? token : user;
    response.end(JSON.stringify(isRefused ? { message: "Bad credentials" } : good));
  });
  await new Promise<void>((resolve) => github.listen(0, "127.0.0.1", resolve));
  apiUrl = `http://127.0.0.1:${(github.address() as AddressInfo).port}`;
});
afterAll(() => {
  github.closeAllConnections();
  github.close();
});

const manager = mockClient(SecretsManagerClient);
const missing = new ResourceNotFoundException({ message: "none", $metadata: {} });
let lines: string[] = [];
beforeEach(() => {
  manager.reset();
  manager.on(PutSecretValueCommand).resolves({});
  user = { login: "octo\u001bcat" };
  received = [];
  lines = [];
});
afterEach(() => {
  for (const name of Object.keys(headers)) delete headers[name];
  expect(lines.join("\n")).not.toMatch(/c0ffee|ghs_|PRIVATE/);
});

function work() {
  const secrets = createSecretStore(new SecretsManager({ region: "eu-west-1" }));
  const timeout = (milliseconds: number) => AbortSignal.timeout(milliseconds);
  const services = { fetch, timeout, now: () => now, random: () => 0 };
  return { name: "default", secrets, services, print: (line: string) => lines.push(line) };
}

const pat = () => ({ pat: "github/token", "api-url": apiUrl });
const store = (text: string, force = false) => storeToken(pat(), text, force, work());

function stored() {
  return manager.commandCalls(PutSecretValueCommand).map(({ args: [{ input }] }) => input);
}

describe("set", () => {
  test("stores a token that GitHub takes, and tells whose it is", async () => {
    headers["github-authentication-token-expiration"] = "2026-12-01 10:00:00 UTC";
    expect(await store(` ${fineGrained}\n`)).toBe(true);
    expect(stored()).toEqual([{ SecretId: "github/token", SecretString: fineGrained }]);
    expect(received).toMatchObject([
      { url: "/user", headers: { authorization: `Bearer ${fineGrained}` } },
    ]);
    expect(lines).toEqual([
      "Stored in the secret github/token; in use within 5 minutes.",
      "credential  default",
      "secret      github/token",
      `owner       octo cat (${apiUrl})`,
      "kind        fine-grained",
      "expires     2026-12-01 10:00 UTC, in 6 days",
    ]);
  });

  test("makes the secret if there is none", async () => {
    manager.on(PutSecretValueCommand).rejects(missing).on(CreateSecretCommand).resolves({});
    expect(await store(fineGrained)).toBe(true);
    const [call] = manager.commandCalls(CreateSecretCommand);
    expect(call?.args[0].input).toEqual({ Name: "github/token", SecretString: fineGrained });
    expect(lines[0]).toContain("Stored in the new secret github/token");
  });

  test("makes no secret for an ARN", async () => {
    manager.on(PutSecretValueCommand).rejects(missing);
    const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:token-AbCdEf";
    const storing = storeToken({ ...pat(), pat: arn }, fineGrained, false, work());
    await expect(storing).rejects.toThrow(missing);
    expect(manager.commandCalls(CreateSecretCommand)).toEqual([]);
  });

  test.each(["", "two c0ffee words", "c0ffee\nc0ffee", "c0ffée", '{"token":1}'])(
    "stores no text that is no token: %j",
    async (text) => {
      expect(await store(text, true)).toBe(false);
      expect([stored(), received]).toEqual([[], []]);
      expect(lines).toEqual([expect.stringMatching(/^Not stored: this is no token\./)]);
    },
  );

  test("stores no token that GitHub refuses, unless it is forced to", async () => {
    expect(await store(revoked)).toBe(false);
    expect(stored()).toEqual([]);
    expect(lines).toEqual([
      `Not stored: ${apiUrl} answered 401: Bad credentials. With --force it is stored anyway.`,
    ]);
    expect(await store(revoked, true)).toBe(true);
    expect(stored()).toHaveLength(1);
    expect(lines.at(-1)).toBe(`GitHub has not taken it: ${apiUrl} answered 401: Bad credentials.`);
  });

  test("stores nothing when GitHub can't be asked", async () => {
    const nowhere = { pat: "github/token", "api-url": "http://127.0.0.1:9" };
    expect(await storeToken(nowhere, fineGrained, false, work())).toBe(false);
    expect(stored()).toEqual([]);
    expect(lines).toEqual([expect.stringContaining("http://127.0.0.1:9 can't be asked: ")]);
  });
});

describe("show", () => {
  const holds = (SecretString: string) =>
    manager.on(GetSecretValueCommand).resolves({ SecretString });

  test.each([
    [fineGrained, "fine-grained", []],
    [classic, "classic", ["scopes      repo, workflow"]],
    [`{"username":"bot","token":"${classic}"}`, "classic", ["scopes      repo, workflow"]],
    ["gho_c0ffee", "OAuth app", ["scopes      repo, workflow"]],
    ["ghu_c0ffee", "other", []],
    ["c0ffee".repeat(7).slice(2), "other", ["scopes      repo, workflow"]],
  ])("%s is %s", async (secret, kind, scopes) => {
    holds(secret);
    headers["x-oauth-scopes"] = "repo, workflow";
    expect(await showToken(pat(), work())).toBe(true);
    const expires = "expires     never, or GitHub does not say";
    expect(lines.slice(3)).toEqual([`kind        ${kind}`, ...scopes, expires]);
  });

  test.each([
    ["revoked-c0ffee", "answered 401: Bad credentials"],
    ["two c0ffee words", "secret 'github/token' does not hold a bare token or"],
  ])("a secret that is of no use is told: %s", async (secret, problem) => {
    holds(secret);
    expect(await showToken(pat(), work())).toBe(false);
    expect(lines).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    [{}, []],
    [{ "x-oauth-scopes": "" }, ["scopes      none"]],
  ])("a classic token of which GitHub tells %j", async (told, scopes) => {
    holds(classic);
    Object.assign(headers, told);
    expect(await showToken(pat(), work())).toBe(true);
    expect(lines.slice(4, -1)).toEqual(scopes);
  });

  test("an answer that is not GitHub's says nothing about a token", async () => {
    holds(classic);
    user = {};
    expect(await showToken(pat(), work())).toBe(false);
    expect(lines).toEqual([expect.stringContaining("the answer is not GitHub's")]);
  });

  test("a missing secret is told, with the mend", async () => {
    manager.on(GetSecretValueCommand).rejects(missing);
    expect(await showToken(pat(), work())).toBe(false);
    const mend = "Store a token with: npm run token -- set default";
    expect(lines).toEqual([`There is no secret github/token. ${mend}`]);
  });

  const app = { id: 1, "installation-id": 2, "private-key": "github/key" };
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });

  test.each([
    ["with its key", privateKey, true, "GitHub takes it"],
    [
      "can't be asked",
      "c0ffee",
      false,
      "can't be used: secret 'github/key' does not hold the App's",
    ],
  ])("of an App %s, whether GitHub takes it", async (_, key, isGood, told) => {
    holds(key);
    expect(await showToken({ app, "api-url": apiUrl }, work())).toBe(isGood);
    expect(lines).toEqual([
      ...["credential  default", "secret      github/key"],
      ...[
        "kind        GitHub App 1, installation 2",
        expect.stringContaining(`key         ${told}`),
      ],
    ]);
  });
});

test("what is typed is not shown", async () => {
  const output = new PassThrough();
  const input = new PassThrough();
  const answer = askHidden("Token: ", input, output);
  input.write(`${fineGrained}\r`);
  expect(await answer).toBe(fineGrained);
  expect(String(output.read())).toBe("Token: \n");
});

describe("npm run token", () => {
  const app = { TRIGGERS: "examples/ecr-scan/triggers.yaml" };
  /** What is configured for the tester is not for the test. */
  const noAws = { AWS_CONFIG_FILE: "missing", AWS_SHARED_CREDENTIALS_FILE: "missing" };

  test("set reads what is piped in, and refuses what is no token", async () => {
    const child = start("token", ["set"]);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text) => (output += text));
    child.stdin?.end("two c0ffee words");
    expect(await once(child, "close")).toEqual([1, null]);
    expect(output).toMatch(/^Not stored: this is no token\./);
    expect(output).not.toContain("c0ffee");
  });

  test.each([
    ["without a region", ["show"], noAws, 1, "The AWS region is not known."],
    [
      "with a token as an argument",
      ["set", classic],
      {},
      2,
      "There is no credential of that name. There are: default.",
    ],
    ["with nothing to do", [], {}, 2, "Say set or show"],
    ["with an App", ["set", "bot"], app, 2, "bot is a GitHub App. Store the App's"],
  ])("%s it says so", async (_, args, environment, expected, message) => {
    const { code, stdout, stderr } = await run("token", args, environment);
    expect(stdout + stderr).toContain(message);
    expect(stdout + stderr).not.toMatch(/c0ffee|^\s+at /m);
    expect(code).toBe(expected);
  });
});
