/** As much of `fetch` as is needed here; `fetch` itself is one. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchAnswer>;

export interface FetchInit {
  readonly method: "GET" | "POST" | "PUT";
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
  readonly signal: AbortSignal;
  readonly redirect: "manual";
}

export interface FetchAnswer extends Pick<Response, "status" | "json" | "text"> {
  readonly headers: AnswerHeaders;
}

/** The headers of an answer; names in any case. */
export type AnswerHeaders = Pick<Headers, "get" | "has">;
