import { describe, expect, test } from "vitest";
import { codes } from "../../dispatch/outcome.ts";
import { bugRecord, withoutValues } from "../../functions/log.ts";
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
