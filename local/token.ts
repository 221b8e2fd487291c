import type { AppCredential, Credential, PatCredential } from "../dispatch/config.ts";
import { fitRows, printable } from "./terminal.ts";
import {
  authorizationOf,
  type CheckServices,
  checkApp,
  checkToken,
  type TokenFacts,
} from "./token-check.ts";

/** Where the secrets of credentials are. */
export interface Secrets {
  /** The text of a secret; nothing if there is no such secret. */
  read(name: string): Promise<string | undefined>;
  /** Stores a text. @returns whether the secret is a new one. */
  write(name: string, text: string): Promise<boolean>;
}

/** A credential of the file, and what is needed to deal with its secret. */
export interface TokenWork {
  /** Of the credential. */
  readonly name: string;
  readonly secrets: Secrets;
  readonly services: CheckServices;
  readonly print: (line: string) => void;
}

/**
 * Stores a personal access token, if GitHub takes it.
 *
 * @param text a token, or {"username": …, "token": …}.
 * @param force stores it though GitHub does not take it, or can't be asked.
 * @returns whether it is stored.
 */
export async function storeToken(
  credential: PatCredential,
  text: string,
  force: boolean,
  { name, secrets, services, print }: TokenWork,
): Promise<boolean> {
  const token = text.trim();
  const authorization = await authorizationOf(credential, token, services);
  if (authorization.problem !== undefined) {
    print("Not stored: this is no token. A token is one line of visible ASCII characters.");
    return false;
  }
  const facts = await checkToken(name, credential, authorization.value, services);
  if (facts.problem !== undefined && !force) {
    print(`Not stored: ${printable(facts.problem)}. With --force it is stored anyway.`);
    return false;
  }
  const isNew = await secrets.write(credential.pat, token);
  print(`Stored in the ${isNew ? "new " : ""}secret ${credential.pat}; in use within 5 minutes.`);
  if (facts.value !== undefined) printFacts(name, credential, facts.value, print);
  else print(`GitHub has not taken it: ${printable(facts.problem)}.`);
  return true;
}

/** Tells of the secret of a credential what is no secret. @returns whether GitHub takes it. */
export async function showToken(credential: Credential, work: TokenWork): Promise<boolean> {
  const { name, secrets, services, print } = work;
  const secret = credential.pat ?? credential.app["private-key"];
  const text = await secrets.read(secret);
  if (text === undefined) {
    print(`There is no secret ${secret}. ${howToStore(name, credential)}`);
    return false;
  }
  if (credential.pat === undefined) return showApp(credential, text, work);
  const authorization = await authorizationOf(credential, text, services);
  const facts =
    authorization.problem === undefined
      ? await checkToken(name, credential, authorization.value, services)
      : authorization;
  if (facts.problem === undefined) printFacts(name, credential, facts.value, print);
  else print(`The token of ${name} can't be used: ${printable(facts.problem)}.`);
  return facts.problem === undefined;
}

async function showApp(
  credential: AppCredential,
  text: string,
  { name, services, print }: TokenWork,
): Promise<boolean> {
  const { app } = credential;
  const { problem } = await checkApp(credential, text, services);
  const rows = [
    ["credential", name],
    ["secret", app["private-key"]],
    ["kind", `GitHub App ${app.id}, installation ${app["installation-id"]}`],
    ["key", problem === undefined ? "GitHub takes it" : `can't be used: ${printable(problem)}`],
  ];
  for (const line of fitRows(rows)) print(line);
  return problem === undefined;
}

/** How the secret of a credential is filled. */
export function howToStore(name: string, { app }: Credential): string {
  if (app === undefined) return `Store a token with: npm run token -- set ${name}`;
  const command = `put-secret-value --secret-id ${app["private-key"]} --secret-string file://key.pem`;
  return `Store the App's private key with: aws secretsmanager ${command}`;
}

function printFacts(
  name: string,
  { pat, "api-url": apiUrl }: PatCredential,
  { login, kind, scopes, expiry }: TokenFacts,
  print: (line: string) => void,
): void {
  const rows = [
    ["credential", name],
    ["secret", pat],
    ["owner", `${printable(login)} (${apiUrl})`],
    ["kind", kind],
    ...(scopes === undefined ? [] : [["scopes", printable(scopes) || "none"]]),
    ["expires", expiry === undefined ? "never, or GitHub does not say" : expiryText(expiry)],
  ];
  for (const line of fitRows(rows)) print(line);
}

function expiryText({ expires, daysLeft }: NonNullable<TokenFacts["expiry"]>): string {
  const date = `${new Date(expires).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `${date}, in ${daysLeft} ${daysLeft === 1 ? "day" : "days"}`;
}
