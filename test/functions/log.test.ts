import { describe, expect, test } from "vitest";
import { codes } from "../../dispatch/outcome.ts";
import { withoutValues } from "../../dispatch/redact.ts";
import { bugRecord, expiryRecord, ledgerRecord } from "../../functions/log.ts";
import { readCases } from "./contract/cases.ts";
import { bugError } from "./contract/faults.ts";

describe("the record of a bug", () => {
  test("says what was thrown and where, and not its message", () => {
    const { detail, ...record } = bugRecord("delivery-1", bugError("a quoted-value"));
    const { title: message, remedy } = codes["internal-error"];
    const code = "internal-error";
    expect(record).toEqual({ level: "error", message, delivery: "delivery-1", code, remedy });
    expect(detail).toMatch(/^TypeError at bugError \(.*faults\.ts:\d+:\d+\) at /);
    expect(detail).not.toMatch(/stand-in-token|quoted-value|it broke/);
  });

  test("keeps a message out that was changed since", () => {
    const error = bugError("a quoted-value\nat another-line");
    error.message = "changed";
    expect(bugRecord("delivery-1", error).detail).not.toMatch(/it broke|another-line/);
  });

  test.each([
    ["a text", "the token", "string"],
    ["nothing", undefined, "undefined"],
    ["an object that looks like an error", { name: "the token", stack: "the token" }, "object"],
    ["an error without a stack", Object.assign(new Error("the token"), { stack: "" }), "Error"],
    [
      "a name that is none",
      Object.assign(new Error(""), { name: "the token", stack: "" }),
      "Error",
    ],
  ])("%s", (_, thrown, detail) => {
    expect(bugRecord("delivery-1", thrown).detail).toBe(detail);
  });
});

test("the record of what the ledger failed to do says no more than the error's name", () => {
  const { title: message, remedy } = codes["ledger-unavailable"];
  const code = "ledger-unavailable";
  expect(ledgerRecord(bugError("a quoted-value"))).toEqual({
    level: "warn",
    message,
    code,
    detail: "TypeError",
    remedy,
  });
  expect(ledgerRecord("the token")).toMatchObject({ detail: "string" });
});

test.each([
  [14, "info"],
  [13, "warn"],
  [0, "warn"],
  [-1, "warn"],
])("a token that expires in %i days is told as %s", (daysLeft, level) => {
  const expires = Date.parse("2026-12-01T10:00:00Z");
  expect(expiryRecord({ credential: "default", expires, daysLeft })).toEqual({
    level,
    message: "the token expires",
    credential: "default",
    expires: "2026-12-01T10:00:00.000Z",
    daysLeft,
  });
});

interface DetailCase {
  readonly name: string;
  readonly detail: string;
  readonly without: string;
}

describe("GitHub's words without values", () => {
  test.each(readCases<DetailCase[]>("details.json"))("$name", ({ detail, without }) => {
    expect(withoutValues(detail)).toBe(without);
  });
});
