import { awsFailure } from "../../functions/lambda/failure.ts";
import { type Line, yellow } from "./line.ts";

/**
 * Looks at something in AWS. What AWS refuses, or can't be asked, is a line like any other, so that it
 * hides nothing else. Rejects for bugs.
 *
 * @param about what the line is about if it can't be told.
 */
export async function attempt(
  about: string,
  look: () => Promise<readonly Line[]>,
): Promise<readonly Line[]> {
  try {
    return await look();
  } catch (error) {
    const failure = awsFailure(error);
    if (failure === undefined) throw error;
    return [yellow(about, `can't be told: ${failure}`, awsMend)];
  }
}

/** What to do where AWS refuses to tell. */
export const awsMend =
  "Use AWS credentials that may read it (AWS_PROFILE, AWS_REGION), or ask somebody who has them.";
