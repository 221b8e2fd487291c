import { readFileSync } from "node:fs";

/** Reads a file of cases. */
export function readCases<Case>(file: string): Case {
  return JSON.parse(readFileSync(new URL(`../cases/${file}`, import.meta.url), "utf8"));
}

/** The secrets of the suite's triggers, by name. */
export const secrets = readCases<Record<string, string>>("secrets.json");

/** What is not as it should be, in the world around the handlers. */
export interface Faults {
  /** How GitHub is not well. */
  readonly github?: GitHubFault;
  /** Secrets that hold something else, or, with null, can't be read. */
  readonly secrets?: Readonly<Record<string, string | null>>;
  /** Where a bug throws. */
  readonly bug?: Bug;
}

export type GitHubFault =
  | "down"
  | "silent"
  | "failing"
  | "rate-limited"
  | "secondary-limit"
  | "long-limit"
  | "refuses-token"
  | "forbids-token"
  | "enterprise-server";

export type Bug =
  | "dispatch"
  | "dispatch-text"
  | "fetch"
  | "clock"
  | "ledger"
  | "queue"
  | "dead-letters";

/** One HTTP call, and what is to become of it on every host. */
export interface HttpCase extends Faults {
  readonly name: string;
  /** `POST` by default. */
  readonly method?: string;
  /** As sent, with the query. */
  readonly path: string;
  /** The route, as API Gateway names it; by default the method and the path. */
  readonly route?: string;
  /** The path parameters, as API Gateway passes them. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Headers; several values are sent as several headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** The body as JSON, with its content type. */
  readonly json?: unknown;
  /** The body as a form, with its content type. */
  readonly form?: string;
  /** The body as text, without a content type. */
  readonly text?: string;
  /** The body's bytes in base64, without a content type. */
  readonly base64?: string;
  /** Repeats a part of the body: what stands between the two texts is written so many times. */
  readonly repeat?: readonly [part: string, times: number, before: string, after: string];
  readonly sign?: GitHubSignature | StandardSignature;
  readonly token?: WebToken;
  /** Only there: what API Gateway refuses itself never reaches the handler. */
  readonly only?: "local" | "lambda";

  readonly status: number;
  /** The problem's code. */
  readonly code?: string;
  /** The problem's detail; null for none. */
  readonly detail?: string | null;
  /** What API Gateway says where it refuses a call itself. */
  readonly message?: string;
  /** The answer's headers, among others. */
  readonly answer?: Readonly<Record<string, string>>;
  /** The id of the delivery. */
  readonly delivery?: string;
  /** How many seconds nobody receives a message that was queued. */
  readonly seconds?: number;
  /** Records of the log; 1 by default. The last one tells what became of the call. */
  readonly records?: number;
  /** Who calls, as the queue has it. */
  readonly caller?: string;
  /** The inputs that the run has, or that wait in the queue, apart from empty ones. */
  readonly inputs?: Readonly<Record<string, string>>;
}

export interface GitHubSignature {
  readonly scheme: "github";
  /** Another key than the route's. */
  readonly key?: string;
  /** What is signed in place of the body. */
  readonly over?: string;
}

export interface StandardSignature {
  readonly scheme: "standard-webhooks";
  readonly key?: string;
  readonly over?: string;
  readonly id: string;
  /** Seconds since the webhook was sent. */
  readonly age: number;
  /** Signatures that go along, before the right one. */
  readonly others?: readonly string[];
}

/** A JSON Web Token as the issuer makes it. */
export interface WebToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly audience?: string | readonly string[] | null;
  readonly issuer?: string;
  /** Seconds until it expires; null for never. */
  readonly expires?: number | null;
  /** Seconds since it was issued. */
  readonly age?: number;
  readonly algorithm?: "RS256" | "ES256";
  readonly keyId?: string | null;
  /** Signed with a key that the issuer doesn't publish. */
  readonly forged?: boolean;
  /** `Bearer ` by default. */
  readonly scheme?: string;
}

/** All HTTP cases, by what they are about. */
export const httpCases: readonly (readonly [string, readonly HttpCase[]])[] = [
  "bodies",
  "routes",
  "auth",
  "github",
].map((about) => [about, readCases<HttpCase[]>(`http-${about}.json`)] as const);
