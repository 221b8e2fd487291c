import { expect, test } from "vitest";
import { rejected, retry } from "../../../dispatch/outcome.ts";
import { createBreaker } from "../../../dispatch/pace/breaker.ts";

const down = retry("result-unknown", "no answer within 10 s", 10);
const started = { kind: "dispatched", run: undefined } as const;

function start() {
  const clock = { now: 0 };
  return { clock, breaker: createBreaker({ now: () => clock.now, random: () => 0 }) };
}

test("three failures in a row make the others wait, of that repository alone", () => {
  const { breaker } = start();
  for (const _ of [1, 2]) breaker.report("a/b", down, false);
  expect(breaker.look("a/b")).toBeUndefined();
  breaker.report("a/b", down, false);
  // Whoever waits has sent nothing, so its result is known.
  expect(breaker.look("a/b")).toMatchObject({ code: "github-unavailable", isWaiting: true });
  expect(breaker.look("a/c")).toBeUndefined();
});

test("then one tries, and the others wait for it", () => {
  const { breaker, clock } = start();
  for (const _ of [1, 2, 3]) breaker.report("a/b", down, false);
  clock.now += 5000;
  expect(breaker.look("a/b")).toBeUndefined();
  expect(breaker.enter("a/b")).toBe(true);
  expect(breaker.look("a/b")).toMatchObject({ code: "github-unavailable" });
  breaker.report("a/b", started, true);
  expect(breaker.look("a/b")).toBeUndefined();
  expect(breaker.enter("a/b")).toBe(false);
});

test("a batch that fails together closes it as the first three do", () => {
  const { breaker, clock } = start();
  for (let index = 0; index < 10; index += 1) breaker.report("a/b", down, false);
  expect(breaker.look("a/b")).toMatchObject({ seconds: 5 });
  clock.now += 5000;
  expect(breaker.enter("a/b")).toBe(true);
});

test.each([
  ["a run", started],
  ["a refusal", rejected("inputs-refused", "")],
  ["a limit of the token", retry("rate-limited", "", 60)],
] as const)("%s between failures starts the count anew", (_name, outcome) => {
  const { breaker } = start();
  for (const each of [down, down, outcome, down, down]) breaker.report("a/b", each, false);
  expect(breaker.look("a/b")).toBeUndefined();
});
