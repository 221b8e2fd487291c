import type { Failure } from "../outcome.ts";
import type { Authorization, Tokens } from "./tokens.ts";

/** Asks GitHub something with a token; "none" is an answer of some questions. */
export type Ask<Answer> = (authorization: Authorization) => Promise<Answer>;

/**
 * Asks with the token of a credential. A token is kept for minutes and may have been rotated since: after a
 * refusal, a fresh one decides.
 */
export async function withToken<Answer>(
  tokens: Tokens,
  credential: string,
  ask: Ask<Answer | Failure>,
): Promise<Answer | Failure> {
  const kept = await tokens.get(credential);
  if (kept.failure !== undefined) return kept.failure;
  const answer = await ask(kept.value);
  if (!isTokenRefused(answer)) return answer;
  tokens.forget(credential, kept.value);
  const fresh = await tokens.get(credential);
  if (fresh.failure !== undefined) return fresh.failure;
  if (fresh.value === kept.value) return answer;
  const secondAnswer = await ask(fresh.value);
  if (isTokenRefused(secondAnswer)) tokens.forget(credential, fresh.value);
  return secondAnswer;
}

function isTokenRefused(answer: unknown): boolean {
  if (typeof answer !== "object" || answer === null || !("code" in answer)) return false;
  return answer.code === "token-invalid";
}
