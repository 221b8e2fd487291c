import { writeSync } from "node:fs";
import { env, exit } from "node:process";
import { pathToFileURL } from "node:url";

/** A handler, as the module of a function exports it. */
export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** What Lambda tells of an invocation: docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export const context = {
  awsRequestId: "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
  functionName: env.AWS_LAMBDA_FUNCTION_NAME,
  functionVersion: "$LATEST",
  invokedFunctionArn: `arn:aws:lambda:eu-west-1:123456789012:function:${env.AWS_LAMBDA_FUNCTION_NAME}`,
  memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  getRemainingTimeInMillis: () => 29_000,
};

/**
 * Loads a handler as Lambda's Node.js runtime does, with `import` whatever kind of module it is:
 * github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/function/user-function-loader.ts
 */
export async function loadHandler(file: string): Promise<Handler> {
  const module: { readonly handler: Handler } = await import(pathToFileURL(file).href);
  return module.handler;
}

/** What the handler has logged last, to say why it has failed. */
let lastLog = "";

/**
 * Has the console write what it is given as JSON to the standard output, as the runtime does with the log format JSON:
 * github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/logging/log-patch.ts
 */
export function logAsJson(): void {
  for (const level of ["trace", "debug", "info", "log", "warn", "error"] as const) {
    console[level] = (message: unknown) => {
      const timestamp = new Date().toISOString();
      const record = { timestamp, level: level.toUpperCase(), requestId: context.awsRequestId };
      lastLog = JSON.stringify({ ...record, message });
      writeSync(1, `${lastLog}\n`);
    };
  }
}

/** @throws Error with a handler's answer when it is no success: a call is answered so, or a message comes again. */
export function expectSuccess(answer: unknown): void {
  const { statusCode, batchItemFailures } = Object(answer);
  if (statusCode === 201 || batchItemFailures?.length === 0) return;
  throw new Error(`the handler answered ${JSON.stringify(answer)}; its last log is ${lastLog}`);
}

/** Ends the process, and says why. */
export function failWith(error: unknown): never {
  writeSync(2, `${reasonOf(error)}\n`);
  return exit(1);
}

/** What was thrown, and where. Node.js itself would show the line of the bundle, which may be all of it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? String(error.stack) : String(error);
}
