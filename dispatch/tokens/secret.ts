import { retry, type Step } from "../outcome.ts";

/** Reads a secret by its Secrets Manager name or ARN; rejects when it can't. */
export type ReadSecret = (name: string) => Promise<string>;

/** Seconds until a delivery tries a secret again that could not be read or used. */
const secretRetrySeconds = 60;

/** Reads a secret; a failure to read it is an outcome like any other. */
export async function tryReadSecret(name: string, readSecret: ReadSecret): Promise<Step<string>> {
  try {
    return { value: (await readSecret(name)).trim() };
  } catch (error) {
    // The error's name is Secrets Manager's own; its message may hold more than belongs in a log.
    const reason = error instanceof Error ? error.name : "unknown error";
    const detail = `secret '${name}': ${reason}`;
    return { failure: retry("secret-unavailable", detail, secretRetrySeconds) };
  }
}

/** A secret that was read but can't be used; the detail says what it should hold, never what it holds. */
export function malformedSecret(name: string, needed: string): Step<never> {
  const detail = `secret '${name}' does not hold ${needed}`;
  return { failure: retry("secret-malformed", detail, secretRetrySeconds) };
}
