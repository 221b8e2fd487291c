import { createQueueHandler } from "../queue.ts";
import { leaveMessages } from "../unusable.ts";
import { startLambdaApp } from "./app.ts";
import { logToConsole } from "./console.ts";

const started = startLambdaApp("queue");

/** The Lambda function behind the queue. */
export const handler =
  started.app === undefined
    ? leaveMessages(started.failure, logToConsole)
    : createQueueHandler(started.app);
