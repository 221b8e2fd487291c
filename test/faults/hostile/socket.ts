import { connect } from "node:net";
import type { Answer } from "../../functions/contract/hosts.ts";
import type { HostileRequest } from "./request.ts";

/** Milliseconds after which a connection that is neither answered nor closed is given up. */
const patience = 5000;

/** The bytes of a request, exactly as they go over the wire. */
export function bytesOf(request: HostileRequest): readonly Buffer[] {
  const { method, target, version, headers, lines, framing, body } = request;
  const head = [
    `${method} ${target}${version}`,
    "Host: localhost",
    "Connection: close",
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...framing.headers(body),
    ...lines,
  ];
  return [Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), ...framing.bytes(body)];
}

/**
 * Sends bytes and reads until the server closes the connection.
 *
 * @param isCut whether no more will come although the request isn't over.
 * @returns what has come, even if the server has broken the connection off.
 * @throws Error when the server does nothing at all.
 */
export function exchange(port: number, bytes: readonly Buffer[], isCut: boolean): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.setTimeout(patience, () => {
      socket.destroy();
      reject(new Error("the server neither answers nor closes the connection"));
    });
    socket.on("data", (data) => received.push(data));
    // Breaking off a connection is an answer, too; whether one was owed is told by what was received.
    socket.on("error", () => {});
    socket.on("close", () => resolve(Buffer.concat(received)));
    for (const part of bytes) socket.write(part);
    if (isCut) socket.end();
  });
}

/** The answers in what a server has sent, apart from interim ones. */
export function answersIn(received: Buffer, isHead: boolean): readonly Answer[] {
  const answers: Answer[] = [];
  let rest = received.toString("latin1");
  while (rest !== "") {
    const end = rest.indexOf("\r\n\r\n");
    const [line = "", ...lines] = rest.slice(0, end).split("\r\n");
    const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(line) ?? [];
    if (end < 0 || status === undefined) throw new Error(`no answer: ${rest.slice(0, 200)}`);
    const headers = headersIn(lines);
    rest = rest.slice(end + 4);
    if (status.startsWith("1")) continue;
    const { body, length } = isHead ? { body: "", length: 0 } : readBody(rest, headers);
    rest = rest.slice(length);
    const text = Buffer.from(body, "latin1").toString("utf8");
    answers.push({ status: Number(status), headers, body: text });
  }
  return answers;
}

function headersIn(lines: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    lines.map((line) => {
      const [name = "", ...value] = line.split(":");
      return [name.toLowerCase(), value.join(":").trim()];
    }),
  );
}

function readBody(text: string, headers: Readonly<Record<string, string>>) {
  if (headers["transfer-encoding"] === "chunked") return readChunks(text);
  const length = Number(headers["content-length"] ?? text.length);
  return { body: text.slice(0, length), length };
}

function readChunks(text: string) {
  let body = "";
  let position = 0;
  for (;;) {
    const end = text.indexOf("\r\n", position);
    const size = Number.parseInt(text.slice(position, end), 16);
    if (end < 0 || Number.isNaN(size)) throw new Error(`no chunk: ${text.slice(position)}`);
    body += text.slice(end + 2, end + 2 + size);
    position = end + 2 + size + 2;
    if (size === 0) return { body, length: position };
  }
}
