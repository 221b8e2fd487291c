import { createQueueHandler } from "../queue.ts";
import { createLambdaApp } from "./app.ts";

/** The Lambda function behind the queue. */
export const handler = createQueueHandler(createLambdaApp());
