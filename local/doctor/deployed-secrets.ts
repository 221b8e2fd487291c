import { awsFailure } from "../../functions/lambda/failure.ts";
import { howToStore } from "../token.ts";
import { awsMend } from "./attempt.ts";
import type { SecretPlace, SecretRead } from "./secret-lines.ts";

/**
 * The secrets in Secrets Manager.
 *
 * @param readSecret rejects with the errors of AWS.
 */
export function deployedPlace(readSecret: (secret: string) => Promise<string>): SecretPlace {
  return {
    async read(secret) {
      try {
        return { text: await readSecret(secret) };
      } catch (error) {
        return problemOf(error, secret);
      }
    },
    howToStore,
    howToStoreOfRoute: (secret) =>
      `Store it with: aws secretsmanager create-secret --name ${secret} --secret-string file://FILE, ` +
      `or, if it is there, put-secret-value --secret-id ${secret}.`,
  };
}

/** docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html#API_GetSecretValue_Errors */
function problemOf(error: unknown, secret: string): SecretRead {
  const failure = awsFailure(error);
  if (failure === undefined || !(error instanceof Error)) throw error;
  if (error.name === "ResourceNotFoundException") {
    return { problem: "there is no such secret, or it has no value", isMissing: true };
  }
  if (error.name === "InvalidRequestException") {
    const mend = `If it is scheduled for deletion: aws secretsmanager restore-secret --secret-id ${secret}`;
    return { problem: error.message, isMissing: true, mend };
  }
  return { problem: failure, isMissing: false, mend: awsMend };
}
