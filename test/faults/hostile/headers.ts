import { type Header, inBytes, type Tricks } from "./tricks.ts";

const keys: Tricks<string> = {
  "an empty key": "",
  "a key of 256 characters": "k".repeat(256),
  "a key of 8 KB": "k".repeat(8192),
  "a key in unicode": inBytes("schlüssel-💥"),
  "a key in quotes": '"',
  "a key with spaces": "one two",
  "a key that is a list": "one, two",
  "a key like a prototype's name": "__proto__",
  "a key like SQL": "'; drop table ledger; --",
  "a key like a path": "../../../etc/passwd",
  "a key with a tab": "one\ttwo",
  "a key used often": "the-same-key",
};

/** Headers that go along with a request. None of them may change what becomes of it for the better. */
export const headers: Tricks<readonly Header[]> = {
  "a header twice": [
    ["x-note", "one"],
    ["X-Note", "two"],
  ],
  "two keys": [
    ["idempotency-key", "one"],
    ["idempotency-key", "two"],
  ],
  ...Object.fromEntries(
    Object.entries(keys).map(([name, key]) => [name, [["Idempotency-Key", key]] as const]),
  ),
  "another content type": [["content-type", "text/plain"]],
  "1,000 headers": Array.from({ length: 1000 }, (_, index) => [`h${index}`, "1"] as const),
  "a header of 15 KB": [["x-large", "a".repeat(15_000)]],
  "a header of 16 KB": [["x-large", "a".repeat(16_384)]],
  "bytes above ASCII": [["x-note", "\xe9\xff\x80"]],
  "UTF-8": [["x-note", inBytes("grüße 💥")]],
  "expects to continue": [["expect", "100-continue"]],
  "expects something else": [["expect", "a-miracle"]],
  "upgrades to WebSocket": [
    ["connection", "upgrade"],
    ["upgrade", "websocket"],
    ["sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="],
    ["sec-websocket-version", "13"],
  ],
  "upgrades to HTTP/2": [
    ["connection", "Upgrade, HTTP2-Settings"],
    ["upgrade", "h2c"],
    ["http2-settings", "AAMAAABkAAQAAP__"],
  ],
  "from a page": [["sec-fetch-site", "cross-site"]],
  "another method": [["x-http-method-override", "POST"]],
  "another path": [
    ["x-original-url", "/hello"],
    ["x-rewrite-url", "/hello"],
  ],
  cookies: [["cookie", "session=cookie-value-5c1f0e7a; __proto__.theme=cookie-theme-0b; ;;="]],
  "other proofs": [
    ["proxy-authorization", "Basic proxy-value-77aa"],
    ["x-amz-security-token", "security-token-31ee"],
    ["x-hub-signature", "sha1=hub-signature-77bb"],
  ],
  "many proxies": [["x-forwarded-for", "1.2.3.4, ".repeat(500)]],
  "names of prototypes": [
    ["__proto__", "polluted"],
    ["constructor", "polluted"],
    ["hasOwnProperty", "polluted"],
  ],
  "says that it is compressed": [["content-encoding", "gzip"]],
  "compressed by nothing known": [["content-encoding", "br, gzip, zstd, x-unknown"]],
  "a range": [["range", "bytes=0-18446744073709551615"]],
  "an expression": [["x-note", "${{ toJSON(request) }}"]],
};

/** Lines among the headers that a server need not answer. */
export const brokenHeaders: Tricks<string> = {
  "no colon": "nonsense",
  "no name": ": nonsense",
  "a space before the colon": "x-note : one",
  "a space in the name": "x note: one",
  "a name that is not ASCII": inBytes("x-nöte: one"),
  "a name in brackets": "(x-note): one",
  "a NUL": "x-note: o\0ne",
  "a control character": "x-note: o\x07ne",
  "a carriage return alone": "x-note: one\rx-injected: two",
  "a line feed alone": "x-note: one\nx-injected: two",
  "a folded line": "x-note: one\r\n two",
  "a folded name": "x-note\r\n : one",
  "an injected header": "x-note: one\r\nx-injected: two",
  "an injected end": "x-note: one\r\n\r\nGET /nowhere HTTP/1.1\r\n\r\n",
  "an injected answer": "x-note: one\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  "a second host": "host: evil.example",
  "a header of 100 KB": `x-large: ${"a".repeat(100_000)}`,
  "3,000 headers": "a: 1\r\n".repeat(3000).trimEnd(),
};
