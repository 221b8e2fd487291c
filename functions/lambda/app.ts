import { readFileSync } from "node:fs";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Config } from "../../dispatch/config.ts";
import { type App, createApp } from "../app.ts";
import { logToConsole } from "./console.ts";
import { createSendDeadLetter } from "./dead-letters.ts";
import { createReadSecret } from "./secrets.ts";

/** Milliseconds. The SDK has no time-out of its own, and a function has seconds for a call in all. */
const requestHandler = {
  connectionTimeout: 2000,
  requestTimeout: 5000,
  throwOnRequestTimeout: true,
};

/** The composition root in Lambda: the one place that reads the environment and makes clients. */
export function createLambdaApp(): App {
  const config = JSON.parse(
    readFileSync(new URL("./config.json", import.meta.url), "utf8"),
  ) as Config;
  return createApp(config, {
    fetch,
    now: Date.now,
    random: Math.random,
    readSecret: createReadSecret(new SecretsManagerClient({ requestHandler })),
    log: logToConsole,
    sendDeadLetter: createSendDeadLetter(process.env.DEAD_LETTERS_URL),
  });
}
