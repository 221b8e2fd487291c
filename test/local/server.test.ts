import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Config } from "../../dispatch/config.ts";
import { type LocalServer, startServer } from "../../local/server.ts";
import { callHttp } from "../functions/contract/hosts.ts";
import { now } from "../functions/contract/request.ts";

const config: Config = {
  credentials: {},
  triggers: {
    hello: {
      on: { http: { method: "POST", path: "/hello", auth: { kind: "none" }, queue: true } },
      repository: "acme/app",
      workflow: "hello.yml",
      ref: "main",
      credential: "default",
      inputs: {},
      "max-age": 86_400,
    },
  },
};

let server: LocalServer;
let events: APIGatewayProxyEventV2[];
let result: () => Promise<APIGatewayProxyStructuredResultV2>;
beforeEach(async () => {
  events = [];
  result = async () => ({ statusCode: 201, headers: { "x-answer": "yes" }, body: "created" });
  const handler = (event: APIGatewayProxyEventV2) => {
    events.push(event);
    return result();
  };
  server = await startServer(config, handler, 0, () => now);
});
afterEach(() => server.close());

const post = (bytes: number) => ({
  method: "POST",
  path: "/hello",
  headers: { "content-type": "application/json" },
  body: Buffer.alloc(bytes, " "),
});

describe("a body", () => {
  test("of 10 MB reaches the handler", async () => {
    const answer = await callHttp(server.url, post(10 * 1024 * 1024));
    expect(answer).toMatchObject({ status: 201, body: "created", headers: { "x-answer": "yes" } });
    expect(events[0]?.body).toHaveLength(10 * 1024 * 1024);
  });

  test("of a byte more is refused as API Gateway refuses it", async () => {
    const answer = await callHttp(server.url, post(10 * 1024 * 1024 + 1));
    expect(answer).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
    expect(events).toEqual([]);
  });

  test("in chunks arrives whole", async () => {
    const head =
      "POST /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\n";
    const chunks = "5\r\nfirst\r\n7\r\n second\r\n0\r\n\r\n";
    const answer = await say(`${head}Transfer-Encoding: chunked\r\n\r\n${chunks}`);
    expect(answer).toMatch(/^HTTP\/1\.1 201 /);
    expect(events[0]?.body).toBe("first second");
    expect(events[0]?.headers).not.toHaveProperty("transfer-encoding");
  });
});

describe("a handler", () => {
  test("that throws is an internal error without its message", async () => {
    result = async () => {
      throw new Error("a secret");
    };
    const answer = await callHttp(server.url, post(0));
    expect(answer).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  test("that throws at once is one too", async () => {
    result = () => {
      throw new Error("a secret");
    };
    expect(await callHttp(server.url, post(0))).toMatchObject({ status: 500 });
  });

  test.each([
    ["a header that can't be sent", { statusCode: 201, headers: { location: "line\nbreak" } }],
    ["a status that is none", { statusCode: 42 }],
  ])("whose answer has %s is one too", async (_, bad) => {
    result = async () => bad;
    expect(await callHttp(server.url, post(0))).toMatchObject({ status: 500 });
    result = async () => ({ statusCode: 204 });
    expect(await callHttp(server.url, post(0))).toMatchObject({ status: 204, body: "" });
  });
});

describe("a client", () => {
  test.each([
    ["that leaves amid the body", "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"],
    ["that leaves amid the headers", "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Le"],
    ["that says nothing", ""],
  ])("%s disturbs nobody", async (_, text) => {
    const socket = await open();
    socket.write(text);
    await reached();
    socket.destroy();
    expect(await callHttp(server.url, post(0))).toMatchObject({ status: 201 });
    expect(events).toHaveLength(1);
  });

  test("that leaves before the answer disturbs nobody", async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    result = async () => {
      ask();
      await answered;
      return { statusCode: 201 };
    };
    const socket = await open();
    socket.write("POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    await asked;
    socket.destroy();
    answer();
    expect(await callHttp(server.url, post(0))).toMatchObject({ status: 201 });
  });

  test.each([
    ["garbage", "\u0016\u0003\u0001 garbage\r\n\r\n"],
    ["a method that is none", "HELLO! / HTTP/1.1\r\n\r\n"],
    ["a header that is none", "POST /hello HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n"],
    [
      "two lengths",
      "POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    ],
    ["no host", "POST /hello HTTP/1.1\r\n\r\n"],
  ])("that sends %s is refused", async (_, text) => {
    expect(await say(text)).toMatch(/^HTTP\/1\.1 400 /);
    expect(events).toEqual([]);
  });

  test("that sends a whole URL in place of a path finds nothing", async () => {
    const text = "POST http://example.com/hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    expect(await say(`${text}Content-Length: 0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe("the server", () => {
  test("listens on this machine alone", () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test("ends connections that are open when it closes, and frees its port", async () => {
    const socket = await open();
    const ended = once(socket, "close");
    await server.close();
    await ended;
    await expect(callHttp(server.url, post(0))).rejects.toThrow("ECONNREFUSED");
  });

  test("closes twice without harm", async () => {
    await server.close();
    await server.close();
  });

  test("says when its port is taken", async () => {
    const port = Number(new URL(server.url).port);
    const second = startServer(
      config,
      async () => ({}),
      port,
      () => now,
    );
    await expect(second).rejects.toThrow("EADDRINUSE");
  });
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

/** What the server has been sent before, it has by the time it answers another call. */
async function reached(): Promise<void> {
  await callHttp(server.url, { ...post(0), path: "/nothing-here" });
}

/** Sends a text and gives back what the server says until it ends the connection. */
async function say(text: string): Promise<string> {
  const socket = await open();
  const heard: Buffer[] = [];
  socket.on("data", (chunk) => heard.push(chunk));
  socket.write(text);
  await once(socket, "close");
  return Buffer.concat(heard).toString();
}
