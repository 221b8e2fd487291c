import type { IncomingHttpHeaders } from "node:http";

/** A request without its body, free of the transport. */
export interface RequestHead {
  readonly method: string;
  /** The path as sent. */
  readonly pathText: string;
  /** The path's parts, decoded; undefined when they cannot be decoded. */
  readonly path: readonly string[] | undefined;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

/** A request, free of the transport. */
export interface Request extends RequestHead {
  /** The raw body; undefined when it is larger than `maxBodyBytes`. */
  readonly body: Uint8Array | undefined;
}

/** A response, free of the transport. */
export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; undefined for none. */
  readonly text: string | undefined;
}

/** Why a request is refused, in GitHub's words. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  /** Headers of its own; none by default. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Its own page below the edition's documentation; the endpoint's by default. */
  readonly page?: string;
}

/** An answer of an endpoint: a response, or a refusal that still lacks its `documentation_url`. */
export type Answer = Response | Refusal;

/** Tells a refusal from a response. */
export function isRefusal(answer: object): answer is Refusal {
  return "message" in answer && "status" in answer;
}

/** A JSON response. */
export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    text: JSON.stringify(value),
  };
}

/** 204, as GitHub answers where there is nothing to say. */
export const noContent: Response = { status: 204, headers: {}, text: undefined };

/** A refusal as GitHub writes it: `{"message", "documentation_url", "status"}`, the status as text. */
export function refuse(refusal: Refusal, documentationUrl: string): Response {
  const { status, message, headers } = refusal;
  const body = { message, documentation_url: documentationUrl, status: String(status) };
  return json(status, body, headers);
}

/** A response with more headers. */
export function withHeaders(
  response: Response,
  headers: Readonly<Record<string, string>>,
): Response {
  return { ...response, headers: { ...response.headers, ...headers } };
}

/** GitHub's answer for all that is absent or hidden from the caller. */
export const notFound: Refusal = { status: 404, message: "Not Found" };
