import { ResourceNotFoundException, SecretsManager } from "@aws-sdk/client-secrets-manager";
import { createReadSecret } from "./secrets.ts";

/** Secrets, to read and to write. Both reject with the errors of AWS. */
export interface SecretStore {
  /** The text of a secret; nothing if there is no such secret. */
  read(name: string): Promise<string | undefined>;
  /** Stores the text, in a new secret if there is none. @returns whether it is a new one. */
  write(name: string, text: string): Promise<boolean>;
}

/** Secrets Manager. */
export function createSecretStore(secretsManager = new SecretsManager()): SecretStore {
  const readSecret = createReadSecret(secretsManager);
  return {
    async read(name) {
      try {
        return await readSecret(name);
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async write(name, text) {
      try {
        await secretsManager.putSecretValue({ SecretId: name, SecretString: text });
        return false;
      } catch (error) {
        // A new secret can't be given an ARN.
        if (!(error instanceof ResourceNotFoundException) || name.startsWith("arn:")) throw error;
        await secretsManager.createSecret({ Name: name, SecretString: text });
        return true;
      }
    },
  };
}
