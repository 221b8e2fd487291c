import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { failureOfAnswer } from "../../../dispatch/github/answer.ts";
import type { Failure } from "../../../dispatch/outcome.ts";

type Case = [
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
  kind: Failure["kind"],
  code: string,
  seconds?: number,
];

const cases: Case[] = JSON.parse(
  readFileSync(new URL("cases/answers.json", import.meta.url), "utf8"),
);

const timing = { now: () => Date.parse("2027-01-01T00:00:00Z"), random: () => 0.5 };

test.each(cases)("%i %j %j is %s %s", (status, headers, body, kind, code, seconds) => {
  const failure = failureOfAnswer({ status, headers: new Headers(headers), body }, timing);
  expect(failure).toMatchObject({ kind, code, ...(seconds === undefined ? {} : { seconds }) });
  expect(failure.detail).toContain(String(status));
});

test("GitHub's own words are in the detail", () => {
  const body = { message: "No ref found for: v9" };
  const { detail } = failureOfAnswer({ status: 422, headers: new Headers(), body }, timing);
  expect(detail).toBe("GitHub answered 422: No ref found for: v9");
});
