import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./example.ts";

/** A request as curl would send it. */
export interface CurlRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** Reads the words behind `curl`. @throws Error for an option that no README has needed so far. */
export function readCurl(words: readonly string[]): CurlRequest {
  const rest = [...words];
  const headers = new Headers();
  let [method, url, body]: [string?, string?, string?] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "-i") continue;
    if (!word.startsWith("-")) url = word;
    else if (word === "-X") method = rest.shift();
    else if (word === "-H") addHeader(headers, rest.shift() ?? "");
    else if (word === "-d") body = rest.shift();
    else if (word === "--data-binary") body = readData(rest.shift() ?? "");
    else throw new Error(`Teach test/examples/curl.ts the option ${word}.`);
  }
  if (url === undefined) throw new Error(`no URL in: curl ${words.join(" ")}`);
  if (body !== undefined && !headers.has("content-type")) {
    headers.set("content-type", "application/x-www-form-urlencoded");
  }
  return { method: method ?? (body === undefined ? "GET" : "POST"), url, headers, body };
}

function addHeader(headers: Headers, text: string): void {
  const [, name = "", value = ""] = /^([^:]+): *(.*)$/.exec(text) ?? [];
  headers.append(name, value);
}

function readData(text: string): string {
  return text.startsWith("@") ? readFileSync(join(root, text.slice(1)), "utf8") : text;
}
