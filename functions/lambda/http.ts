import { createHttpHandler } from "../http.ts";
import { createLambdaApp } from "./app.ts";

/** The Lambda function behind the HTTP API. */
export const handler = createHttpHandler(createLambdaApp());
