import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { dispatch } from "./dispatch.ts";

const { TOKEN: token = "" } = process.env;

/** The least that dispatches: the token is in the environment, and there is one bare `fetch`. */
export async function handler(event: APIGatewayProxyEventV2) {
  const run = await dispatch(event, token);
  return { statusCode: 201, body: JSON.stringify(run) };
}
