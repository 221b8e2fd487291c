import { generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import type { Config } from "../../dispatch/config.ts";
import { type Cloud, runIds, startCloud } from "./cloud.ts";
import { createAgenda, type Happening, runUntilEmpty } from "./consume.ts";
import { eventMessage } from "./deliveries.ts";

let cloud: Cloud;
afterEach(() => cloud.close());

const ids = Array.from({ length: 1000 }, (_, index) => `delivery-${index}`);
const apart = 2000;
const half = (ids.length * apart) / 2;

/** Has the deliveries come one after another while a secret is rotated in their middle. */
async function rotate(...rotation: readonly Happening[]): Promise<void> {
  const begin = cloud.clock.now();
  const deliveries = ids.map((id, index) => ({
    time: begin + index * apart,
    happen: () => cloud.messages.send(eventMessage({ trigger: "plain", id })),
  }));
  const inTheMiddle = rotation.map(({ time, happen }) => ({ time: begin + half + time, happen }));
  await runUntilEmpty(cloud, createAgenda([...deliveries, ...inTheMiddle]));
  expect(cloud.deadLetters.list()).toEqual([]);
  expect(runIds(cloud).toSorted()).toEqual(ids.toSorted());
}

/** When the new secret is stored, and when the old one is taken no more, in milliseconds. */
const rotations = [
  ["before the old one is revoked", 0, 60_000],
  ["as the old one is revoked", 0, 0],
  ["ten minutes after the old one is revoked", 600_000, 0],
] as const;

describe.each(rotations)(
  "1,000 deliveries while a new secret is stored %s",
  (_name, stored, revoked) => {
    test("with a personal access token", async () => {
      cloud = await startCloud(3, { tokens: ["first-token", "second-token"] });
      const { github, secrets } = cloud;
      await rotate(
        { time: stored, happen: () => void secrets.set("github/pat", "second-token") },
        { time: revoked, happen: () => github.setTokens(["second-token"]) },
      );
      const refused = github.calls().filter(({ status }) => status === 401);
      expect(refused.length).toBeGreaterThan(0);
      // While it is refused, its deliveries wait without a call each: each instance finds out, then one tries.
      expect(refused.length).toBeLessThan(25);
    });

    test("with an App's private key", async () => {
      const [first, second] = [makeKey(), makeKey()];
      const app = { id: 1, installationId: 2, key: first };
      cloud = await startCloud(4, { tokens: [], apps: [app] }, withApp);
      const { github, secrets } = cloud;
      secrets.set("github/key", first);
      const revoke = () => {
        app.key = second;
        github.setTokens([]);
      };
      await rotate(
        { time: stored, happen: () => void secrets.set("github/key", second) },
        { time: revoked, happen: revoke },
      );
      const installation = "/app/installations/2/access_tokens";
      const asked = github.calls().filter(({ path }) => path === installation);
      expect(asked.length).toBeGreaterThan(1);
      expect(asked.length).toBeLessThan(40);
    });
  },
);

function withApp(config: Config): Config {
  const { "api-url": apiUrl, pace } = config.credentials.default ?? { "api-url": "" };
  const app = { id: 1, "installation-id": 2, "private-key": "github/key" };
  const credential = { app, "api-url": apiUrl, pace };
  return { ...config, credentials: { ...config.credentials, default: credential } };
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  return privateKey;
}
