import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect } from "vitest";
import type { Credential } from "../../../dispatch/config.ts";
import type { CredentialWork } from "../../../local/doctor/credential-lines.ts";
import { githubLines } from "../../../local/doctor/github-lines.ts";
import type { Line } from "../../../local/doctor/line.ts";
import type { SecretRead } from "../../../local/doctor/secret-lines.ts";
import type { GitHubOptions } from "../../../local/github/options.ts";
import { startGitHub } from "../../../local/github/server.ts";

/** Put together, so that nobody takes them for tokens of somebody. */
export const fineGrained = ["github", "pat", "11AAAAAAA0c0ffee"].join("_");
export const classic = ["ghp", "c0ffee11c0ffee11"].join("_");
export const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});

const closing: (() => unknown)[] = [];
let printed = "";
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  expect(printed).not.toMatch(/c0ffee|PRIVATE|installation-[\da-f]{24}/);
});

/** Starts a stand-in that ends with the test. @returns the URL of its API. */
export async function standIn(options: Partial<GitHubOptions> = {}): Promise<string> {
  const github = await startGitHub({ repositories: new Map(), tokens: undefined, ...options });
  closing.push(() => github.close());
  return github.url;
}

/** A server that gives the same answer to everything. */
export async function answering(
  status: number,
  headers: Record<string, string>,
  body = JSON.stringify({ message: "no", login: "octocat" }),
): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What to do about a secret, wherever it is. */
export const howToStore = "Store it.";

/** @param offset milliseconds by which this machine's clock is ahead. */
export function workWith(read: SecretRead, offset = 0): Omit<CredentialWork, "name"> {
  return {
    place: {
      read: async () => read,
      howToStore: () => howToStore,
      howToStoreOfRoute: () => howToStore,
    },
    services: {
      fetch,
      timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
      now: () => Date.now() + offset,
      random: () => 0,
    },
    isStandIn: false,
    isDeployed: false,
  };
}

/** Looks at credentials whose secrets all read the same. */
export async function look(
  credentials: Readonly<Record<string, Credential>>,
  secret: string | SecretRead,
  offset = 0,
): Promise<readonly Line[]> {
  const read = typeof secret === "string" ? { text: secret } : secret;
  const lines = await githubLines({ credentials, triggers: {} }, workWith(read, offset));
  printed = JSON.stringify(lines);
  return lines;
}

/** The line whose subject ends with a text. */
export function lineAbout(lines: readonly Line[], about: string): Line | undefined {
  return lines.find((line) => line.about.endsWith(about));
}
