import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codes } from "../../dispatch/outcome.ts";
import { type HttpCase, httpCases } from "./contract/cases.ts";
import { requestId } from "./contract/event.ts";
import { hosts } from "./contract/hosts.ts";
import { type Issuer, startIssuer } from "./contract/issuer.ts";
import { type Performance, perform } from "./contract/perform.ts";
import { now, requestOf } from "./contract/request.ts";

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

describe.each(hosts)("$name", (host) => {
  describe.each(httpCases)("%s", (_, cases) => {
    const taken = cases.filter((one) => host.takes(one, requestOf(one, undefined)));
    test.each(taken)("$name → $status", async (one) => {
      const done = await perform(one, host, issuer);
      expect(done.answer).toMatchObject({ status: one.status, headers: one.answer ?? {} });
      if (one.status === 201) expectRun(one, done);
      else if (one.status === 202) expectQueued(one, done);
      else expectRefusal(one, done);
    });
  });
});

test("the suite has all that it promises", () => {
  const cases = httpCases.flatMap(([, some]) => some);
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

function expectRun(one: HttpCase, { world, answer }: Performance): void {
  const [run, ...others] = world.github.runs();
  expect(others).toEqual([]);
  if (one.inputs !== undefined) expect(withoutEmpty(run?.inputs ?? {})).toEqual(one.inputs);
  const content = JSON.parse(answer.body);
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(answer.headers["cache-control"]).toBe("no-store");
  const named = one.github !== "enterprise-server";
  expect(content).toEqual({
    trigger: expect.stringMatching(/^[a-z-]+$/),
    delivery: one.delivery ?? expect.stringMatching(anyId),
    ...(named ? { run: { id: run?.id, url: run?.html_url } } : {}),
  });
  expect(answer.headers.location).toBe(named ? run?.html_url : undefined);
  expect(answer.headers).not.toHaveProperty("idempotency-replayed");
  expect(world.queued).toEqual([]);
  expect(world.records).toHaveLength(one.records ?? 1);
  expect(world.records.at(-1)).toMatchObject({ level: "info", message: "dispatched" });
}

function expectQueued(one: HttpCase, { world, answer }: Performance): void {
  expect(world.github.runs()).toEqual([]);
  const content = JSON.parse(answer.body);
  const { trigger, delivery } = content;
  const { code = "" } = one;
  const { title } = codes[code as keyof typeof codes];
  expect(content).toEqual({
    trigger: expect.stringMatching(/^[a-z-]+$/),
    delivery: one.delivery ?? expect.stringMatching(anyId),
    queued: true,
    code,
    title,
  });
  expect(answer.headers["content-type"]).toBe("application/json");
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.headers).not.toHaveProperty("retry-after");
  const messages = world.queued.map(({ body, seconds }) => ({ ...JSON.parse(body), seconds }));
  const { inputs = {}, ...call } = messages[0]?.call ?? {};
  expect(messages).toEqual([{ trigger, seconds: one.seconds, call: { ...call, inputs } }]);
  expect(withoutEmpty(inputs)).toEqual(one.inputs);
  expect(call).toEqual({
    id: delivery,
    fingerprint: expect.stringMatching(/^[\w-]{43}$/),
    caller: one.caller,
    accepted: new Date(now).toISOString(),
  });
  expect(world.records).toHaveLength(one.records ?? 1);
  expect(world.records.at(-1)).toMatchObject({ level: "info", queued: true, code, delivery });
}

function expectRefusal(one: HttpCase, { world, answer, request }: Performance): void {
  expect(world.github.runs()).toEqual([]);
  expect(world.queued).toEqual([]);
  expect(answer.headers.location).toBeUndefined();
  if (one.code === undefined) {
    const { message = "Not Found" } = one;
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.body).toBe(request.method === "HEAD" ? "" : JSON.stringify({ message }));
    expect(world.records).toEqual([]);
    return;
  }
  const problem = JSON.parse(answer.body);
  expect(answer.headers["content-type"]).toBe("application/problem+json");
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(problem).toMatchObject(expectedProblem(one));
  if (one.detail === null) expect(problem).not.toHaveProperty("detail");
  expect(answer.headers).not.toHaveProperty("retry-after", "0");
  expect("retry-after" in answer.headers).toBe([503, 504].includes(one.status));
  expect(world.records).toHaveLength(one.records ?? 1);
  expect(world.records.at(-1)?.level).not.toBe("info");
}

function expectedProblem({ code, status, detail }: HttpCase) {
  const { title, remedy } = codes[code as keyof typeof codes];
  return {
    type: `urn:workflow-dispatcher:${code}`,
    title,
    status,
    code,
    remedy,
    ...(typeof detail === "string" ? { detail } : {}),
  };
}

/** API Gateway's id in a Lambda function, a UUID on this machine. */
const anyId = new RegExp(`^(${requestId}|[0-9a-f-]{36})$`);

function withoutEmpty(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== ""));
}
