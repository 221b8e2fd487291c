import { createHttpHandler } from "../http.ts";
import { refuseCalls } from "../unusable.ts";
import { startLambdaApp } from "./app.ts";
import { logToConsole } from "./console.ts";

const started = startLambdaApp("http");

/** The Lambda function behind the HTTP API. */
export const handler =
  started.app === undefined
    ? refuseCalls(started.failure, logToConsole)
    : createHttpHandler(started.app);
