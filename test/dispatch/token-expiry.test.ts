import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  createExpiryWatch,
  readTokenExpiration,
  type TokenExpiry,
} from "../../dispatch/tokens/expiry.ts";

/** GitHub's header, and the time it means; null for a text that is no time. */
const cases: readonly (readonly [text: string, time: string | null])[] = JSON.parse(
  readFileSync(new URL("cases/token-expirations.json", import.meta.url), "utf8"),
);

test.each(cases)("'%s' is %s", (text, time) => {
  expect(readTokenExpiration(text)).toBe(time === null ? undefined : Date.parse(time));
});

describe("that a token expires", () => {
  const day = 24 * 60 * 60 * 1000;
  const start = Date.parse("2026-11-24T12:00:00Z");
  const expires = Date.parse("2026-12-01T10:00:00Z");

  function watch() {
    let time = start;
    const told: TokenExpiry[] = [];
    const see = createExpiryWatch(
      () => time,
      (expiry) => told.push(expiry),
    );
    return {
      told,
      pass: (milliseconds: number) => {
        time += milliseconds;
      },
      answer: (credential: string, text?: string) => {
        const name = "GitHub-Authentication-Token-Expiration";
        see(credential, new Headers(text === undefined ? {} : { [name]: text }));
      },
    };
  }

  test("is told at the first answer, and then once a day", () => {
    const { told, pass, answer } = watch();
    const text = "2026-12-01 10:00:00 UTC";
    for (let count = 0; count < 10; count += 1) answer("default", text);
    expect(told).toEqual([{ credential: "default", expires, daysLeft: 6 }]);
    pass(day - 1);
    answer("default", text);
    expect(told).toHaveLength(1);
    pass(1);
    answer("default", text);
    answer("default", text);
    expect(told.map(({ daysLeft }) => daysLeft)).toEqual([6, 5]);
  });

  test("is told of each credential", () => {
    const { told, answer } = watch();
    for (const credential of ["default", "bot", "default", "bot"]) {
      answer(credential, "2026-12-01 19:00:00 +0900");
    }
    expect(told).toEqual(
      ["default", "bot"].map((credential) => ({ credential, expires, daysLeft: 6 })),
    );
  });

  test("is told, too, when it has", () => {
    const { told, pass, answer } = watch();
    pass(expires - start + 1);
    answer("default", "2026-12-01 10:00:00 UTC");
    expect(told).toMatchObject([{ daysLeft: -1 }]);
  });

  test("is not told of an answer that says nothing of it, and that answer counts for nothing", () => {
    const { told, answer } = watch();
    answer("default");
    answer("default", "never");
    expect(told).toEqual([]);
    answer("default", "2026-12-01 10:00:00 UTC");
    expect(told).toHaveLength(1);
  });
});
