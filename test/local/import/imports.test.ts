import { describe, expect, test } from "vitest";
import { readConfig } from "../../../dispatch/config.ts";
import type { Imported } from "../../../local/import/import.ts";
import { nextSteps } from "../../../local/import/next-steps.ts";
import { cases, importCase } from "./import-case.ts";

const nextPage = (imported: Imported) =>
  nextSteps(imported, { dryRun: false, patchFile: undefined, isWritten: true }).replaceAll(
    /\s+/g,
    " ",
  );

/** The places without their folder. */
function removedOn(page: string): readonly string[] {
  const [, places = ""] = page.split("or both start them: ");
  return places.split(", ").map((place) => place.replace(/^.*\//, ""));
}

const filled = cases.flatMap((given) => (given.before ? [{ ...given, before: given.before }] : []));
const crlf = (text: string) => text.replaceAll("\n", "\r\n");
/** The same with the line ends of Windows, and with a byte order mark. */
const variants = filled.flatMap(({ name, before, after, ...given }) => [
  { ...given, name: `${name}, with CRLF`, before: crlf(before), after: crlf(after) },
  { ...given, name: `${name}, with a mark`, before: `\uFEFF${before}`, after: `\uFEFF${after}` },
]);

describe.each([...cases, ...variants])("$name", (given) => {
  test("gives exactly this file", async () => {
    const { imported } = await importCase(given, given.before ?? undefined);
    expect(imported?.text).toBe(given.after);
    expect(imported?.refusals).toHaveLength(given.refusals ?? 0);
    const isPartly = imported && nextPage(imported).includes("what is imported of schedule:");
    expect(isPartly).toBe(given.removed !== undefined);
    if (imported && given.removed) expect(removedOn(nextPage(imported))).toEqual(given.removed);
    expect(readConfig(given.after).problems).toBeUndefined();
  });

  test("changes nothing the second time", async () => {
    const { imported } = await importCase(given, given.after);
    expect(imported?.text).toBe(given.after);
    expect(imported?.results.flatMap(({ added }) => added)).toEqual([]);
    expect(imported?.differences).toEqual([]);
    const { notes = [] } = given;
    expect(imported?.notes).toEqual(notes.map((note) => expect.stringContaining(note)));
  });
});

describe("a file that lines can't be put into", () => {
  const workflows = { "a.yml": { schedule: ["0 5 * * *"] }, "b.yml": { schedule: ["0 6 * * *"] } };
  const surroundings =
    "credentials: { default: { pat: secret } }\ndefaults: { repository: acme/shop, ref: main }\n";
  const trigger = "{ on: { http: { path: /a } }, workflow: c.yml }";

  test.each([
    ["triggers in braces", `${surroundings}triggers: { c: ${trigger} }\n`, "triggers: isn't"],
    [
      "a file in braces",
      `{ credentials: { default: { pat: x } }, defaults: { repository: acme/shop, ref: main }, triggers: { c: ${trigger} } }`,
      "the file isn't",
    ],
  ])("%s: what belongs there is told", async (_, text, message) => {
    const { blocked } = await importCase({ workflows }, text);
    expect(blocked).toMatch(/^Nothing is written\.\n/);
    expect(blocked).toContain(message);
    expect(blocked).toContain('  a:\n    on:\n      schedule:\n        - cron: "0 5 * * *"\n');
    expect(blocked).toContain("\n  b:\n    on:\n");
    expect(blocked?.match(/can't be put/g)).toHaveLength(1);
  });

  test("lines that would make it unreadable are not written", async () => {
    // Behind the mark of the end they would be a document of their own.
    const remote = "https://github.com/acme/shop";
    const { blocked } = await importCase({ workflows, remote }, "# ours\n...\n");
    expect(blocked).toMatch(/^Nothing is written\.\nWith the new lines: 1 problem\n/);
  });
});

const credentialWith = (apiUrl: string) =>
  `credentials: { default: { pat: x, api-url: "${apiUrl}" } }\n`;

describe("the target", () => {
  const workflows = { "a.yml": { schedule: ["0 5 * * *"] } };
  const credentials = "credentials: { default: { pat: x }, bot: { pat: y } }\n";
  const remote = "https://github.com/acme/shop.git";

  test.each<
    [string, string, Parameters<typeof importCase>[0]["options"], string | undefined, string]
  >([
    ["a repository that nothing names", credentials, {}, undefined, "--repository owner/name"],
    [
      "a credential that is not there",
      credentials,
      { credential: "bott" },
      remote,
      "Did you mean bot?",
    ],
    ["no credential", "credentials: { bot: { pat: y } }\n", {}, remote, "--credential: bot."],
  ])("%s is told", async (_, text, options, origin, message) => {
    const given = { workflows, options: options ?? {}, ...(origin && { remote: origin }) };
    const { unusable } = await importCase(given, text);
    expect(unusable).toContain(message);
  });

  test.each([
    ["the ref that is assumed", credentials, remote, "The ref is taken to be main."],
    [
      "a remote that defaults don't name",
      `${credentials}defaults: { repository: acme/blog, ref: main }\n`,
      remote,
      "is acme/shop, not acme/blog of defaults",
    ],
    [
      "a host of one's own",
      credentials,
      "git@github.acme.example:acme/shop.git",
      "The remote is on github.acme.example: the credential default needs api-url: https://github.acme.example/api/v3, and has https://api.github.com.",
    ],
    [
      "a tenant of ghe.com",
      `${credentials}defaults: { credential: bot }\n`,
      "https://acme.ghe.com/acme/shop",
      "the credential bot needs api-url: https://api.acme.ghe.com, and has",
    ],
    [
      "an api-url that is another's",
      credentialWith("https://github.acme.example/api/v3"),
      remote,
      "The remote is on github.com: the credential default needs api-url: https://api.github.com,",
    ],
    [
      "a host that is not GitHub",
      credentials,
      "git@gitlab.com:acme/shop.git",
      "The remote is on gitlab.com, which is not GitHub: name the repository on GitHub with --repository.",
    ],
  ])("%s is told with the rest", async (_, text, origin, message) => {
    const { imported } = await importCase({ workflows, remote: origin }, `${text}triggers: {}\n`);
    expect(imported?.notes.join("\n")).toContain(message);
  });

  test.each([
    [remote, credentials],
    ["git@ssh.github.com:acme/shop", credentials],
    ["git@work:acme/shop", credentials],
    ["git@GitHub.acme.example:acme/shop", credentialWith("https://github.acme.example/api/v3/")],
    [
      "ssh://git@github.acme.example:2222/acme/shop",
      credentialWith("https://github.acme.example:8443/api/v3"),
    ],
    ["https://acme.ghe.com/acme/shop", credentialWith("https://api.acme.ghe.com")],
  ])("%s has the right credential", async (origin, text) => {
    const { imported } = await importCase({ workflows, remote: origin }, `${text}triggers: {}\n`);
    expect(imported?.notes.join("\n")).not.toContain("The remote is on");
  });

  test("a schedule that a workflow has twice is told", async () => {
    const twice = { "a.yml": { schedule: ["0 5 * * 1-5", "0 5 * * MON-FRI"] } };
    const { imported } = await importCase({ workflows: twice, remote }, undefined);
    expect(imported?.notes.join("\n")).toMatch(/a\.yml:4: .* of line 3 again, and is written once/);
  });
});
