import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createHttpHandler, type HttpHandler } from "../../../functions/http.ts";
import { type LocalServer, startServer } from "../../../local/server.ts";
import { type Answer, callHttp } from "../../functions/contract/hosts.ts";
import type { Issuer } from "../../functions/contract/issuer.ts";
import { startWorld, type World } from "../../functions/contract/world.ts";
import type { HostileEvent } from "./events.ts";
import type { HostileRequest } from "./request.ts";
import { answersIn, bytesOf, exchange } from "./socket.ts";

/** The local server, and the handler as Lambda has it, in one world. */
export interface Stage {
  readonly world: World;
  /** What the server answers; nothing when it closes the connection at once. */
  send(request: HostileRequest): Promise<readonly Answer[]>;
  /** What the server answers to bytes that are no HTTP. */
  sendBytes(bytes: Buffer): Promise<readonly Answer[]>;
  handle(event: HostileEvent): Promise<Answer>;
  /** Makes a call that starts a run with this input. */
  callWell(source: string): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts a server of the contract suite's triggers. */
export async function startStage(issuer: Issuer): Promise<Stage> {
  const world = await startWorld({}, issuer.url);
  const handler: HttpHandler = createHttpHandler(world.app);
  const server: LocalServer = await startServer(world.config, handler, 0, world.app.now);
  const port = Number(new URL(server.url).port);
  return {
    world,
    async send(request) {
      const received = await exchange(port, bytesOf(request), request.framing.isCut === true);
      return answersIn(received, request.method === "HEAD");
    },
    sendBytes: async (bytes) => answersIn(await exchange(port, [bytes], true), false),
    async handle({ event }) {
      // Some are no events, on purpose.
      const {
        statusCode = 0,
        headers = {},
        body = "",
      } = await handler(event as APIGatewayProxyEventV2);
      return { status: statusCode, headers, body };
    },
    callWell: (source) =>
      callHttp(server.url, {
        method: "POST",
        path: "/hello",
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify({ source })),
      }),
    async close() {
      await server.close();
      await world.close();
    },
  };
}
