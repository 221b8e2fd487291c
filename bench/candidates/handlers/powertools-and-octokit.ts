import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import { getSecret } from "@aws-lambda-powertools/parameters/secrets";
import { request } from "@octokit/request";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import { apiVersion, githubUrl, inputsOf, secretName, target } from "./dispatch.ts";

const logger = new Logger({ serviceName: "dispatcher" });
const metrics = new Metrics({ namespace: "dispatcher", serviceName: "dispatcher" });

/** What people write today: Powertools for the token, a log line and a metric, and Octokit's request. */
export async function handler(event: APIGatewayProxyEventV2, context: Context) {
  logger.addContext(context);
  const token = await getSecret(secretName, { maxAge: 300 });
  const { data } = await request(
    "POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches",
    {
      baseUrl: githubUrl,
      owner: target.owner,
      repo: target.repo,
      workflow_id: target.workflow,
      ref: target.ref,
      inputs: inputsOf(event),
      headers: { authorization: `Bearer ${token}`, "x-github-api-version": apiVersion },
    },
  );
  logger.info("dispatched", { workflow: target.workflow });
  metrics.addMetric("dispatched", MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  return { statusCode: 201, body: JSON.stringify(data) };
}
