import type { AnswerHeaders } from "../../dispatch/fetch.ts";
import { apiVersions } from "../../dispatch/github/send.ts";
import type { CheckServices } from "../token-check.ts";
import { askHost, type HostAnswer, isGitHubs } from "./api-version.ts";
import { clockLine } from "./clock-line.ts";
import { green, type Line, red, yellow } from "./line.ts";

/**
 * Which version of its API a host of GitHub speaks, and how its clock and this machine's differ.
 *
 * @param isDeployed whether it is not this machine that has to reach it.
 */
export async function hostLines(
  host: { readonly apiUrl: string; readonly authorization: string | undefined },
  services: CheckServices,
  isDeployed: boolean,
): Promise<readonly Line[]> {
  const { apiUrl, authorization } = host;
  const answer = await askHost(apiUrl, authorization, services);
  const name = new URL(apiUrl).host;
  if (typeof answer === "string") {
    return [unreachedLine(apiUrl, answer, isDeployed)];
  }
  return [versionLine(name, answer), clockLine(name, answer)];
}

/** What to do where an answer does not come, or is not GitHub's. */
export function mendOfWay(apiUrl: string): string {
  const { host } = new URL(apiUrl);
  return `Look at api-url, and at the way from here to ${host}: DNS, proxy, firewall, certificates.`;
}

function unreachedLine(apiUrl: string, reason: string, isDeployed: boolean): Line {
  const about = `${new URL(apiUrl).host}, API version`;
  if (!isDeployed) return red(about, `it can't be reached: ${reason}`, mendOfWay(apiUrl));
  const found = `can't be told: it can't be reached from this machine: ${reason}`;
  return yellow(about, found, `${mendOfWay(apiUrl)} The functions have a way of their own.`);
}

function versionLine(name: string, { apiUrl, version, answer }: HostAnswer): Line {
  const about = `${name}, API version`;
  const { headers, status } = answer;
  const server = headers.get("x-github-enterprise-version");
  const edition = server === null ? "" : `, Enterprise Server ${server}`;
  if (version === undefined) {
    const found = `it takes none of ${apiVersions.join(", ")} (${status})${edition}`;
    return red(about, found, "Look at api-url; if it is right, update Workflow Dispatcher.");
  }
  const closing = closingOf(headers);
  if (closing !== undefined) {
    const mend = "Update Workflow Dispatcher before that, to one that asks for a newer version.";
    return yellow(about, `${version}${edition}, ${closing}`, mend);
  }
  if (status === 401 || status >= 500) {
    const mend = "Mend what is said of the credential, then ask again.";
    return yellow(about, `can't be told: it answered ${status}${edition}`, mend);
  }
  if (!isGitHubs(answer)) {
    const found = `can't be told: it answered ${status}, and not as GitHub does`;
    return yellow(about, found, mendOfWay(apiUrl));
  }
  // Versions are dates.
  const older = version < apiVersions[0] ? ", at most 10 inputs, and it may name no run" : "";
  return green(about, `${version}${edition}${older}`);
}

/** What GitHub says before it closes a version: docs.github.com/en/rest/about-the-rest-api/api-versions. */
function closingOf(headers: AnswerHeaders): string | undefined {
  const said = [
    ["deprecated from", headers.get("deprecation")],
    ["gone from", headers.get("sunset")],
  ].flatMap(([what, text]) => (text == null ? [] : [`${what} ${dateIn(text)}`]));
  return said.length === 0 ? undefined : said.join(", ");
}

/** An HTTP date, or what RFC 9745 has for it: `@` and seconds since the epoch. */
function dateIn(text: string): string {
  const seconds = /^@(\d{1,11})$/.exec(text)?.[1];
  const time = seconds === undefined ? Date.parse(text) : Number(seconds) * 1000;
  return Number.isNaN(time) ? text : new Date(time).toISOString().slice(0, 10);
}
