import type { Tricks } from "./tricks.ts";

/** How a body is sent: the headers that tell where it ends, and its bytes. */
export interface Framing {
  readonly headers: (body: Buffer) => readonly string[];
  readonly bytes: (body: Buffer) => readonly Buffer[];
  /** Whether the connection ends before the body does. */
  readonly isCut?: true;
}

const asItIs = (body: Buffer) => [body];
const told = (...lines: readonly string[]): Framing => ({ headers: () => lines, bytes: asItIs });

/** Node (24.21) waits for more after a broken chunk of a request that asks for an upgrade. */
function endless(text: string): Framing {
  return { headers: chunked, bytes: () => [Buffer.from(text)], isCut: true };
}

function chunk(bytes: Buffer, extension = ""): readonly Buffer[] {
  return [Buffer.from(`${bytes.length.toString(16)}${extension}\r\n`), bytes, Buffer.from("\r\n")];
}

/** The body in chunks, without the last one, which is empty. */
function chunks(body: Buffer, extension?: string): readonly Buffer[] {
  const middle = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, middle), body.subarray(middle)];
  return parts.flatMap((part) => (part.length === 0 ? [] : chunk(part, extension)));
}

const chunked = () => ["Transfer-Encoding: chunked"];

export const framings = {
  length: { headers: (body) => [`Content-Length: ${body.length}`], bytes: asItIs },
  chunked: {
    headers: chunked,
    bytes: (body) => [...chunks(body), Buffer.from("0\r\n\r\n")],
  },
  "chunked, with extensions": {
    headers: chunked,
    bytes: (body) => [...chunks(body, ";a=b;c"), Buffer.from("0;last\r\n\r\n")],
  },
  "chunked, with trailers": {
    headers: chunked,
    bytes: (body) => [
      ...chunks(body),
      Buffer.from("0\r\nauthorization: Bearer trailer-token-1\r\ncontent-type: text/plain\r\n\r\n"),
    ],
  },
  "in small pieces": {
    headers: (body) => [`content-length: ${body.length}`],
    bytes: (body) => [body.subarray(0, 1), body.subarray(1, 2), body.subarray(2)],
  },
} satisfies Tricks<Framing>;

/** A request behind the body, which would not be answered well either. */
const smuggled = Buffer.from(
  "POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
);

/** Ways to send a body that a server need not answer. */
export const brokenFramings: Tricks<Framing> = {
  "a length that is too large": {
    headers: (body) => [`Content-Length: ${body.length + 10}`],
    bytes: asItIs,
    isCut: true,
  },
  "a length that is too small": {
    headers: (body) => [`Content-Length: ${Math.max(0, body.length - 5)}`],
    bytes: asItIs,
  },
  "a negative length": told("Content-Length: -1"),
  "a length that is no number": told("Content-Length: ten"),
  "a length with a sign": told("Content-Length: +2"),
  "a length in hexadecimal": told("Content-Length: 0x2"),
  "an enormous length": told("Content-Length: 99999999999999999999999"),
  "an empty length": told("Content-Length: "),
  "two lengths": told("Content-Length: 1", "Content-Length: 2"),
  "a list of lengths": told("Content-Length: 1, 2"),
  "chunked and a length": {
    headers: (body) => [...chunked(), `Content-Length: ${body.length}`],
    bytes: (body) => [...chunks(body), Buffer.from("0\r\n\r\n")],
  },
  "chunked twice": told("Transfer-Encoding: chunked, chunked"),
  "an unknown encoding": told("Transfer-Encoding: xchunked"),
  "chunked and then not": told("Transfer-Encoding: chunked, identity"),
  "a chunk without a size": endless("zz\r\nbody\r\n"),
  "a negative chunk": endless("-1\r\nbody\r\n"),
  "an enormous chunk": endless("fffffffffffffffff\r\nbody\r\n"),
  "no last chunk": { headers: chunked, bytes: (body) => chunks(body), isCut: true },
  "no body at all": {
    headers: () => ["Content-Length: 1000"],
    bytes: () => [],
    isCut: true,
  },
  "another request behind it": {
    headers: (body) => [`Content-Length: ${body.length}`],
    bytes: (body) => [body, smuggled],
  },
  "another request in the body": {
    headers: () => ["Content-Length: 0"],
    bytes: () => [smuggled],
  },
};
