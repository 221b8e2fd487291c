import type { IncomingMessage } from "node:http";

/** Bodies larger than this are refused. GitHub's own limit is not documented. */
export const maxBodyBytes = 10 * 1024 * 1024;

/**
 * The whole body, or undefined when it is too large. A body that is too large is read to its end
 * without being kept: a client that is still sending when the connection closes sees a reset instead
 * of the answer.
 */
export async function readBody(message: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks);
}
