import type { Random } from "../../../local/github/faults/random.ts";
import type { Tricks } from "./tricks.ts";

/** What comes to a port by mistake, or to try out what listens there. */
export const noises: Tricks<(random: Random) => Buffer> = {
  nothing: () => Buffer.alloc(0),
  "line breaks": () => Buffer.from("\r\n\r\n\r\n"),
  NULs: () => Buffer.alloc(1000),
  "random bytes": (random) =>
    Buffer.from(Array.from({ length: 500 }, () => Math.floor(random() * 256))),
  "a TLS handshake": () => Buffer.from("16030100c8010000c40303", "hex"),
  "HTTP/2": () => Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  SSH: () => Buffer.from("SSH-2.0-OpenSSH_9.6\r\n"),
  SOCKS: () => Buffer.from("05020002", "hex"),
  Redis: () => Buffer.from("*1\r\n$4\r\nPING\r\n"),
  "a mail": () => Buffer.from("EHLO evil.example\r\nMAIL FROM:<a@evil.example>\r\n"),
  "a proxy's preface": () =>
    Buffer.from("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET / HTTP/1.1\r\n\r\n"),
  "HTTP/0.9": () => Buffer.from("GET /token\r\n\r\n"),
  "half a head": () => Buffer.from("POST /token HTTP/1.1\r\nHost: localhost\r\nAutho"),
  "an answer": () => Buffer.from("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"),
  "a head without a host": () => Buffer.from("POST /token HTTP/1.1\r\n\r\n"),
};
