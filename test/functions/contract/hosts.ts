import { request as sendRequest } from "node:http";
import { createHttpHandler } from "../../../functions/http.ts";
import { startServer } from "../../../local/server.ts";
import type { HttpCase } from "./cases.ts";
import { eventOf } from "./event.ts";
import { type HttpRequest, now } from "./request.ts";
import type { World } from "./world.ts";

/** An answer, whoever gave it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A place where the handler runs. */
export interface Host {
  readonly name: string;
  /** Whether a request can come to it in this form. */
  readonly takes: (test: HttpCase, request: HttpRequest) => boolean;
  readonly call: (world: World, test: HttpCase, request: HttpRequest) => Promise<Answer>;
}

/** The same handler behind API Gateway, with the body in both of its forms, and on this machine. */
export const hosts: readonly Host[] = [
  {
    name: "Lambda, body as text",
    takes: ({ only }, { body }) => only !== "local" && isText(body),
    call: (world, test, request) => callLambda(world, test, request, false),
  },
  {
    name: "Lambda, body in base64",
    takes: ({ only }, { body }) => only !== "local" && body.length > 0,
    call: (world, test, request) => callLambda(world, test, request, true),
  },
  { name: "local server", takes: ({ only }) => only !== "lambda", call: callLocal },
];

function isText(body: Buffer): boolean {
  return Buffer.from(body.toString("utf8")).equals(body);
}

async function callLambda(
  { app }: World,
  test: HttpCase,
  request: HttpRequest,
  inBase64: boolean,
): Promise<Answer> {
  const answer = await createHttpHandler(app)(eventOf(test, request, inBase64));
  const { statusCode = 0, headers = {}, body = "" } = answer;
  return { status: statusCode, headers, body };
}

async function callLocal(
  { app, config }: World,
  _test: HttpCase,
  request: HttpRequest,
): Promise<Answer> {
  const server = await startServer(config, createHttpHandler(app), 0, () => now);
  try {
    return await callHttp(server.url, request);
  } finally {
    await server.close();
  }
}

/** Sends a request exactly as it is: `fetch` would tidy up the path and the headers. */
export function callHttp(url: string, request: HttpRequest): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const { method, path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const lists = Object.entries(headers).map(([name, value]) => [name, [value].flat()]);
    const length = body.length === 0 ? {} : { "content-length": body.length };
    const all = { ...Object.fromEntries(lists), ...length };
    const sending = sendRequest({ hostname, port, method, path, headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode = 0, headers: answered } = response;
        resolve({
          status: statusCode,
          headers: answered,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    sending.on("error", reject);
    sending.end(body);
  });
}
