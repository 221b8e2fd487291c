import type { ReadSecret } from "../../dispatch/tokens/secret.ts";
import type { SecretsManager } from "./aws/services.ts";

/** Reads secrets from Secrets Manager; a binary secret is read as UTF-8 text. */
export function createReadSecret(secretsManager: SecretsManager): ReadSecret {
  return async (name) => {
    const secret = await secretsManager.getSecretValue({ SecretId: name });
    return secret.SecretString ?? Buffer.from(secret.SecretBinary ?? []).toString("utf8");
  };
}
