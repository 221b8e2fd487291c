import type { Config } from "../../dispatch/config.ts";
import {
  type CredentialFindings,
  type CredentialWork,
  credentialFindings,
} from "./credential-lines.ts";
import { hostLines } from "./host-lines.ts";
import type { Line } from "./line.ts";

/** Looks at all credentials, and at the hosts that they are for. */
export async function githubLines(
  { credentials }: Config,
  work: Omit<CredentialWork, "name">,
): Promise<readonly Line[]> {
  const findings = await Promise.all(
    Object.entries(credentials).map(([name, credential]) =>
      credentialFindings(credential, { name, ...work }),
    ),
  );
  const hosts = await Promise.all(
    hostsOf(findings).map((host) => hostLines(host, work.services, work.isDeployed)),
  );
  return [...findings.flatMap(({ lines }) => lines), ...hosts.flat()];
}

/** Each host once, with a token that it takes if there is one. */
function hostsOf(findings: readonly CredentialFindings[]) {
  const apiUrls = [...new Set(findings.map(({ apiUrl }) => apiUrl))];
  return apiUrls.map((apiUrl) => {
    const ofHost = findings.filter((each) => each.apiUrl === apiUrl);
    const taken = ofHost.find(({ authorization }) => authorization !== undefined);
    return { apiUrl, authorization: taken?.authorization };
  });
}
