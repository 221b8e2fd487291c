import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { failureOfAnswer, failureOfSilence } from "../../../dispatch/github/answer.ts";
import type { Failure } from "../../../dispatch/outcome.ts";

type Case = [
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  kind: Failure["kind"],
  code: string,
  seconds?: number,
  attempt?: number,
];

const cases: Case[] = JSON.parse(
  readFileSync(new URL("cases/answers.json", import.meta.url), "utf8"),
);

const timing = { now: () => Date.parse("2027-01-01T00:00:00Z"), random: () => 0.5 };

test.each(cases)("%i %j %j is %s %s", (...one) => {
  const [status, headers, body, kind, code, seconds, attempt = 1] = one;
  const failure = failureOfAnswer({ status, headers: new Headers(headers), body }, timing, attempt);
  expect(failure).toMatchObject({ kind, code, ...(seconds === undefined ? {} : { seconds }) });
  expect(failure.detail).toContain(String(status));
  const mayHaveRun = failure.kind === "retry" && failure.mayHaveRun === true;
  expect(mayHaveRun, "a server error alone may have started a run").toBe(status >= 500);
});

test("GitHub's own words are in the detail", () => {
  const body = { message: "No ref found for: v9" };
  const { detail } = failureOfAnswer({ status: 422, headers: new Headers(), body }, timing, 1);
  expect(detail).toBe("GitHub answered 422: No ref found for: v9");
});

describe("no answer at all", () => {
  test("nothing was sent", () => {
    const failure = failureOfSilence({ sent: false, reason: "ECONNREFUSED" }, timing, 1);
    const detail = "GitHub can't be reached: ECONNREFUSED";
    expect(failure).toEqual({ kind: "retry", code: "github-unavailable", detail, seconds: 10 });
  });

  test("something was sent", () => {
    const failure = failureOfSilence({ sent: true, reason: "ECONNRESET" }, timing, 3);
    const detail = "the request was sent, then: ECONNRESET";
    const about = { kind: "retry", code: "result-unknown", detail, seconds: 25 };
    expect(failure).toEqual({ ...about, mayHaveRun: true });
  });
});
