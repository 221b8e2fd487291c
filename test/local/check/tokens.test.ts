import { describe, expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../../dispatch/config.ts";
import type { FoundToken, TokenPlace } from "../../../local/check/found-token.ts";
import { tokenPlaces } from "../../../local/check/found-token.ts";
import { type CheckOptions, runCheck } from "../../../local/check/run.ts";
import { hostOf } from "../../../local/check/servers.ts";
import type { SecretReading } from "../../../local/check/tokens.ts";
import { createFindToken, type TokenSources } from "../../../local/check/tokens.ts";
import { startStubServer } from "../../dispatch/stub-server.ts";
import { fileOf } from "./credentials-file.ts";
import { createProject, createServices } from "./project.ts";

const github = "https://api.github.com";
const server = "https://github.acme.example/api/v3";
const tenant = "https://api.acme.ghe.com";

const nothing: TokenSources = {
  environment: { token: undefined, apiUrl: github },
  otherApiUrl: undefined,
  gh: async () => undefined,
  secret: async () => ({ unavailable: "there are no AWS credentials" }),
};

function find(api: string, sources: Partial<TokenSources>, places = [...tokenPlaces]) {
  const { config } = readConfig(fileOf({ bot: api }));
  if (config === undefined) throw new Error("The file of this test has problems.");
  const findToken = createFindToken(config, { ...nothing, ...sources }, places, createServices());
  return findToken("bot");
}

const places: Readonly<Record<string, TokenPlace>> = { GITHUB_TOKEN: "environment", gh: "gh" };

const found = (token: string, from: string): { readonly value: FoundToken } => ({
  value: { authorization: `Bearer ${token}`, place: places[from] ?? "secret", from },
});

const environment = { token: "of-environment", apiUrl: github };
const gh = async (host: string) => `gh-${host}`;
const secret = async (name: string): Promise<SecretReading> => ({ text: `text-${name}` });

describe("where a token is looked for", () => {
  test("in the environment first, then gh, then Secrets Manager", async () => {
    const all = { environment, gh, secret };
    expect(await find(github, all)).toEqual(found("of-environment", "GITHUB_TOKEN"));
    expect(await find(github, { gh, secret })).toEqual(found("gh-github.com", "gh"));
    const from = "the secret secret-of-bot";
    expect(await find(github, { secret })).toEqual(found("text-secret-of-bot", from));
  });

  test("in one place alone, where that is asked for", async () => {
    const all = { environment, gh, secret };
    expect(await find(github, all, ["gh"])).toEqual(found("gh-github.com", "gh"));
    const from = "the secret secret-of-bot";
    expect(await find(github, all, ["secret"])).toEqual(found("text-secret-of-bot", from));
    expect(await find(github, { environment, secret }, ["gh"])).toMatchObject({
      unknown: {
        reason: "no token for github.com was found: gh is not there or not logged in",
        isWithoutToken: true,
      },
    });
  });

  test("each place says why it has none", async () => {
    expect(await find(github, {})).toEqual({
      unknown: {
        about: "all that the credential bot is for",
        reason:
          "no token for github.com was found: GITHUB_TOKEN is not set; gh is not there or not logged in; the secret secret-of-bot: there are no AWS credentials",
        mend: "Set GITHUB_TOKEN, or log in with gh auth login --hostname github.com, or give AWS credentials; or check without GitHub: npm run check -- --workflows DIR.",
        isWithoutToken: true,
      },
    });
    expect(await find(server, { environment })).toMatchObject({
      unknown: {
        reason: expect.stringContaining("found: GITHUB_TOKEN is for github.com; gh is not"),
        mend: `Set GITHUB_TOKEN and GITHUB_API_URL=${server}, or log in with gh auth login --hostname github.acme.example, or give AWS credentials; or check without GitHub: npm run check -- --workflows DIR.`,
      },
    });
  });

  test.each<[string, SecretReading, object]>([
    ["is not there", { isMissing: true }, { code: "secret-not-found", found: "secret-of-bot" }],
    ["holds two lines", { text: "one\ntwo" }, { code: "secret-malformed" }],
    ["is empty", { text: " \n" }, { code: "secret-malformed" }],
    ["is JSON without a token", { text: '{"username":"bot"}' }, { code: "secret-malformed" }],
  ])("a secret that %s is a fault at the credential", async (_, reading, fault) => {
    const seen = await find(github, { secret: async () => reading });
    expect(seen).toMatchObject({ fault: { ...fault, path: ["credential"] } });
    expect(JSON.stringify(seen)).not.toContain("two");
  });

  test("a secret with a user name is for Basic authentication", async () => {
    const text = JSON.stringify({ username: "bot", token: "secret" });
    expect(await find(github, { secret: async () => ({ text }) })).toMatchObject({
      value: { authorization: `Basic ${btoa("bot:secret")}` },
    });
  });

  test.each(["two words", "line\nend", "schlüssel"])("%j is no token", async (token) => {
    const sources = { environment: { token, apiUrl: github }, gh: async () => token };
    const seen = await find(github, sources, ["environment", "gh"]);
    expect(seen.unknown?.reason).toBe(
      "no token for github.com was found: what GITHUB_TOKEN holds is no token; what gh holds is no token",
    );
  });

  test("each place is asked once for a credential", async () => {
    const asked: string[] = [];
    const { config } = readConfig(fileOf({ bot: github }));
    if (config === undefined) throw new Error("The file of this test has problems.");
    const sources = {
      ...nothing,
      gh: async (host: string) => {
        asked.push(host);
        return undefined;
      },
    };
    const findToken = createFindToken(config, sources, tokenPlaces, createServices());
    await Promise.all([findToken("bot"), findToken("bot"), findToken("bot")]);
    expect(asked).toEqual(["github.com"]);
  });
});

describe("a token goes to no other host than its own", () => {
  test.each([server, tenant, "https://api.github.com.evil.example", "http://127.0.0.1:1"])(
    "GITHUB_TOKEN is not for %s",
    async (api) => {
      const seen = await find(api, { environment });
      expect(seen.value).toBeUndefined();
    },
  );

  test.each([
    [github, "github.com"],
    [tenant, "acme.ghe.com"],
    [server, "github.acme.example"],
    ["https://api.corp.example/api/v3", "api.corp.example"],
    ["https://api.corp.example", "api.corp.example"],
    ["https://api.a.b.ghe.com", "api.a.b.ghe.com"],
    ["https://api.github.com.evil.example", "api.github.com.evil.example"],
    ["https://api.acme.ghe.com.evil.example", "api.acme.ghe.com.evil.example"],
    ["http://127.0.0.1:8080", "127.0.0.1"],
  ])("gh is asked for the host of %s: %s", async (api, host) => {
    const asked: string[] = [];
    const ask = async (name: string) => {
      asked.push(name);
      return undefined;
    };
    await find(api, { gh: ask });
    expect(asked).toEqual([host]);
    expect(hostOf(api)).toBe(host);
  });

  test("a secret does not go to an API that is asked in place of its own", async () => {
    const other = { secret, otherApiUrl: server };
    const { unknown } = await find(github, other);
    expect(unknown?.reason).toContain("the secret secret-of-bot is for github.com");
    expect((await find(server, other)).value).toBeDefined();
    const own = { environment: { token: "own", apiUrl: server }, otherApiUrl: server };
    expect(await find(github, own)).toEqual(found("own", "GITHUB_TOKEN"));
  });

  test("with several credentials, each host gets what is its own", async () => {
    const received = new Map<string, Set<string>>();
    const listen = async (name: string) => {
      const stub = await startStubServer(({ headers }, response) => {
        const tokens = received.get(name) ?? new Set();
        received.set(name, tokens.add(headers.authorization ?? ""));
        response.writeHead(404).end('{"message":"Not Found"}');
      });
      onTestFinished(() => stub.close());
      return stub.url;
    };
    const [one, two, three] = [await listen("one"), await listen("two"), await listen("three")];
    const text = fileOf({ one, two, three });
    const project = createProject(text, {});
    const services = createServices({
      gh: async () => "never",
      secret: async (name) => ({ text: `text-${name}` }),
    });
    const options: CheckOptions = { mayStandIn: false, tokenFrom: "secret" };
    const settings = { triggers: project.triggers, token: "of-environment" };
    const checked = await runCheck(settings, options, services);
    expect(Object.fromEntries([...received].map(([name, set]) => [name, [...set]]))).toEqual({
      one: ["Bearer text-secret-of-one"],
      two: ["Bearer text-secret-of-two"],
      three: ["Bearer text-secret-of-three"],
    });
    expect(checked.against).toBe(
      "GitHub, with the secret secret-of-one, the secret secret-of-two, the secret secret-of-three",
    );
    expect(JSON.stringify(checked)).not.toMatch(/text-secret|of-environment/);
  });
});
