import { describe, expect, test } from "vitest";
import type { GitHubOptions } from "../../../local/github/options.ts";
import { howToStore, lineAbout, look, privateKey, standIn } from "./world.ts";

describe("an App", () => {
  const app = { id: 1, "installation-id": 2, "private-key": "github/key" };
  const installed = { id: 1, installationId: 2, key: privateKey };
  const lookAtApp = async (apps: GitHubOptions["apps"], secret: string) =>
    look({ bot: { app, "api-url": await standIn({ apps: apps ?? [], tokens: [] }) } }, secret);

  test("is told with its account and its permissions", async () => {
    const lines = await lookAtApp([installed], privateKey);
    expect(lines.slice(0, 4)).toEqual([
      { state: "green", about: "credential bot, secret", found: "github/key can be read" },
      {
        state: "green",
        about: "credential bot, token",
        found: expect.stringMatching(/^GitHub gives tokens to App app-1, installed for \S+$/),
      },
      {
        state: "green",
        about: "credential bot, permissions",
        found: expect.stringContaining("actions: write"),
      },
      {
        state: "green",
        about: "credential bot, expiry",
        found: "never: an App's private key does not expire",
      },
    ]);
  });

  test.each([{ actions: "read", metadata: "read" }, { metadata: "read" }, {}] as const)(
    "that may only %j is red",
    async (permissions) => {
      const lines = await lookAtApp([{ ...installed, permissions }], privateKey);
      expect(lineAbout(lines, ", permissions")).toMatchObject({
        state: "red",
        found: expect.stringMatching(/: no actions: write$/),
        mend: expect.stringContaining("Actions: Read and write"),
      });
    },
  );

  test.each<[string, GitHubOptions["apps"], string, string]>([
    ["whose secret is no key", [installed], "c0ffee", "does not hold the App's private key"],
    ["that is not installed", [], privateKey, "GitHub answered 401: A JSON web token"],
    ["of another id", [{ ...installed, installationId: 3 }], privateKey, "GitHub answered 404"],
  ])("%s is red", async (_, apps, secret, found) => {
    const line = lineAbout(await lookAtApp(apps, secret), ", token");
    expect(line).toMatchObject({
      state: "red",
      found: expect.stringContaining(found),
      mend: `Look at id and installation-id. ${howToStore}`,
    });
  });

  test("of a server that can't be asked is yellow", async () => {
    const lines = await look({ bot: { app, "api-url": "http://127.0.0.1:9" } }, privateKey);
    expect(lineAbout(lines, ", token")).toMatchObject({ state: "yellow" });
  });
});
