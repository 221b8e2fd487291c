import { expect, test } from "vitest";
import { UsageError } from "../../cli/command.ts";
import { sinceFrom } from "../../cli/since.ts";

const now = Date.parse("2026-11-24T12:00:00Z");

test.each([
  ["30m", "2026-11-24T11:30:00Z"],
  ["2h", "2026-11-24T10:00:00Z"],
  ["3d", "2026-11-21T12:00:00Z"],
  ["1w", "2026-11-17T12:00:00Z"],
  ["2026-11-20", "2026-11-20T00:00:00Z"],
  ["2026-11-20T09:00Z", "2026-11-20T09:00:00Z"],
  ["2026-11-20T09:00:30.5+02:00", "2026-11-20T07:00:30.500Z"],
])("%s is %s", (text, time) => {
  expect(sinceFrom(text, now)).toBe(Date.parse(time));
});

test("left out, it is the beginning", () => {
  expect(sinceFrom(undefined, now)).toBe(0);
});

test.each(["", "yesterday", "2", "h", "-2h", "1.5h", "2s", "20261120", "2026-13-01", "1 Nov 2026"])(
  "%j is refused",
  (text) => {
    expect(() => sinceFrom(text, now)).toThrow(UsageError);
  },
);
