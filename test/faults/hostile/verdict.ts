import { codes } from "../../../dispatch/outcome.ts";
import { isPrivateHeader } from "../../../dispatch/private-headers.ts";
import { credentialsIn } from "../../functions/contract/forbidden.ts";
import type { Answer } from "../../functions/contract/hosts.ts";
import { findLeaks } from "../../functions/contract/leaks.ts";
import type { HostileRequest } from "./request.ts";
import { signGitHub } from "./signatures.ts";

/** What is wrong with an answer to a hostile request, each as one text. */
export function complaintsAbout({ status, headers, body }: Answer): readonly string[] {
  const complaints: string[] = [];
  if (status < 400 || status > 499) complaints.push(`is answered with ${status}: ${body}`);
  const type = String(headers["content-type"] ?? "");
  if (!/^application\/(problem\+)?json$/.test(type) || body === "") return complaints;
  const content = tryParse(body);
  if (content === undefined) return [...complaints, `is answered with broken JSON: ${body}`];
  if (type !== "application/problem+json") return complaints;
  const { code } = content;
  if (typeof code !== "string" || !Object.hasOwn(codes, code)) {
    complaints.push(`is answered with an unknown code: ${body}`);
  }
  if (content.status !== status) complaints.push(`is answered with two statuses: ${body}`);
  return complaints;
}

function tryParse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The secrets, and what of a request proves who calls, in what was let out. */
export function leaksOf(request: HostileRequest, texts: readonly string[]): readonly string[] {
  const headers: Record<string, string[]> = {};
  for (const [name, value] of request.headers) {
    if (!isPrivateHeader(name)) continue;
    headers[name] = [...(headers[name] ?? []), value];
  }
  const { method, target: path, body } = request;
  const about = { name: "hostile", path, status: 401 };
  const valid = signGitHub(body).slice("sha256=".length);
  const forbidden = [...credentialsIn({ method, path, headers, body }, about), valid];
  const leaks = findLeaks([texts.join("\n")], forbidden);
  return leaks.map(({ secret, form, text }) => `lets out '${secret}' (${form}): ${text}`);
}
