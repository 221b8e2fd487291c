import { type Answer, bareRequest, callGitHub, isAnswer } from "../../dispatch/github/call.ts";
import { apiVersions } from "../../dispatch/github/send.ts";
import type { CheckServices } from "../token-check.ts";
import { isObject } from "./json-object.ts";

/** What a host of GitHub's API has answered. */
export interface HostAnswer {
  readonly apiUrl: string;
  /** The newest version that it takes, as it says itself where it does; nothing if it takes none. */
  readonly version: string | undefined;
  readonly answer: Answer;
  /** When the request was sent, and when the answer was there: milliseconds since the epoch. */
  readonly sent: number;
  readonly received: number;
}

/**
 * Asks a host for something that costs nothing, in the newest version that it takes:
 * docs.github.com/en/rest/rate-limit/rate-limit. A server without rate limits answers 404, which will do.
 *
 * @param authorization of a token that the host takes, if there is one.
 * @returns why there is no answer, if there is none.
 */
export async function askHost(
  apiUrl: string,
  authorization: string | undefined,
  services: CheckServices,
): Promise<HostAnswer | string> {
  const { authorization: _, ...headers } = bareRequest("GET", apiUrl, "").headers;
  let last: HostAnswer | undefined;
  for (const version of apiVersions) {
    const request = {
      method: "GET" as const,
      url: `${apiUrl}/rate_limit`,
      headers: {
        ...headers,
        ...(authorization !== undefined && { authorization }),
        "x-github-api-version": version,
      },
    };
    const sent = services.now();
    const answer = await callGitHub(request, services);
    if (!isAnswer(answer)) return answer.reason;
    const isKnown = answer.status !== 400 && answer.status !== 410;
    const said = answer.headers.get("x-github-api-version-selected") ?? version;
    const received = services.now();
    last = { apiUrl, version: isKnown ? said : undefined, answer, sent, received };
    if (isKnown) return last;
  }
  if (last === undefined) throw new Error("there are no versions to ask for");
  return last;
}

/**
 * Whether an answer is GitHub's, and not that of something on the way: by the headers that it has of its
 * own, or by what it answers of rate limits. A status says nothing about that.
 */
export function isGitHubs({ status, headers, body }: Answer): boolean {
  const own = ["x-github-api-version-selected", "x-github-enterprise-version"];
  if (own.some((name) => headers.has(name))) return true;
  return status === 200 && isObject(body) && isObject(body.resources);
}
