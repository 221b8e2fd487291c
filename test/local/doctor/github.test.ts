import { describe, expect, test } from "vitest";
import { githubLines } from "../../../local/doctor/github-lines.ts";
import type { Line } from "../../../local/doctor/line.ts";
import type { SecretRead } from "../../../local/doctor/secret-lines.ts";
import type { GitHubOptions } from "../../../local/github/options.ts";
import {
  answering,
  classic,
  fineGrained,
  howToStore,
  lineAbout,
  look,
  standIn,
  workWith,
} from "./world.ts";

const lookAt = (apiUrl: string, secret: string | SecretRead, offset = 0) =>
  look({ default: { pat: "github/token", "api-url": apiUrl } }, secret, offset);

test("a token that GitHub takes is told of line by line", async () => {
  const permissions = { [classic]: { scopes: "repo, workflow" } };
  const url = await standIn({ permissions, tokenExpiration: "2099-12-01 10:00:00 UTC" });
  const host = new URL(url).host;
  const matching = (pattern: RegExp) => expect.stringMatching(pattern);
  const expected = [
    ["credential default, secret", "github/token can be read"],
    ["credential default, token", matching(/^GitHub takes it: \S+, classic$/)],
    ["credential default, scopes", "repo, workflow"],
    ["credential default, expiry", matching(/^2099-12-01, \d+,\d+ days left$/)],
    [`${host}, API version`, "2026-03-10"],
    [`clock against ${host}`, "no difference"],
  ];
  const lines = await lookAt(url, classic);
  expect(lines).toEqual(expected.map(([about, found]) => ({ state: "green", about, found })));
});

test.each<[string, string | SecretRead, Partial<GitHubOptions>, string, Partial<Line>]>([
  [
    "a missing secret",
    { problem: "there is no such secret", isMissing: true },
    {},
    ", secret",
    {
      state: "red",
      found: "github/token can't be read: there is no such secret",
      mend: howToStore,
    },
  ],
  [
    "a secret that can't be read from here",
    { problem: "AWS answered AccessDenied", isMissing: false, mend: "Ask for it." },
    {},
    ", secret",
    { state: "yellow", mend: "Ask for it." },
  ],
  [
    "a secret that holds no token",
    "two c0ffee words",
    {},
    ", token",
    {
      state: "red",
      found: expect.stringContaining("does not hold a bare token"),
      mend: howToStore,
    },
  ],
  [
    "an empty secret",
    "",
    {},
    ", token",
    { state: "red", found: expect.stringContaining("does not hold a bare token") },
  ],
  [
    "a token that is revoked",
    fineGrained,
    { tokens: [] },
    ", token",
    { state: "red", found: expect.stringContaining("401: Bad credentials"), mend: howToStore },
  ],
  [
    "a fine-grained token",
    fineGrained,
    {},
    ", permissions",
    { state: "green", found: expect.stringContaining("npm run check") },
  ],
  [
    "a classic token with few scopes",
    classic,
    { permissions: { [classic]: { scopes: "public_repo" } } },
    ", scopes",
    { state: "yellow" },
  ],
  [
    "a token that expires soon",
    classic,
    {
      tokenExpiration: new Date(Date.now() + 36e5)
        .toISOString()
        .replace("T", " ")
        .replace(/\..*/, " UTC"),
    },
    ", expiry",
    { state: "yellow", found: expect.stringContaining("0 days left") },
  ],
  [
    "a token that is used up",
    classic,
    { rateLimit: 0 },
    ", token",
    {
      state: "yellow",
      found: expect.stringContaining("can't be told"),
      mend: expect.stringContaining("later"),
    },
  ],
  [
    "an older Enterprise Server",
    classic,
    { server: "ghes-3.18" },
    "API version",
    {
      state: "green",
      found: "2022-11-28, Enterprise Server 3.18.0, at most 10 inputs, and it may name no run",
    },
  ],
])("%s", async (_, secret, options, about, expected) => {
  const lines = await lookAt(await standIn(options), secret);
  expect(lineAbout(lines, about)).toMatchObject(expected);
  expect(lineAbout(lines, "API version")).toBeDefined();
});

test.each([
  [45, "yellow", /45 s ahead|44 s ahead/],
  [-120, "red", /1(19|20) s behind/],
])("a clock that is %d s off is %s", async (seconds, state, found) => {
  const lines = await lookAt(await standIn(), fineGrained, seconds * 1000);
  const line = lines.find(({ about }) => about.startsWith("clock"));
  expect(line).toMatchObject({ state, found: expect.stringMatching(found) });
});

describe("the scopes that GitHub lists", () => {
  const of = (prefix: string) => `${prefix}c0ffee11c0ffee11`;
  const [oauth, user] = [of("gho_"), of("ghu_")];
  const hex = "c0ffee11".repeat(5);
  test.each<[string, string, string | undefined, string, Line["state"]]>([
    ["the GitHub CLI's", oauth, "gist", ", scopes", "red"],
    ["the GitHub CLI's", oauth, "gist, repo", ", scopes", "green"],
    ["one of before 2021", hex, "gist", ", scopes", "red"],
    ["one of before 2021", hex, "", ", scopes", "red"],
    ["one of before 2021", hex, "repo", ", scopes", "green"],
    ["a classic one", classic, "", ", scopes", "red"],
    ["a classic one", classic, undefined, ", permissions", "yellow"],
    ["a fine-grained one", fineGrained, "", ", permissions", "green"],
    ["that of a user of an App", user, "", ", permissions", "green"],
    ["another", of("x"), undefined, ", permissions", "green"],
  ])("for %s (%s), %j", async (_, token, scopes, about, state) => {
    const headers = scopes === undefined ? {} : { "x-oauth-scopes": scopes };
    const lines = await lookAt(await answering(200, headers), token);
    expect(lineAbout(lines, about)?.state).toBe(state);
  });
});

