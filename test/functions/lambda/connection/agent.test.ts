import { setDefaultCACertificates } from "node:tls";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Connections,
  createConnections,
} from "../../../../functions/lambda/connection/connections.ts";
import { ask, settle } from "./requests.ts";
import {
  closeServers,
  createCertificate,
  refusedUrl,
  startHttp,
  startHttps,
  type TestServer,
} from "./servers.ts";

const certificate = createCertificate();
if (certificate !== undefined) setDefaultCACertificates([certificate.cert]);

const protocols = [
  ["HTTP", startHttp],
  ...(certificate === undefined
    ? []
    : [["HTTPS", (listener: Listener) => startHttps(listener, certificate)] as const]),
] as const;
type Listener = Parameters<typeof startHttp>[0];

/** Longer than an idle connection is used again, in milliseconds. */
const long = 4001;

const fine = { status: 200, content: {} };

describe.each(protocols)("over %s", (_, start) => {
  let clock: number;
  let connections: Connections;
  let server: TestServer;
  beforeEach(async () => {
    clock = 1_000_000;
    connections = createConnections({ maxIdle: 4000, now: () => clock });
    server = await start((_request, response) => response.end("{}"));
  });
  afterEach(closeServers);

  const send = () => ask(connections, `${server.url}/path`);

  describe("a connection", () => {
    test("is kept for the next request", async () => {
      for (const body of [undefined, "{}", undefined]) {
        expect(await ask(connections, server.url, body)).toEqual(fine);
        await settle();
        clock += long - 1;
      }
      expect(server.connections).toHaveLength(1);
    });

    test("is one of fifty to a host, however much is asked at once", async () => {
      const answers = await Promise.all(Array.from({ length: 200 }, send));
      expect(answers).toEqual(answers.map(() => fine));
      expect(server.connections).toHaveLength(50);
    });

    test("that was idle for too long is not used again", async () => {
      await send();
      await settle();
      clock += long;
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(2);
      await settle();
      expect(server.connections[0]?.destroyed).toBe(true);
    });

    test("that the server has closed meanwhile is replaced", async () => {
      await send();
      await settle();
      server.connections[0]?.destroy();
      await settle();
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(2);
    });
  });

  describe("an early connection", () => {
    test("is used by the first request, and kept for the next one", async () => {
      connections.open(`${server.url}/any/path`);
      await server.opened(1);
      expect(await send()).toEqual(fine);
      await settle();
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(1);
    });

    test("is used before it is there", async () => {
      connections.open(server.url);
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(1);
    });

    test("is used by one request alone", async () => {
      connections.open(server.url);
      expect(await Promise.all([send(), send()])).toEqual([fine, fine]);
      expect(server.connections).toHaveLength(2);
    });

    test("may be one of several", async () => {
      connections.open(server.url);
      connections.open(server.url);
      expect(await Promise.all([send(), send()])).toEqual([fine, fine]);
      expect(server.connections).toHaveLength(2);
    });

    test("that is dead is replaced, by the next one if there is one", async () => {
      connections.open(server.url);
      await server.opened(1);
      connections.open(server.url);
      await server.opened(2);
      server.connections[0]?.destroy();
      await settle();
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(2);
      server.connections[1]?.destroy();
      await settle();
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(3);
    });

    test("that is too old is not used", async () => {
      connections.open(server.url);
      await server.opened(1);
      clock += long;
      expect(await send()).toEqual(fine);
      expect(server.connections).toHaveLength(2);
      await settle();
      expect(server.connections[0]?.destroyed).toBe(true);
    });

    test("that nobody uses does no harm, also when the server goes away", async () => {
      connections.open(server.url);
      await server.opened(1);
      await server.close();
      await settle();
      await expect(send()).rejects.toMatchObject({ code: "ECONNREFUSED" });
    });

    test("to another server is not used", async () => {
      const other = await start((_request, response) => response.end('"other"'));
      connections.open(other.url);
      await other.opened(1);
      expect(await send()).toEqual(fine);
      expect(await ask(connections, other.url)).toEqual({ status: 200, content: "other" });
      expect([server, other].map((each) => each.connections.length)).toEqual([1, 1]);
    });
  });
});

describe.each(["http", "https"] as const)("over %s", (protocol) => {
  test("an early connection that is refused is told to the request alone", async () => {
    const connections = createConnections({ maxIdle: 4000, now: () => 0 });
    const url = await refusedUrl(protocol);
    for (const each of [url, url, `${protocol}://nowhere.invalid`]) connections.open(each);
    await settle();
    await expect(ask(connections, url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });
});

test.skipIf(certificate === undefined)(
  "a host is asked for by its name, and by none where it has an address alone",
  async () => {
    const connections = createConnections({ maxIdle: 4000, now: () => 0 });
    const names: unknown[] = [];
    const server = await startHttps((request, response) => {
      names.push((request.socket as { servername?: unknown }).servername);
      response.end("{}");
    }, certificate ?? { cert: "", key: "" });
    const url = server.url.replace("127.0.0.1", "localhost");
    for (const each of [url, server.url]) connections.open(each);
    await server.opened(2);
    expect(await ask(connections, url)).toEqual(fine);
    expect(await ask(connections, server.url)).toEqual(fine);
    expect(names).toEqual(["localhost", false]);
    expect(server.connections).toHaveLength(2);
    await closeServers();
  },
);
