import type { Connections } from "../../../functions/lambda/connection/connections.ts";

/** In the place of functions/lambda/connection/connections.ts: the `fetch` that Node.js has built in. */
export function createConnections(): Connections {
  return { fetch, open: () => {} };
}
