import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { Octokit } from "@octokit/core";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { apiVersion, githubUrl, inputsOf, secretName, target } from "./dispatch.ts";

const secretsManager = new SecretsManagerClient();
let octokit: Octokit | undefined;

async function connect(): Promise<Octokit> {
  const command = new GetSecretValueCommand({ SecretId: secretName });
  const { SecretString: auth } = await secretsManager.send(command);
  return new Octokit({ auth, baseUrl: githubUrl });
}

/** What people write today: Octokit with a token from Secrets Manager. */
export async function handler(event: APIGatewayProxyEventV2) {
  octokit ??= await connect();
  const { data } = await octokit.request(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    {
      owner: target.owner,
      repo: target.repo,
      workflow_id: target.workflow,
      ref: target.ref,
      inputs: inputsOf(event),
      headers: { "x-github-api-version": apiVersion },
    },
  );
  return { statusCode: 201, body: JSON.stringify(data) };
}
