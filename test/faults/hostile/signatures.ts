import { createHmac } from "node:crypto";
import { secrets } from "../../functions/contract/cases.ts";
import { type Header, inBytes, type Tricks } from "./tricks.ts";

/** What is signed, and when: milliseconds since the epoch. */
export interface Signed {
  readonly body: Buffer;
  readonly now: number;
}

/** Headers that are to prove who calls, and don't. */
export type Proof = (signed: Signed) => readonly Header[];

const other = Buffer.from('{"note":"another-body"}');
const gitHubKey = secrets["routes/webhook"] ?? "";
const standardKey = Buffer.from(secrets["routes/standard"] ?? "", "base64");
const wrongKey = "wrong-webhook-key-0d11";

/** GitHub's signature of a body. */
export function signGitHub(body: Buffer, key = gitHubKey, algorithm = "sha256"): string {
  return `${algorithm}=${createHmac(algorithm, key).update(body).digest("hex")}`;
}

function gitHub(...signatures: readonly string[]): readonly Header[] {
  return signatures.map((signature) => ["X-Hub-Signature-256", signature]);
}

export const gitHubSignatures: Tricks<Proof> = {
  "no signature": () => [],
  "an empty signature": () => gitHub(""),
  "an algorithm alone": () => gitHub("sha256="),
  "a wrong key": ({ body }) => gitHub(signGitHub(body, wrongKey)),
  "an empty key": ({ body }) => gitHub(signGitHub(body, "")),
  "a truncated signature": ({ body }) => gitHub(signGitHub(body).slice(0, -1)),
  "a signature with more behind it": ({ body }) => gitHub(`${signGitHub(body)}00`),
  "no algorithm": ({ body }) => gitHub(signGitHub(body).slice("sha256=".length)),
  "SHA-1": ({ body }) => gitHub(signGitHub(body, gitHubKey, "sha1")),
  "SHA-512": ({ body }) => gitHub(signGitHub(body, gitHubKey, "sha512")),
  "another body": () => gitHub(signGitHub(other)),
  "a body of nothing": () => gitHub(signGitHub(Buffer.alloc(0))),
  "zeros only": () => gitHub(`sha256=${"0".repeat(64)}`),
  "letters only": () => gitHub(`sha256=${"z".repeat(64)}`),
  "not ASCII": () => gitHub(`sha256=${inBytes("ü".repeat(32))}`),
  "two signatures": ({ body }) => gitHub(signGitHub(other), signGitHub(body)),
  "a list of signatures": ({ body }) => gitHub(`${signGitHub(body)}, ${signGitHub(other)}`),
  "a signature of 8 KB": () => gitHub(`sha256=${"ab".repeat(4096)}`),
  "the old header": ({ body }) => [["x-hub-signature", signGitHub(body, gitHubKey, "sha1")]],
};

/** What a standard webhook says of itself, apart from its body. */
interface Standard {
  readonly id?: string | null;
  /** Seconds since it was sent. */
  readonly age?: number;
  readonly timestamp?: string | null;
  readonly body?: Buffer;
  readonly key?: Buffer | undefined;
  /** Makes the header out of the right signature. */
  readonly write?: (digest: string) => string | null;
}

/** The signature of a standard webhook: github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export function signStandard(
  id: string,
  time: string,
  body: Buffer,
  key: Buffer = standardKey,
): string {
  return createHmac("sha256", key).update(`${id}.${time}.`).update(body).digest("base64");
}

function standard(told: Standard): Proof {
  return ({ body, now }) => {
    const time = String(Math.floor(now / 1000) - (told.age ?? 0));
    const id = told.id === undefined ? "msg_hostile" : told.id;
    const timestamp = told.timestamp === undefined ? time : told.timestamp;
    const digest = signStandard(id ?? "", timestamp ?? "", told.body ?? body, told.key);
    const signature = told.write === undefined ? `v1,${digest}` : told.write(digest);
    const headers: readonly (readonly [string, string | null])[] = [
      ["webhook-id", id],
      ["webhook-timestamp", timestamp],
      ["webhook-signature", signature],
    ];
    return headers.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  };
}

/** The forged ones are as they should be in all but one thing. */
export const standardSignatures: Tricks<Proof> = {
  "no headers": () => [],
  "no id": standard({ id: null }),
  "no timestamp": standard({ timestamp: null }),
  "no signature": standard({ write: () => null }),
  "an empty id": standard({ id: "" }),
  "an empty timestamp": standard({ timestamp: "" }),
  "an empty signature": standard({ write: () => "" }),
  "a wrong key": standard({ key: Buffer.from(wrongKey) }),
  "a truncated signature": standard({ write: (digest) => `v1,${digest.slice(0, -2)}` }),
  "a version alone": standard({ write: () => "v1," }),
  "another version": standard({ write: (digest) => `v2,${digest}` }),
  "an asymmetric version": standard({ write: (digest) => `v1a,${digest}` }),
  "no version": standard({ write: (digest) => digest }),
  "commas between signatures": standard({ write: (digest) => `v1,aaaa,v1,${digest}` }),
  "500 wrong signatures": standard({ write: () => "v1,d3Jvbmctc2lnbmF0dXJl ".repeat(500).trim() }),
  "another body": standard({ body: other }),
  "another id": (signed) =>
    standard({})(signed).map(([name, value]) => [name, name === "webhook-id" ? "msg_2" : value]),
  "sent an hour ago": standard({ age: 3600 }),
  "sent in an hour": standard({ age: -3600 }),
  "sent in 1970": standard({ timestamp: "0" }),
  "sent before 1970": standard({ timestamp: "-1" }),
  "sent at no time": standard({ timestamp: "NaN" }),
  "sent at the end of time": standard({ timestamp: "9".repeat(30) }),
  "sent at an infinite time": standard({ timestamp: "Infinity" }),
  "sent at a time in hexadecimal": standard({ timestamp: "0x10" }),
  "sent at half a second": standard({ timestamp: "1795521600.5" }),
};
