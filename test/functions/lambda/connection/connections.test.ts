import type { IncomingMessage, RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { createConnections } from "../../../../functions/lambda/connection/connections.ts";
import { ask, patience, settle } from "./requests.ts";
import { closeServers, startHttp } from "./servers.ts";

afterEach(closeServers);

const connections = createConnections({ maxIdle: 4000, now: () => 0 });

/** The answer of a server to a request without a body. */
async function answerOf(listener: RequestListener) {
  const { url } = await startHttp(listener);
  const signal = AbortSignal.timeout(patience);
  return connections.fetch(url, { method: "GET", headers: {}, signal, redirect: "manual" });
}

describe("a request", () => {
  /** Requests as they come. */
  async function sent(method: "GET" | "POST" | "PUT", body?: string) {
    const requests: (Pick<IncomingMessage, "method" | "url" | "headers"> & { body: string })[] = [];
    const { url } = await startHttp(async (request, response) => {
      const { method, url, headers } = request;
      requests.push({ method, url, headers, body: await text(request) });
      response.end("{}");
    });
    const init = { method, headers: { "X-Some": "1" }, signal: AbortSignal.timeout(patience) };
    const all = { ...init, ...(body === undefined ? {} : { body }), redirect: "manual" } as const;
    for (const send of [connections.fetch, fetch]) await send(`${url}/a%20b/ü?c=d`, all);
    return requests;
  }

  test.each([
    ["GET", undefined],
    ["PUT", undefined],
    ["POST", ""],
    ["POST", "{}"],
    ["POST", '{"text":"ü 👋"}'],
    ["POST", "x".repeat(1_000_000)],
  ] as const)("of %s is what `fetch` would send (%#)", async (method, body) => {
    const [own, other] = await sent(method, body);
    const common = ["host", "x-some", "content-length", "transfer-encoding", "expect"];
    const shown = common.map((name) => [name, other?.headers[name]]);
    expect(own).toMatchObject({ method, url: other?.url, body: other?.body });
    expect(common.map((name) => [name, own?.headers[name]])).toEqual(shown);
  });

  test("asks for an answer that is not packed", async () => {
    const [own] = await sent("GET");
    expect(own?.headers["accept-encoding"]).toBe("identity");
  });
});

describe("an answer", () => {
  test("has headers, whose names may be in any case", async () => {
    const { headers } = await answerOf((_, response) =>
      response.writeHead(200, { "Retry-After": "7", "x-empty": "" }).end(),
    );
    expect(["retry-after", "RETRY-AFTER", "Retry-After"].map(headers.get)).toEqual(["7", "7", "7"]);
    expect([headers.has("retry-after"), headers.has("X-Empty")]).toEqual([true, true]);
    expect([headers.get("x-other"), headers.has("x-other")]).toEqual([null, false]);
  });

  test("has the values of a header that came several times", async () => {
    const { headers } = await answerOf((_, response) =>
      response.writeHead(200, { "x-accepted": ["a=read", "b=write"] }).end(),
    );
    expect(headers.get("x-accepted")).toBe("a=read, b=write");
  });

  test("may have a large body, of which no character is torn apart", async () => {
    const large = { text: "ü👋".repeat(500_000) };
    const answer = await answerOf((_, response) => response.end(JSON.stringify(large)));
    expect(await answer.json()).toEqual(large);
  });

  test("may have no body, and keeps its connection", async () => {
    const { url, connections: opened } = await startHttp((_, response) =>
      response.writeHead(204).end(),
    );
    for (const _ of [1, 2]) await expect(ask(connections, url)).rejects.toThrow(SyntaxError);
    expect(opened).toHaveLength(1);
  });

  test("that nobody reads leaves its connection for the next request", async () => {
    const server = await startHttp((_, response) => response.end("x".repeat(100_000)));
    const init = { method: "GET", headers: {}, redirect: "manual" } as const;
    for (const _ of [1, 2, 3]) {
      await connections.fetch(server.url, { ...init, signal: AbortSignal.timeout(patience) });
      await settle();
    }
    expect(server.connections).toHaveLength(1);
  });

  test("that nobody reads may break off: nobody is told", async () => {
    const { status } = await answerOf((_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("{");
      setTimeout(() => response.destroy(), 10);
    });
    expect(status).toBe(200);
    // An error that nobody takes would end the function here.
    await settle();
  });

  test("that sends elsewhere is not followed", async () => {
    const paths: unknown[] = [];
    const { status, headers } = await answerOf((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect({ status, location: headers.get("location") }).toEqual({
      status: 307,
      location: "/elsewhere",
    });
    expect(paths).toEqual(["/"]);
  });

  test("may be waited for by many at once, and no two are mixed up", async () => {
    const server = await startHttp(async (request, response) => {
      const body = await text(request);
      setTimeout(() => response.end(body), Number(body) % 7);
    });
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    for (const _ of [1, 2, 3]) {
      const answers = await Promise.all(
        numbers.map((number) => ask(connections, server.url, String(number))),
      );
      expect(answers.map(({ content }) => content)).toEqual(numbers);
    }
    expect(server.connections).toHaveLength(20);
  });
});
