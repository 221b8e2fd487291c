import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editorPatterns } from "../dispatch/config/editor-patterns.ts";
import { configJsonSchema } from "../dispatch/config/json-schema.ts";
import { readConfig } from "../dispatch/config.ts";

const ajv = new Ajv({ strict: false });
const validate = ajv.compile(configJsonSchema());

function complaintsOf(content: unknown): string {
  return validate(content) ? "" : ajv.errorsText(validate.errors);
}

/** A file that has a text at one place and is good everywhere else. */
const places: Readonly<Record<keyof typeof editorPatterns, (text: string) => object>> = {
  repository: (text) => triggerWith({ repository: text }),
  ref: (text) => triggerWith({ ref: text }),
  workflow: (text) => triggerWith({ workflow: text }),
  name: (text) => ({ ...triggerWith({ credential: text }), credentials: { [text]: { pat: "x" } } }),
  inputName: (text) => triggerWith({ "correlation-input": text }),
  path: (text) => triggerWith({ on: { http: { path: text } } }),
  secret: (text) =>
    triggerWith({ on: { http: { path: "/a", auth: { token: { secret: text } } } } }),
  url: (text) => ({ ...triggerWith({}), credentials: { default: { pat: "x", "api-url": text } } }),
  inputs: (text) => triggerWith({ inputs: text }),
  duration: (text) => triggerWith({ retry: { "max-age": text } }),
  instant: (text) => scheduled({ start: text }),
  timezone: (text) => scheduled({ timezone: text }),
  cron: (text) => scheduled({ cron: text }),
};

function triggerWith(keys: object) {
  const trigger = { on: { http: { path: "/a" } }, workflow: "a.yml", ...keys };
  return {
    credentials: { default: { pat: "x" } },
    defaults: { repository: "acme/app", ref: "main" },
    triggers: { a: trigger },
  };
}

function scheduled(keys: object) {
  return triggerWith({ on: { schedule: [{ cron: "0 0 * * *", ...keys }] } });
}

/** Texts that are near to what is good: what patterns are easily too narrow for. */
const goodTexts: Readonly<Record<keyof typeof editorPatterns, readonly string[]>> = {
  repository: ["acme/app", "A-1/.github", "a/b.c_d-e"],
  ref: ["main", "refs/tags/v1.0", "a/b.c", "release-é", "abc1234", "a@b", "x\u2028y"],
  workflow: ["a.yml", "a_b.yml", "é.yaml", "0123", ".yml.yml"],
  name: ["default", "_a-1", "A".repeat(64)],
  inputName: ["a", "_a-1"],
  path: ["/", "/a/{b}/{c+}", "/~a._$-", "/{a_-1}"],
  secret: ["github/token", "x/_+=.@-", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b"],
  url: ["https://a.example/api/v3", "HTTPS://api.a", "http://127.0.0.1:1/", " https://a.example/x"],
  inputs: ["${{ request.body }}", "${{fromJSON(request.body.x)}}"],
  duration: ["1m", "90m", "4320m", "72h", "3d", "0024h", "00003d"],
  instant: ["2027-01-01T00:00:00Z", "2027-01-01T00:00+01:00"],
  timezone: ["UTC", "Europe/Paris", "America/Port-au-Prince", "Etc/GMT+5", "GMT0", "EST5EDT"],
  cron: ["30 2 * * 1-5", " 0\t0 * * * ", "rate(6 hours)", "at(2027-01-01T00:00:00)"],
};

describe.each(Object.keys(editorPatterns) as (keyof typeof editorPatterns)[])(
  "the pattern of %s",
  (name) => {
    const place = places[name];

    test("takes what is good", () => {
      for (const text of goodTexts[name]) {
        expect(readConfig(JSON.stringify(place(text))).problems, text).toBeUndefined();
        expect(complaintsOf(place(text)), text).toBe("");
      }
    });

    test("refuses nothing that the file's own checks take, and refuses something", () => {
      const piece = fc.constantFrom(
        ...goodTexts[name],
        ..."/.-_@{}[]:$ \t\n\\é0aZ",
        "${{",
        "..",
        ".git",
        ".lock",
      );
      const text = fc.oneof(
        fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join("")),
        fc
          .tuple(fc.constantFrom(...goodTexts[name]), fc.nat(30), piece)
          .map(([good, at, other]) => good.slice(0, at) + other + good.slice(at + 1)),
        fc.string({ unit: "grapheme", maxLength: 12 }),
      );
      let refused = 0;
      fc.assert(
        fc.property(text, (each) => {
          if (complaintsOf(place(each)) === "") return;
          refused += 1;
          expect(readConfig(JSON.stringify(place(each))).problems).toBeDefined();
        }),
        { numRuns: 400 },
      );
      expect(refused).toBeGreaterThan(20);
    });
  },
);
