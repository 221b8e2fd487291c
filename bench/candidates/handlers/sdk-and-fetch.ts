import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { dispatch, secretName } from "./dispatch.ts";

const secretsManager = new SecretsManagerClient();
let token: string | undefined;

async function readToken(): Promise<string> {
  const command = new GetSecretValueCommand({ SecretId: secretName });
  const { SecretString: text = "" } = await secretsManager.send(command);
  return text;
}

/** What people write today: a bare `fetch` with a token from Secrets Manager. */
export async function handler(event: APIGatewayProxyEventV2) {
  token ??= await readToken();
  const run = await dispatch(event, token);
  return { statusCode: 201, body: JSON.stringify(run) };
}
