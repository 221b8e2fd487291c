import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Address } from "../stand-ins/start.ts";
import { order } from "./order.ts";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));

/**
 * The environment of a candidate's process: Lambda's own, what infra/functions.ts adds, and what the floor and the
 * peers are told. Nothing of this process's environment is in it.
 *
 * docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 *
 * @param file the module of the handler.
 */
export function environmentOf(
  name: string,
  file: string,
  { secretsManager, dynamoDb, gitHub, authority }: Address,
): Readonly<Record<string, string>> {
  const session = "session".repeat(40);
  return {
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
    // Temporary credentials have one, and it is signed and sent each time.
    AWS_SESSION_TOKEN: session,
    AWS_REGION: "eu-west-1",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: "candidate",
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_FORMAT: "JSON",
    _X_AMZN_TRACE_ID: "Root=1-6a65c040-0123456789abcdef01234567",
    LAMBDA_TASK_ROOT: dirname(file),
    // Lambda has the AWS SDK there, too, for CommonJS modules.
    NODE_PATH: packages,
    // In Lambda there are no shared files of credentials.
    HOME: dirname(file),
    TZ: ":UTC",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManager,
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb,
    // No dispatch asks another service of AWS; one that did would be refused here, and not leave the machine.
    AWS_ENDPOINT_URL: secretsManager,
    // A ledger of its own, so that no candidate meets another one's gate.
    LEDGER_TABLE: `ledger of ${name}`,
    QUEUE_URL: `${secretsManager}/deliveries`,
    DEAD_LETTERS_URL: `${secretsManager}/dead-letters`,
    GITHUB_URL: gitHub,
    SECRET_NAME: "github/dispatch",
    TOKEN: order.dispatch.token,
    ...(authority === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority }),
  };
}
