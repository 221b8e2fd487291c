import type { ReadSecret } from "../../dispatch/tokens/secret.ts";
import { AwsError } from "./aws/aws.ts";
import type { Connections } from "./connection/connections.ts";

/** Secrets that are read before anybody asks for them; each read costs a little money. */
const most = 4;

/** Hosts of GitHub to which a connection is opened before it is needed; mostly there is one. */
const mostHosts = 2;

/** Milliseconds for which such a secret may be used: an instance may be made long before its first event. */
const lifetime = 10_000;

/**
 * Begins to read secrets while the function is started, so that they are there when the first delivery asks:
 * see "What was done for speed" in docs/benchmarks.md.
 *
 * @param names those that the function may read.
 * @param now milliseconds since the epoch.
 */
export function readEarly(
  readSecret: ReadSecret,
  names: readonly string[],
  now: () => number,
): ReadSecret {
  const since = now();
  const begun = new Map(names.slice(0, most).map((name) => [name, readSecret(name)]));
  // Whoever asks finds out.
  for (const secret of begun.values()) secret.catch(() => {});
  return async (name) => {
    const early = begun.get(name);
    begun.delete(name);
    if (early === undefined || now() - since > lifetime) return readSecret(name);
    // What was refused may be allowed by now; silence has taken its time already.
    return early.catch((error) => {
      if (error instanceof AwsError) return readSecret(name);
      throw error;
    });
  };
}

/** Opens connections while the function is started: the handshakes are done when the first request is sent. */
export function openEarly(
  aws: Pick<Connections, "open">,
  gitHub: Pick<Connections, "open">,
  urls: { readonly dynamoDb: string; readonly gitHub: readonly string[] },
): void {
  // A new delivery asks the ledger for two things at the same time.
  for (const url of [urls.dynamoDb, urls.dynamoDb]) aws.open(url);
  const hosts = new Set(urls.gitHub.map((url) => new URL(url).origin));
  for (const url of [...hosts].slice(0, mostHosts)) gitHub.open(url);
}
