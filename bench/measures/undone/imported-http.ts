import * as http from "node:http";
import * as https from "node:https";

// In the place of functions/lambda/connection/node-http.ts: the modules as they are mostly had.
export const nodeHttp = () => http;
export const nodeHttps = () => https;
