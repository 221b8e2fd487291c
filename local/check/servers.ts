import { inputLimits } from "../../dispatch/inputs.ts";

/** Inputs that a server takes that has not learned to take 25. */
export const olderInputLimit = 10;

/**
 * How many inputs a server takes: 25 since December 2025, which Enterprise Server has from 3.20 on
 * (github.blog/changelog/2025-12-04-actions-workflow-dispatch-workflows-now-support-25-inputs).
 *
 * @param enterpriseVersion what Enterprise Server says in x-github-enterprise-version; nothing for others.
 */
export function inputLimitOf(enterpriseVersion: string | undefined): number {
  const [major = 0, minor = 0] = (enterpriseVersion ?? "").split(".").map(Number);
  const isOlder = enterpriseVersion !== undefined && (major < 3 || (major === 3 && minor < 20));
  return isOlder ? olderInputLimit : inputLimits.count;
}

/** Whether an API is an Enterprise Server's: docs.github.com/en/enterprise-server/rest. */
export function isEnterpriseServer(apiUrl: string): boolean {
  return apiUrl.endsWith("/api/v3");
}

/**
 * What people, and gh, call the server of an API: `github.com`, and not `api.github.com`. An Enterprise
 * Server's API is on the server itself, whatever that is called
 * (docs.github.com/en/enterprise-server/rest, docs.github.com/en/enterprise-cloud@latest/admin/data-residency).
 */
export function hostOf(apiUrl: string): string {
  const { hostname } = new URL(apiUrl);
  return /^api\.(github\.com|[^.]+\.ghe\.com)$/.test(hostname) ? hostname.slice(4) : hostname;
}