describe("a host", () => {
  const sunset = "Fri, 10 Mar 2028 00:00:00 GMT";
  test.each<[number, Record<string, string>, Partial<Line>]>([
    [200, { sunset }, { state: "yellow", found: "2026-03-10, gone from 2028-03-10" }],
    [
      200,
      { deprecation: "@1804636800", sunset },
      { state: "yellow", found: "2026-03-10, deprecated from 2027-03-10, gone from 2028-03-10" },
    ],
    [200, { deprecation: "true" }, { state: "yellow", found: "2026-03-10, deprecated from true" }],
    [200, { "x-github-api-version-selected": "2027-01-01" }, { found: "2027-01-01" }],
    [404, { "x-github-enterprise-version": "3.18.0" }, { state: "green" }],
    [404, {}, { state: "yellow", found: "can't be told: it answered 404, and not as GitHub does" }],
    [403, {}, { state: "yellow", found: "can't be told: it answered 403, and not as GitHub does" }],
    [403, { "x-github-api-version-selected": "2026-03-10" }, { state: "green" }],
    [401, {}, { state: "yellow", found: "can't be told: it answered 401" }],
    [503, {}, { state: "yellow", found: "can't be told: it answered 503" }],
    [400, {}, { state: "red", found: "it takes none of 2026-03-10, 2022-11-28 (400)" }],
    [410, {}, { state: "red", found: "it takes none of 2026-03-10, 2022-11-28 (410)" }],
  ])("that answers %d with %j", async (status, headers, expected) => {
    const lines = await lookAt(await answering(status, headers), fineGrained);
    expect(lineAbout(lines, "API version")).toMatchObject(expected);
  });

  const later = "Ask again later; githubstatus.com may say more.";
  test.each<[number, Record<string, string>, string]>([
    [404, {}, "Look at api-url."],
    [403, {}, expect.stringContaining("single sign-on")],
    [403, { "x-ratelimit-remaining": "0" }, later],
    [429, {}, later],
    [503, {}, later],
  ])(
    "that answers %d with %j leaves open whether the token is good",
    async (...[status, headers, mend]) => {
      const lines = await lookAt(await answering(status, headers), fineGrained);
      expect(lineAbout(lines, ", token")).toMatchObject({ state: "yellow", mend });
    },
  );

  test.each([
    ["text/html", "<h1>Welcome to the hotel</h1>"],
    ["application/json", "{}"],
    ["application/json", '{"login":null}'],
    ["application/json", '["login"]'],
  ])("that answers everything with %s %s is not GitHub", async (type, body) => {
    const url = await answering(200, { "content-type": type }, body);
    const way = "Look at api-url, and at the way from here to ";
    const lines = await lookAt(url, fineGrained);
    expect(lineAbout(lines, ", token")).toMatchObject({
      ...{ state: "red", mend: expect.stringContaining(way) },
      found: `${url} answered 200 without a login: the answer is not GitHub's`,
    });
    expect(lineAbout(lines, "API version")).toMatchObject({
      ...{ state: "yellow", mend: expect.stringContaining(way) },
      found: "can't be told: it answered 200, and not as GitHub does",
    });
  });

  test("that says nothing of versions is known by its rate limits", async () => {
    const body = { login: "octocat", resources: { core: {} } };
    const lines = await lookAt(await answering(200, {}, JSON.stringify(body)), fineGrained);
    expect(lineAbout(lines, "API version")).toMatchObject({ state: "green", found: "2026-03-10" });
  });

  test("that nobody answers for is red, and the token can't be told", async () => {
    const lines = await lookAt("http://127.0.0.1:9", fineGrained);
    expect(lines.map(({ about, state }) => [about, state])).toEqual([
      ["credential default, secret", "green"],
      ["credential default, token", "yellow"],
      ["127.0.0.1:9, API version", "red"],
    ]);
  });

  test("that nobody answers for is yellow where the functions ask it", async () => {
    const pat = { pat: "github/token", "api-url": "http://127.0.0.1:9" };
    const work = { ...workWith({ text: fineGrained }), isDeployed: true };
    const lines = await githubLines({ credentials: { default: pat }, triggers: {} }, work);
    expect(lineAbout(lines, "API version")).toMatchObject({
      ...{
        state: "yellow",
        mend: expect.stringContaining("The functions have a way of their own"),
      },
      found: expect.stringContaining("can't be reached from this machine"),
    });
  });

  test("of several credentials is asked once, with a token that it takes", async () => {
    const url = await standIn({ tokens: [classic] });
    const pat = (name: string) => ({ pat: name, "api-url": url });
    const work = workWith({ text: classic });
    const read = async (name: string) => ({ text: name === "good" ? classic : fineGrained });
    const lines = await githubLines(
      { credentials: { bad: pat("bad"), good: pat("good") }, triggers: {} },
      { ...work, place: { ...work.place, read } },
    );
    const states = lines.map(({ about, state }) => [about.replace(/.*(?=, )|^clock.*/, ""), state]);
    expect(states.filter(([about]) => about === ", API version")).toEqual([
      [", API version", "green"],
    ]);
    expect(states.filter(([about]) => about === ", token")).toEqual([
      [", token", "red"],
      [", token", "green"],
    ]);
  });
});
