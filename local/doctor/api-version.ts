import { type Answer, bareRequest, callGitHub, isAnswer } from "../../dispatch/github/call.ts";
import type { CheckServices } from "../token-check.ts";

/**
 * The versions of GitHub's REST API that dispatch/github/send.ts asks for, newest first:
 * docs.github.com/en/rest/about-the-rest-api/api-versions.
 */
export const apiVersions = ["2026-03-10", "2022-11-28"] as const;

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
