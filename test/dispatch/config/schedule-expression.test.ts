import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readScheduleExpression } from "../../../dispatch/config/schedule-expression.ts";

/** `complaints`: for each one expected, a part of its message and a part of its mend. */
interface Cases {
  readonly githubCron: readonly (readonly [text: string, expression: string])[];
  readonly awsExpressions: readonly (readonly [text: string, expression: string])[];
  readonly rates: readonly (readonly [text: string, expression: string, minutes: number])[];
  readonly refusals: readonly {
    readonly text: string;
    readonly complaints: readonly (readonly [message: string, mend: string])[];
  }[];
}

const cases: Cases = JSON.parse(
  readFileSync(new URL("./cases/schedule-expressions.json", import.meta.url), "utf8"),
);

describe("a schedule that AWS can follow", () => {
  test.each(cases.githubCron)("%s is %s", (text, expression) => {
    expect(readScheduleExpression(text)).toEqual({ value: { kind: "cron", expression } });
  });

  test.each(cases.awsExpressions)("%s is %s", (text, expression) => {
    const kind = expression.startsWith("at") ? "at" : "cron";
    expect(readScheduleExpression(text)).toEqual({ value: { kind, expression } });
  });

  test.each(cases.rates)("%s is %s, every %d minutes", (text, expression, minutes) => {
    expect(readScheduleExpression(text)).toEqual({ value: { kind: "rate", expression, minutes } });
  });

  const pairs = [...cases.githubCron, ...cases.awsExpressions, ...cases.rates];
  test.each(pairs.map(([text, expression]) => ({ text, expression })))(
    "$text reads the same from its AWS expression",
    ({ text, expression }) => {
      expect(readScheduleExpression(expression)).toEqual(readScheduleExpression(text));
    },
  );

  test("white space around the text does not matter", () => {
    expect(readScheduleExpression(" \t30 2 * * 1-5\n").value?.expression).toBe(
      "cron(30 2 ? * 2-6 *)",
    );
  });
});

describe("a schedule that is refused", () => {
  test.each(cases.refusals)("$text", ({ text, complaints }) => {
    expect(readScheduleExpression(text).complaints).toEqual(
      complaints.map(([message, mend]) => ({
        path: [],
        message: expect.stringContaining(message),
        found: expect.stringMatching(/./),
        allowed: expect.stringMatching(/./),
        mend: expect.stringContaining(mend),
      })),
    );
  });

  test.each(cases.refusals)("$text is told in sentences", ({ text }) => {
    for (const { message, mend } of readScheduleExpression(text).complaints ?? []) {
      expect(message).toMatch(/\.$/);
      expect(mend).toMatch(/^[A-Z].*\.$/);
    }
  });
});

describe("the length of an expression", () => {
  const minutes = Array.from({ length: 60 }, (_, minute) => minute).join(",");
  const rest = `cron(${minutes} 0-9,11-22 1-9,11-19,21-29  ? *)`;
  const ofLength = (length: number) => {
    const room = length - rest.length;
    const months = `${"1,".repeat(Math.ceil(room / 2) - 1)}${room % 2 === 0 ? "12" : "1"}`;
    return rest.replace("  ?", ` ${months} ?`);
  };

  test("AWS takes 256 characters", () => {
    const expression = ofLength(256);
    expect(expression).toHaveLength(256);
    expect(readScheduleExpression(expression)).toEqual({ value: { kind: "cron", expression } });
  });

  test("AWS does not take 257", () => {
    expect(ofLength(257)).toHaveLength(257);
    expect(readScheduleExpression(ofLength(257)).complaints?.[0]?.message).toBe(
      "This schedule comes to 257 characters as an AWS expression.",
    );
  });

  test("five fields never get that long", () => {
    const gaps = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((n) => n % 3 !== 0);
    const longest = [gaps(0, 59), gaps(0, 23), gaps(1, 31), gaps(1, 12), "*"].join(" ");
    expect(readScheduleExpression(longest).value?.kind).toBe("cron");
  });
});
