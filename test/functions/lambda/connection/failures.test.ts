import type { Socket } from "node:net";
import { setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import type { Fetch } from "../../../../dispatch/fetch.ts";
import { callGitHub, commonHeaders, isAnswer } from "../../../../dispatch/github/call.ts";
import { createConnections } from "../../../../functions/lambda/connection/connections.ts";
import {
  closeServers,
  createCertificate,
  refusedUrl,
  startHttp,
  startHttps,
  startTcp,
} from "./servers.ts";

afterEach(closeServers);

const trusted = createCertificate();
const withOtherName = createCertificate("DNS:other.test");
const certificates = [trusted, withOtherName].flatMap((each) => (each ? [each.cert] : []));
if (certificates.length > 0) setDefaultCACertificates(certificates);

/** Sends a POST as dispatches are sent. */
function post(url: string, fetch: Fetch, milliseconds = 20_000) {
  const body = '{"ref":"main"}';
  const timeout = () => AbortSignal.timeout(milliseconds);
  return callGitHub({ method: "POST", url, headers: commonHeaders, body }, { fetch, timeout });
}

/** What becomes of the same request over `fetch` and over the functions' own connections. */
async function bothWays(url: string, milliseconds?: number) {
  const results = [];
  for (const send of [fetch, createConnections({ maxIdle: 4000, now: () => 0 }).fetch]) {
    const result = await post(url, send, milliseconds);
    results.push(
      isAnswer(result) ? { status: result.status, body: result.body } : { sent: result.sent },
    );
  }
  return results;
}

const reset = (socket: Socket) => {
  socket.once("data", () => socket.resetAndDestroy());
};
/** Answers with these bytes, and closes the connection. */
const saying = (bytes: string) => (socket: Socket) => {
  socket.once("data", () => socket.end(bytes));
};
const begun = "HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{";

test.each<[string, () => Promise<string>, boolean]>([
  ["a port that refuses", () => refusedUrl("http"), false],
  ["a port that refuses TLS", () => refusedUrl("https"), false],
  ["a host that nobody knows", async () => "https://nowhere.invalid/", false],
  ["what is no URL", async () => "https://", false],
  ["a connection that is reset", async () => (await startTcp(reset)).url, true],
  ["a connection that is closed", async () => (await startTcp(saying(""))).url, true],
  ["an answer that is no HTTP", async () => (await startTcp(saying("220 smtp\r\n"))).url, true],
  [
    "another protocol that nobody has asked for",
    async () =>
      (
        await startTcp(
          saying("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"),
        )
      ).url,
    true,
  ],
  ["half of an answer's head", async () => (await startTcp(saying("HTTP/1.1 20"))).url, true],
  [
    "a head that is too large",
    async () =>
      (await startTcp(saying(`HTTP/1.1 200 OK\r\nx: ${"x".repeat(100_000)}\r\n\r\n`))).url,
    true,
  ],
  [
    "HTTP where there should be TLS",
    async () => (await startHttp((_, response) => response.end())).url.replace("http", "https"),
    false,
  ],
])("%s gives no answer, and tells whether anything was sent", async (_, start, sent) => {
  expect(await bothWays(await start())).toEqual([{ sent }, { sent }]);
});

test("no answer in time may have had an effect", async () => {
  const { url } = await startHttp(() => {});
  expect(await bothWays(url, 150)).toEqual([{ sent: true }, { sent: true }]);
  const result = await post(url, createConnections({ maxIdle: 4000, now: () => 0 }).fetch, 150);
  expect(result).toEqual({ sent: true, reason: "no answer within 10 s" });
});

test("the signal's own reason is what a request fails with", async () => {
  const { url } = await startHttp(() => {});
  const { fetch: send } = createConnections({ maxIdle: 4000, now: () => 0 });
  const init = { method: "GET", headers: {}, redirect: "manual" } as const;
  for (const signal of [AbortSignal.timeout(50), AbortSignal.abort(new Error("ended"))]) {
    const failure = await send(url, { ...init, signal }).catch((error: unknown) => error);
    expect(failure).toBe(signal.reason);
  }
});

describe("an answer whose body does not arrive", () => {
  const lost = { status: 201, body: undefined };

  test.each([
    [
      "is reset",
      (socket: Socket) => socket.write(begun, () => setTimeout(() => socket.resetAndDestroy(), 50)),
    ],
    ["ends", (socket: Socket) => socket.end(begun)],
  ])("because the connection %s has its status", async (_, answer) => {
    const server = await startTcp((socket) => socket.once("data", () => answer(socket)));
    expect(await bothWays(server.url)).toEqual([lost, lost]);
  });

  test("in time has its status", async () => {
    const server = await startTcp((socket) => socket.once("data", () => socket.write(begun)));
    expect(await bothWays(server.url, 200)).toEqual([lost, lost]);
  });
});

test.each([
  ["no body", 204, ""],
  ["an empty body", 201, ""],
  ["a page", 502, "<html>Unicorn!</html>"],
  ["half of JSON", 200, '{"a":'],
  ["JSON", 200, '{"a":"ü"}'],
  ["a text in JSON", 404, '"none"'],
])("an answer with %s is the same one", async (_, status, body) => {
  const { url } = await startHttp((_request, response) => response.writeHead(status).end(body));
  const [one, other] = await bothWays(url);
  expect(one).toMatchObject({ status });
  expect(other).toEqual(one);
});

test("a renamed repository is found by the same redirect", async () => {
  const { url } = await startHttp((request, response) => {
    if (request.url === "/new") response.end(JSON.stringify({ method: request.method }));
    else response.writeHead(307, { location: "/new" }).end();
  });
  const found = { status: 200, body: { method: "POST" } };
  expect(await bothWays(`${url}/old`)).toEqual([found, found]);
});

describe.skipIf(trusted === undefined || withOtherName === undefined)("over TLS", () => {
  const nobody = { cert: "", key: "" };
  const answer = '{"id":1}';

  test("a server with a certificate that is trusted is asked", async () => {
    const { url } = await startHttps((_, response) => response.end(answer), trusted ?? nobody);
    const found = { status: 200, body: { id: 1 } };
    expect(await bothWays(url)).toEqual([found, found]);
  });

  test.each([
    ["for another name", withOtherName],
    ["that nobody vouches for", createCertificate()],
  ])("a server with a certificate %s is sent nothing", async (_, certificate) => {
    let asked = 0;
    const { url } = await startHttps(() => {
      asked += 1;
    }, certificate ?? nobody);
    expect(await bothWays(url)).toEqual([{ sent: false }, { sent: false }]);
    expect(asked).toBe(0);
  });

  test("a server that hangs up on the handshake is as with `fetch`", async () => {
    const { url } = await startTcp((socket) => socket.once("data", () => socket.end()));
    const [one, other] = await bothWays(url.replace("http", "https"));
    expect(other).toEqual(one);
  });
});
