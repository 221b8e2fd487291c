import type { ServerResponse } from "node:http";
import type { Response } from "./message.ts";

/** Sends a response over HTTP. */
export function send(reply: ServerResponse, { status, headers, text }: Response): void {
  const length = text === undefined ? {} : { "content-length": Buffer.byteLength(text) };
  reply.writeHead(status, { ...headers, ...length });
  reply.end(text);
}
