import type { AnswerHeaders } from "../fetch.ts";

/** When the token of a credential expires. */
export interface TokenExpiry {
  readonly credential: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** Whole days that are left; negative for a token that has expired. */
  readonly daysLeft: number;
}

/** Days before a token expires from which on that is worth a warning. */
const soon = 14;

/** Whether a token expires so soon that a new one should be made. */
export function expiresSoon({ daysLeft }: TokenExpiry): boolean {
  return daysLeft < soon;
}

const day = 24 * 60 * 60 * 1000;

/** GitHub's header for tokens that expire; both `UTC` and an offset without a colon occur in it. */
const header = "github-authentication-token-expiration";

/**
 * When a token expires, in milliseconds since the epoch; nothing for a text that is no such time.
 *
 * @param text `2026-12-01 10:00:00 UTC` or `2026-12-01 19:00:00 +0900`.
 */
export function readTokenExpiration(text: string): number | undefined {
  const form = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|([+-]\d\d):?(\d\d))$/;
  const [, date, time, hours, minutes] = form.exec(text.trim()) ?? [];
  const offset = hours === undefined ? "Z" : `${hours}:${minutes}`;
  const expires = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(expires) ? undefined : expires;
}

/** When the token that GitHub has answered to expires; nothing for one that doesn't. */
export function tokenExpiryIn(
  headers: AnswerHeaders,
  credential: string,
  now: number,
): TokenExpiry | undefined {
  const expires = readTokenExpiration(headers.get(header) ?? "");
  if (expires === undefined) return undefined;
  return { credential, expires, daysLeft: Math.floor((expires - now) / day) };
}

/** Tells of a token's expiry at the first answer of GitHub that says it, then once a day, and for a new token. */
export function createExpiryWatch(
  now: () => number,
  tell: (expiry: TokenExpiry) => void,
): (credential: string, headers: AnswerHeaders) => void {
  const told = new Map<string, { readonly expires: number; readonly time: number }>();
  return (credential, headers) => {
    const time = now();
    const expiry = tokenExpiryIn(headers, credential, time);
    if (expiry === undefined) return;
    const { expires } = expiry;
    const before = told.get(credential);
    if (before?.expires === expires && time < before.time + day) return;
    told.set(credential, { expires, time });
    tell(expiry);
  };
}
