import { randomUUID } from "node:crypto";
import { awsError, type JsonService } from "./aws-request.ts";
import { strangers } from "./exchange.ts";

/**
 * Secrets Manager, as far as GetSecretValue:
 * docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 *
 * @param secrets their texts, by name.
 */
export function createSecretsManager(secrets: Readonly<Record<string, string>>): JsonService {
  return {
    signingName: "secretsmanager",
    target: "secretsmanager",
    contentType: "application/x-amz-json-1.1",
    operations: {
      GetSecretValue(input) {
        const { SecretId: name } = input;
        if (typeof name !== "string" || strangers(input, ["SecretId"]).length > 0) {
          return awsError(400, "InvalidParameterException", "SecretId alone is taken");
        }
        if (!Object.hasOwn(secrets, name)) {
          const message = "Secrets Manager can't find the specified secret.";
          return awsError(400, "ResourceNotFoundException", message);
        }
        return { status: 200, body: secretOf(name, secrets[name]) };
      },
    },
  };
}

function secretOf(name: string, text: string | undefined) {
  return {
    ARN: `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}-AbCdEf`,
    CreatedDate: 1_795_521_600.123,
    Name: name,
    SecretString: text,
    VersionId: randomUUID(),
    VersionStages: ["AWSCURRENT"],
  };
}
