import { messageOf } from "../../dispatch/github/answer.ts";
import type { Answer } from "../../dispatch/github/call.ts";
import type { Target } from "../../dispatch/github/target.ts";
import type { Unknown } from "./finding.ts";
import { type FoundToken, faultOfToken, type Seen } from "./found-token.ts";

/** What it means that GitHub refuses a question. */
export function refusal(
  answer: Answer,
  about: string,
  target: Target,
  token: FoundToken,
): Seen<never> {
  if (answer.status === 403) return forbidden(answer, target, token);
  const said = wordsOf(answer);
  if (answer.status !== 401) return notTold(about, said);
  return { fault: faultOfToken("token-invalid", ["credential"], token, `${token.from}: ${said}`) };
}

/** That a token may not do what was asked for. */
export function forbidden(answer: Answer, { repository }: Target, token: FoundToken): Seen<never> {
  const found = `${token.from} in ${repository}: ${wordsOf(answer)}`;
  return { fault: faultOfToken("token-forbidden", ["repository"], token, found) };
}

/** An answer that is not what was asked for, for people. */
export function wordsOf(answer: Answer): string {
  const { status } = answer;
  if (status === 200) return "GitHub's answer can't be read";
  const message = messageOf(answer);
  return `GitHub answered ${status}${message === "" ? "" : `: ${message}`}`;
}

/** That GitHub could not be asked. */
export function notTold(about: string, reason: string): Seen<never> {
  return { unknown: { about, reason, mend: "Check again when GitHub can be asked." } };
}

/** A token that may start workflows need not be one that may read files. */
export function unreadable(
  about: string,
  answer: Answer | undefined,
  { from }: FoundToken,
): Unknown {
  const said = answer === undefined ? "GitHub says that nothing is there" : wordsOf(answer);
  return {
    about,
    reason: `${from} can't read it: ${said}`,
    mend: "Check with a token that has Contents: read too (GITHUB_TOKEN, or gh auth login), or without GitHub: npm run check -- --workflows DIR.",
  };
}

/** The members of an answer's JSON object. */
export function fieldsOf({ body }: Answer): Readonly<Record<string, unknown>> {
  return typeof body === "object" && body !== null ? { ...body } : {};
}
