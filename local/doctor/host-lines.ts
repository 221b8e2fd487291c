import type { CheckServices } from "../token-check.ts";
import { apiVersions, askHost, type HostAnswer } from "./api-version.ts";
import { clockLine } from "./clock-line.ts";
import { green, type Line, red, yellow } from "./line.ts";

/** Which version of its API a host of GitHub speaks, and how its clock and this machine's differ. */
export async function hostLines(
  host: { readonly apiUrl: string; readonly authorization: string | undefined },
  services: CheckServices,
): Promise<readonly Line[]> {
  const { apiUrl, authorization } = host;
  const answer = await askHost(apiUrl, authorization, services);
  const name = new URL(apiUrl).host;
  if (typeof answer === "string") {
    const mend = `Look at api-url, and at the way from here to ${name}: DNS, proxy, firewall, certificates.`;
    return [red(`${name}, API version`, `it can't be reached: ${answer}`, mend)];
  }
  return [versionLine(name, answer), clockLine(name, answer)];
}

function versionLine(name: string, { version, answer }: HostAnswer): Line {
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
  // Versions are dates.
  const older = version < apiVersions[0] ? ", at most 10 inputs, and it may name no run" : "";
  return green(about, `${version}${edition}${older}`);
}

/** What GitHub says before it closes a version: docs.github.com/en/rest/about-the-rest-api/api-versions. */
function closingOf(headers: Headers): string | undefined {
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
