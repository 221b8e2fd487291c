import { type Fault, fault, type Unknown } from "./finding.ts";

/** Something that was asked for; or what is wrong, or why it can't be told. */
export type Seen<Value> =
  | { readonly value: Value; readonly fault?: never; readonly unknown?: never }
  | { readonly value?: never; readonly fault: Fault; readonly unknown?: never }
  | { readonly value?: never; readonly fault?: never; readonly unknown: Unknown };

/** A token to ask GitHub with. */
export interface FoundToken {
  /** The value of an `Authorization` header. */
  readonly authorization: string;
  readonly place: TokenPlace;
  /** Where it was found, for people. */
  readonly from: string;
}

/** Where tokens may be found. */
export const tokenPlaces = ["environment", "gh", "secret"] as const;
export type TokenPlace = (typeof tokenPlaces)[number];

/** What is wrong with a token, or with what it sees; another token need not have it. */
export function faultOfToken(
  code: "token-invalid" | "token-forbidden" | "token-expires" | "repository-not-found",
  path: Fault["path"],
  { place, from }: FoundToken,
  found: string,
): Fault {
  const known = fault(code, path, { found });
  if (place === "secret") return known;
  const isBad = code === "token-invalid" || code === "token-expires";
  const mend = isBad ? `Renew the token of ${from}.` : known.mend;
  const other = "Or check with the credential's own token: --token-from secret.";
  return { ...known, mend: `${mend} ${other}`, isOfOtherToken: true };
}
