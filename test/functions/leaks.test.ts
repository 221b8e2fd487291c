import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { httpCases, readCases } from "./contract/cases.ts";
import {
  credentialsIn,
  deliveredIn,
  deliveredInMessage,
  storedSecrets,
} from "./contract/forbidden.ts";
import { type Host, hosts } from "./contract/hosts.ts";
import { type Issuer, startIssuer } from "./contract/issuer.ts";
import { findLeaks } from "./contract/leaks.ts";
import { handle, messageCases, recordOfCase } from "./contract/messages.ts";
import { perform } from "./contract/perform.ts";
import { requestOf } from "./contract/request.ts";

interface LeakCase {
  readonly name: string;
  readonly secret?: string;
  readonly text: string;
  readonly leaks: boolean;
}

describe("the search for leaks", () => {
  test.each(readCases<LeakCase[]>("leaks.json"))("$name → $leaks", ({ secret, text, leaks }) => {
    const found = findLeaks([text], [secret ?? "stand-in-token-c0ffee41"]);
    expect(found.length > 0).toBe(leaks);
  });

  test("says which secret is where", () => {
    const found = findLeaks(["harmless", "has first-secret"], ["first-secret", "second-secret"]);
    expect(found[0]).toEqual({
      secret: "first-secret",
      form: "as it is",
      text: "has first-secret",
    });
  });

  test("refuses what it could only find by chance", () => {
    expect(() => findLeaks([], ["abcd"])).toThrow("too short");
  });
});

const levels = ["debug", "info", "log", "warn", "error"] as const;
let printed: string[] = [];
let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());
beforeEach(() => {
  printed = [];
  for (const level of levels) {
    vi.spyOn(console, level).mockImplementation((...texts) => {
      printed.push(JSON.stringify(texts));
    });
  }
});
afterEach(() => vi.restoreAllMocks());

/** Sent along with every call. */
const alongside = {
  cookie: "session=cookie-value-5c1f0e7a; theme=cookie-theme-0b",
  "x-api-key": "api-key-value-88d2c7",
  "x-amz-security-token": "security-token-31ee",
};

const calls = httpCases.flatMap(([, cases]) =>
  cases.map((one) => ({ ...one, headers: { ...alongside, ...one.headers } })),
);

test("calls of every kind of auth wait in the queue", () => {
  const waiting = calls.filter(({ status }) => status === 202);
  const paths = ["/iam", "/token", "/jwt", "/webhook", "/standard", "/hello"];
  expect(waiting.map(({ path }) => path)).toEqual(expect.arrayContaining(paths));
});

describe.each(hosts)("$name lets nothing out", (host: Host) => {
  const taken = calls.filter((one) => host.takes(one, requestOf(one, undefined)));
  test.each(taken)("$name", async (one) => {
    const { world, answer, request } = await perform(one, host, issuer);
    const credentials = credentialsIn(request, one);
    const logs = [...world.records.map((record) => JSON.stringify(record)), ...printed];
    const answers = [answer.body, JSON.stringify(answer.headers)];
    const queued = world.queued.map(({ body }) => body);
    expect(findLeaks([...logs, ...answers, ...queued], credentials)).toEqual([]);
    const delivered = deliveredIn(request, one);
    expect(findLeaks(logs, delivered)).toEqual([]);
    // The caller may read in GitHub's own words which of the values it has sent is refused.
    if (one.code !== "inputs-refused") expect(findLeaks(answers, delivered)).toEqual([]);
  });
});

describe("the queue lets nothing out", () => {
  test.each(messageCases)("$name", async (one) => {
    const { world, response } = await handle([recordOfCase(one, "message-1")], one);
    const letters = world.letters.map(({ body: _, ...attributes }) => JSON.stringify(attributes));
    const logs = [...world.records.map((record) => JSON.stringify(record)), ...printed];
    const all = [...logs, ...letters, JSON.stringify(response)];
    const forbidden = [...storedSecrets(one.secrets), ...deliveredInMessage(one)];
    expect(findLeaks(all, forbidden)).toEqual([]);
  });
});

describe("an expression over the whole request", () => {
  test.each(hosts)("$name: reads nothing that proves who calls", async (host) => {
    const one = {
      name: "everything",
      path: "/everything?page=two&X-Amz-Signature=presigned-signature&X-Amz-Security-Token=presigned-token",
      json: { note: "body-note" },
      headers: {
        ...alongside,
        authorization: "Bearer authorization-value-77",
        "proxy-authorization": "Basic proxy-value-77",
        "webhook-signature": "v1,webhook-signature-77",
        "x-hub-signature": "sha1=hub-signature-77",
        "x-hub-signature-256": "sha256=hub-signature-256-77",
        "x-note": "header-note",
      },
      route: "POST /everything",
      status: 201,
    } as const;
    const { world, request } = await perform(one, host, issuer);
    const [run] = world.github.runs();
    const { body = "" } = run?.inputs ?? {};
    expect(JSON.parse(body)).toMatchObject({
      body: { note: "body-note" },
      headers: { "x-note": "header-note", "x-api-key": alongside["x-api-key"] },
      query: { page: "two" },
    });
    const open = ["header-note", alongside["x-api-key"], "application/json"];
    const credentials = credentialsIn(request, one).filter((value) => !open.includes(value));
    expect(credentials.length).toBeGreaterThan(10);
    expect(findLeaks([body], [...credentials, "presigned-signature", "presigned-token"])).toEqual(
      [],
    );
  });
});
