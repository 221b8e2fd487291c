import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface StubServer {
  readonly url: string;
  close(): void;
}

/** A loopback server that answers as a test says, for what no real server can be made to do. */
export async function startStubServer(listener: RequestListener): Promise<StubServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
