import { expect, test } from "vitest";
import { rejected, retry } from "../../../dispatch/outcome.ts";
import { createBreaker } from "../../../dispatch/pace/breaker.ts";

const down = retry("github-unavailable", "GitHub answered 502", 10);

function start() {
  const clock = { now: 0 };
  return { clock, breaker: createBreaker({ now: () => clock.now, random: () => 0 }) };
}

test("three failures in a row make the others wait, of that repository alone", () => {
  const { breaker } = start();
  for (const _ of [1, 2]) breaker.report("a/b", down);
  expect(breaker.enter("a/b")).toBeUndefined();
  breaker.report("a/b", down);
  expect(breaker.enter("a/b")).toMatchObject({ kind: "retry", code: "github-unavailable" });
  expect(breaker.enter("a/c")).toBeUndefined();
});

test("then one tries, and the others wait for it", () => {
  const { breaker, clock } = start();
  for (const _ of [1, 2, 3]) breaker.report("a/b", down);
  clock.now += 5000;
  expect(breaker.enter("a/b")).toBeUndefined();
  expect(breaker.enter("a/b")).toMatchObject({ code: "github-unavailable" });
  breaker.report("a/b", { kind: "dispatched", run: undefined });
  expect(breaker.enter("a/b")).toBeUndefined();
});

test.each([
  ["a run", { kind: "dispatched", run: undefined }],
  ["a refusal", rejected("inputs-refused", "")],
  ["a limit of the token", retry("rate-limited", "", 60)],
] as const)("%s between failures starts the count anew", (_name, outcome) => {
  const { breaker } = start();
  for (const each of [down, down, outcome, down, down]) breaker.report("a/b", each);
  expect(breaker.enter("a/b")).toBeUndefined();
});
