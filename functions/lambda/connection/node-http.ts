/**
 * Node's own HTTP client, without what an `import` of it drags along: an ES module of a builtin evaluates
 * all its exports, and with `WebSocket` the whole of undici. See "What was done for speed" in
 * docs/benchmarks.md.
 */
export const nodeHttp = () => process.getBuiltinModule("node:http");

/** The same over TLS. */
export const nodeHttps = () => process.getBuiltinModule("node:https");
