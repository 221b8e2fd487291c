import type { Edition } from "./edition.ts";
import type { Refusal } from "./message.ts";

/** The version a request is served with, or why it is refused. */
export type ApiVersion =
  | { readonly version: string; readonly refusal?: never }
  | { readonly version?: never; readonly refusal: Refusal };

const defaultVersion = "2022-11-28";

/**
 * Selects the API version: the header's, or 2022-11-28 without a header. An unknown version is 400
 * (docs.github.com/en/rest/about-the-rest-api/api-versions). The wording is as users reported it
 * (github.com/expipiplus1/update-nix-fetchgit/issues/79).
 */
export function selectApiVersion(header: string | undefined, edition: Edition): ApiVersion {
  const version = header ?? defaultVersion;
  if (edition.apiVersions.includes(version)) return { version };
  const [newest, ...older] = edition.apiVersions.map((known) => JSON.stringify(known));
  const supported = [`${newest} (most recent)`, ...older].join(", ");
  const message =
    `Bad Request: The version you specified in the "X-GitHub-API-Version" request header, ` +
    `${JSON.stringify(version)}, is not a supported version. ` +
    `The following versions are currently supported: ${supported}.`;
  return { refusal: { status: 400, message } };
}
