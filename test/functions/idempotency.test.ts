import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Faults, type HttpCase, readCases } from "./contract/cases.ts";
import { type Answer, type Host, hosts } from "./contract/hosts.ts";
import { type Issuer, startIssuer } from "./contract/issuer.ts";
import { requestOf } from "./contract/request.ts";
import { startWorld, type World } from "./contract/world.ts";

interface IdempotencyCase extends Faults {
  readonly name: string;
  readonly only?: HttpCase["only"];
  readonly calls: readonly KeyedCall[];
  /** How many runs there are in the end. */
  readonly runs: number;
}

interface KeyedCall extends Omit<HttpCase, "name"> {
  /** The Idempotency-Key. */
  readonly key?: string;
  /** Seconds that pass before. */
  readonly after?: number;
  /** Which of the calls before is answered again. */
  readonly replays?: number;
}

const cases = readCases<IdempotencyCase[]>("idempotency.json");

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

describe.each(hosts)("$name", (host) => {
  const taken = cases.filter((one) =>
    one.calls.every((call) => {
      const only = one.only === undefined ? {} : { only: one.only };
      return host.takes({ ...named(call), ...only }, requestOf(named(call), undefined));
    }),
  );

  test.each(taken)("$name → $runs", async (one) => {
    const world = await startWorld(one, issuer.url);
    try {
      const answers: Answer[] = [];
      for (const call of one.calls) {
        world.pass((call.after ?? 0) * 1000);
        const answer = await makeCall(host, world, call);
        expectAnswer(answer, call, answers);
        answers.push(answer);
      }
      expect(world.github.runs()).toHaveLength(one.runs);
    } finally {
      await world.close();
    }
  });
});

function named(call: KeyedCall): HttpCase {
  const { key, after: _, replays: __, ...rest } = call;
  const headers = { ...rest.headers, ...(key === undefined ? {} : { "idempotency-key": key }) };
  return { ...rest, name: "", headers };
}

function makeCall(host: Host, world: World, call: KeyedCall): Promise<Answer> {
  const one = named(call);
  return host.call(world, one, requestOf(one, undefined));
}

function expectAnswer(answer: Answer, call: KeyedCall, before: readonly Answer[]): void {
  expect(answer.status).toBe(call.status);
  const isReplay = call.replays !== undefined;
  expect(answer.headers["idempotency-replayed"]).toBe(isReplay ? "true" : undefined);
  if (isReplay) {
    const first = before[call.replays ?? 0];
    expect(answer.body).toBe(first?.body);
    expect(answer.headers.location).toBe(first?.headers.location);
  }
  if (call.code !== undefined) expect(JSON.parse(answer.body)).toMatchObject({ code: call.code });
}
