import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** What people write into the code of such a handler. */
export const target = { owner: "acme", repo: "shop", workflow: "deploy.yml", ref: "main" } as const;
export const { GITHUB_URL: githubUrl = "", SECRET_NAME: secretName = "" } = process.env;
export const apiVersion = "2026-03-10";

/** The inputs that a call asks for. */
export function inputsOf(event: APIGatewayProxyEventV2) {
  const { environment = "" } = event.pathParameters ?? {};
  const { who } = JSON.parse(event.body ?? "{}") as { readonly who: string };
  return { environment, who };
}

/** Dispatches with a bare `fetch`. @throws Error with GitHub's answer when it is no success. */
export async function dispatch(event: APIGatewayProxyEventV2, token: string): Promise<unknown> {
  const { owner, repo, workflow, ref } = target;
  const url = `${githubUrl}/repos/${owner}/${repo}/actions/workflows/${workflow}/dispatches`;
  const response = await fetch(url, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "content-type": "application/json",
      "x-github-api-version": apiVersion,
      "user-agent": "acme",
    },
    body: JSON.stringify({ ref, inputs: inputsOf(event) }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}
