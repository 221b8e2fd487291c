import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fine } from "./check-deploy.ts";
import { checkOn, createProject, placesOf, startGitHubOf } from "./project.ts";

describe("the token of an App", () => {
  const { privateKey: key } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const triggersAt = (apiUrl: string) => `credentials:
  bot:
    api-url: ${apiUrl}
    app: { id: 12, installation-id: 34, private-key: github/app }
triggers:
  deploy:
    on: { http: { path: /deploy } }
    repository: acme/shop
    ref: main
    workflow: deploy.yml
    credential: bot
`;
  const checkApp = async (text: string, permissions?: Record<string, "read" | "write">) => {
    const app = { id: 12, installationId: 34, key, ...(permissions && { permissions }) };
    const before = triggersAt("https://api.github.com");
    const options = { apps: [app], tokens: [] };
    const github = await startGitHubOf(createProject(before, fine), before, options);
    const project = createProject(triggersAt(github.url), fine);
    const secret = async (name: string) =>
      name === "github/app" ? { text } : { isMissing: true as const };
    return checkOn(github, project, { secret }, { tokenFrom: "secret" });
  };

  test("is asked for with its key", async () => {
    const permissions = { actions: "write", contents: "read", metadata: "read" } as const;
    expect(await checkApp(key, permissions)).toMatchObject({
      ...{ findings: [], untold: [], against: "GitHub, with the secret github/app" },
    });
  });

  test("may start workflows, but not read their files", async () => {
    const checked = await checkApp(key);
    expect(checked).toMatchObject({
      findings: [],
      untold: [{ about: "deploy.yml of acme/shop at main" }],
    });
  });

  test("may not start workflows", async () => {
    const checked = await checkApp(key, { actions: "read", contents: "read", metadata: "read" });
    expect(placesOf(checked)).toEqual(["token-forbidden 8:17 triggers.deploy.repository"]);
  });

  test("is not given for a key that is none", async () => {
    const checked = await checkApp("no key");
    expect(placesOf(checked)).toEqual(["secret-malformed 4:10 credentials.bot.app"]);
    expect(JSON.stringify(checked)).not.toContain("no key");
  });
});
