import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Auth, Config, HttpRoute } from "../../dispatch/config.ts";
import { type Example, type Expectation, readJson } from "./example.ts";

const texts = z.record(z.string(), z.string()).default({});

const sample = z.strictObject({
  path: texts,
  query: texts,
  headers: texts,
  body: z.json().optional(),
  "body-file": z.string().optional(),
  claims: z.record(z.string(), z.json()).default({}),
});

/** A call of a route, but for what proves who makes it. */
export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Claims of the caller's JSON Web Token. */
  readonly claims: z.output<typeof sample>["claims"];
}

/** The call of an expectation, and what its route asks of the caller. */
export function callOf(
  { samples }: Example,
  config: Config,
  { trigger, request = "" }: Expectation,
): { readonly auth: Auth; readonly call: Call } {
  const route = config.triggers[trigger]?.on.http;
  if (route === undefined) throw new Error(`${trigger} has no on.http`);
  return { auth: route.auth, call: readCall(samples, request, route) };
}

/** Those of the call's headers that are among some others. */
export function headersIn({ headers }: Call, others: object): Call["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name in others));
}

/** Those of the call's headers that are not among some others. */
export function headersBut({ headers }: Call, others: object): Call["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !(name in others)));
}

function readCall(folder: string, name: string, route: HttpRoute): Call {
  const { data, error } = sample.safeParse(readJson(folder, name));
  if (data === undefined) throw new Error(`${name}: ${z.prettifyError(error)}`);
  const { path, query, headers, body: json, "body-file": file, claims } = data;
  const body = file === undefined ? json && JSON.stringify(json) : readFileSync(join(folder, file));
  const search = new URLSearchParams(query).toString();
  return {
    method: route.method,
    path: pathOf(route, path) + (search === "" ? "" : `?${search}`),
    headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
    body: body?.toString(),
    claims,
  };
}

/** Sends a call; further headers take the place of its own. */
export function send(
  url: string,
  { method, path, headers, body }: Call,
  further: Readonly<Record<string, string>>,
): Promise<Response> {
  const all = { ...headers, ...further };
  return fetch(url + path, { method, headers: all, ...(body === undefined ? {} : { body }) });
}

function pathOf({ path }: HttpRoute, parameters: Readonly<Record<string, string>>): string {
  return path.replaceAll(/\{([^}+]+)\+?\}/g, (_, name: string) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`the request's path has no ${name} for ${path}`);
    return encodeURIComponent(value);
  });
}
