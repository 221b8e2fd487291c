import { describe, expect, test } from "vitest";
import { type CheckOptions, runCheck } from "../../../local/check/run.ts";
import type { SecretReading } from "../../../local/check/tokens.ts";
import { fileOf } from "./credentials-file.ts";
import { createProject, createServices, placesOf, workflowOf } from "./project.ts";

const github = "https://api.github.com";
const server = "https://github.acme.example/api/v3";

describe("a check with several credentials", () => {
  const text = fileOf({ one: github, two: server });

  test("one that has no token does not keep the others from being checked", async () => {
    const project = createProject(text, {});
    const fetched: string[] = [];
    const services = createServices({
      fetch: async (url) => {
        fetched.push(String(url));
        return Response.json({ message: "Not Found" }, { status: 404 });
      },
    });
    const settings = { triggers: project.triggers, token: "of-environment" };
    const checked = await runCheck(settings, { mayStandIn: true }, services);
    expect(placesOf(checked)).toEqual(["repository-not-found 9:15 defaults.repository"]);
    expect(checked.untold).toMatchObject([
      { about: "all that the credential two is for", triggers: ["t-two"] },
    ]);
    expect(fetched).toEqual(["https://api.github.com/repos/acme/shop"]);
  });

  test("one whose secret is missing is a finding at its place", async () => {
    const project = createProject(text, {});
    const secrets: Readonly<Record<string, SecretReading>> = {
      "secret-of-one": { isMissing: true },
      "secret-of-two": { text: "two words" },
    };
    const services = createServices({
      fetch: async () => expect.unreachable("nobody is to be asked"),
      secret: async (name) => secrets[name] ?? { isMissing: true },
    });
    const options: CheckOptions = { mayStandIn: true, tokenFrom: "secret" };
    const checked = await runCheck({ triggers: project.triggers }, options, services);
    expect(placesOf(checked)).toEqual([
      "secret-not-found 3:10 credentials.one.pat",
      "secret-malformed 6:10 credentials.two.pat",
    ]);
  });
});

describe("without any token", () => {
  const text = fileOf({ bot: github });

  test("the workflow files beside the triggers stand in, where that is allowed", async () => {
    const project = createProject(text, { "deploy.yml": workflowOf(undefined) });
    const { triggers, workflows } = project;
    const checked = await runCheck({ triggers }, { mayStandIn: true }, createServices());
    expect(checked).toMatchObject({
      findings: [],
      untold: [],
      against: `the workflow files in ${workflows} (GitHub is not asked, since there is no token)`,
    });
  });

  test("what the folder lacks may be at GitHub all the same", async () => {
    const { triggers, workflows } = createProject(text, {});
    const checked = await runCheck({ triggers }, { mayStandIn: true }, createServices());
    expect(checked.findings).toEqual([]);
    expect(checked.untold).toMatchObject([
      {
        about: "deploy.yml of acme/shop at main",
        reason: `there is no token to ask GitHub with, and the file is not in ${workflows}`,
      },
    ]);
  });

  test.each([
    ["that is not allowed", {}, false],
    ["another API is asked for", { apiUrl: server }, true],
  ])("they don't where %s", async (_, settings, mayStandIn) => {
    const { triggers } = createProject(text, { "deploy.yml": workflowOf(undefined) });
    const checked = await runCheck({ triggers, ...settings }, { mayStandIn }, createServices());
    expect(checked).toMatchObject({
      against: "GitHub, without a token",
      findings: [],
      untold: [{ about: "all that the credential bot is for", isWithoutToken: true }],
    });
  });

  test("they don't where a secret is missing: that is a finding", async () => {
    const { triggers } = createProject(text, { "deploy.yml": workflowOf(undefined) });
    const services = createServices({ secret: async () => ({ isMissing: true }) });
    const checked = await runCheck({ triggers }, { mayStandIn: true }, services);
    expect(placesOf(checked)).toEqual(["secret-not-found 3:10 credentials.bot.pat"]);
  });

  test("a workflow by its id can't be told", async () => {
    const { triggers, workflows } = createProject(text.replace("deploy.yml", "42"), {});
    const checked = await runCheck(
      { triggers },
      { mayStandIn: false, workflows },
      createServices(),
    );
    expect(checked).toMatchObject({
      findings: [],
      untold: [
        { about: "workflow 42 of acme/shop", reason: "only GitHub knows which file has this id" },
      ],
    });
  });
});
