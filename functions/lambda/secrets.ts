import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { ReadSecret } from "../../dispatch/tokens/secret.ts";

/** Reads secrets from Secrets Manager; a binary secret is read as UTF-8 text. */
export function createReadSecret(client: SecretsManagerClient): ReadSecret {
  return async (name) => {
    const secret = await client.send(new GetSecretValueCommand({ SecretId: name }));
    return secret.SecretString ?? Buffer.from(secret.SecretBinary ?? []).toString("utf8");
  };
}
