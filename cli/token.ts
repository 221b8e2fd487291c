import type { Config, Credential } from "../dispatch/config.ts";
import { configFrom, SettingsError, settingsFrom } from "../local/settings.ts";
import { howToStore, showToken, storeToken, type TokenWork } from "../local/token.ts";
import { exitCodes, runCommand, UsageError } from "./command.ts";
import { didYouMean } from "./config.ts";
import { onAws } from "./deployed.ts";
import { readHidden } from "./hidden-input.ts";
import { services } from "./services.ts";

const usage = `
npm run token -- set|show [CREDENTIAL] [options]

  set   stores a personal access token in the credential's secret in Secrets Manager, after GitHub has
        taken it. It is read from standard input, or typed without being shown; never an argument.
  show  tells whose the token in the secret is, its kind and when it expires; never the token.

CREDENTIAL is a name under credentials in triggers.yaml (default).

options
  --force     set: stores the token though GitHub does not take it, or can't be asked
  -h, --help  this text

environment
  TRIGGERS    the path of the file (triggers.yaml)
  AWS_REGION, AWS_PROFILE …  as the AWS CLI and the AWS SDK read them

exit codes
  0  the token is stored, or shown and good
  1  it is not stored, or GitHub does not take it, or AWS refused it
  2  the arguments, triggers.yaml or the environment are not usable
`;

await runCommand({
  usage,
  positionals: true,
  options: { force: { type: "boolean" } },
  async run([action, name = "default", ...others], { force }) {
    if ((action !== "set" && action !== "show") || others.length > 0) {
      throw new UsageError("Say set or show, and at most one credential. A token is no argument.");
    }
    const credential = credentialNamed(configFrom(settingsFrom(process.env)), name);
    if (action === "show") return exitCodeOf(await show(name, credential));
    if (credential.pat === undefined) {
      throw new SettingsError(`${name} is a GitHub App. ${howToStore(name, credential)}`);
    }
    const text = await readHidden(`Token for ${name} (${credential.pat}), not shown: `);
    const work = await createWork(name);
    return exitCodeOf(await onAws(() => storeToken(credential, text, force === true, work)));
  },
});

async function show(name: string, credential: Credential): Promise<boolean> {
  const work = await createWork(name);
  return onAws(() => showToken(credential, work));
}

async function createWork(name: string): Promise<TokenWork> {
  const { createSecretStore } = await import("../functions/lambda/secret-store.ts");
  return { name, secrets: createSecretStore(), services, print: console.log };
}

function credentialNamed({ credentials }: Config, name: string): Credential {
  const credential = Object.hasOwn(credentials, name) ? credentials[name] : undefined;
  if (credential !== undefined) return credential;
  const names = Object.keys(credentials);
  // What is no name may be a token, which must not be printed.
  const what = name === "default" ? "default" : "of that name";
  const hint = `${didYouMean(name, names)} There are: ${names.join(", ")}`;
  throw new UsageError(`There is no credential ${what}.${hint}.`);
}

function exitCodeOf(isGood: boolean): number {
  return isGood ? exitCodes.done : exitCodes.failed;
}
