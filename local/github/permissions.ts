import type { Refusal } from "./message.ts";

/** What an endpoint asks of a token, as GitHub writes it in `x-accepted-github-permissions`. */
export type Permission = "metadata=read" | "actions=read" | "actions=write" | "contents=read";

/** What a personal access token may do. What is left out, it may do. */
export interface TokenPermissions {
  readonly actions?: "read" | "write" | "none";
  readonly contents?: "read" | "none";
  /**
   * The scopes of a classic token, such as `repo, workflow`; sent as `x-oauth-scopes`. Without `repo` it
   * may only read: docs.github.com/en/rest/actions/workflows#create-a-workflow-dispatch-event.
   */
  readonly scopes?: string;
}

/** What an installation of an App may do, by permission. What is left out, it may not do. */
export type AppPermissions = Readonly<Record<string, "read" | "write">>;

/** Who calls: nobody in particular, a user with a token, or an installation of an App. */
export type Caller =
  | { readonly kind: "nobody" }
  | { readonly kind: "user"; readonly permissions: TokenPermissions }
  | { readonly kind: "installation"; readonly permissions: AppPermissions };

/**
 * Why a caller may not use an endpoint; undefined if it may. GitHub lets anybody read a public
 * repository. Here a token that may not read may not read any: so GitHub answers for a private one, with
 * 403 and not with 404, since the token sees the repository
 * (github.com/saadmk11/github-actions-version-updater/issues/110). The header is described in
 * docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible.
 */
export function checkPermission(caller: Caller, permission: Permission): Refusal | undefined {
  if (mayDo(caller, permission)) return undefined;
  // Unverified: that this, which a classic token hears elsewhere, is what it hears here.
  if (isClassic(caller)) return { status: 403, message: "Must have admin rights to Repository." };
  const headers = { "x-accepted-github-permissions": permission };
  return { status: 403, message: notAccessible[caller.kind], headers };
}

function isClassic(caller: Caller): boolean {
  return caller.kind === "user" && caller.permissions.scopes !== undefined;
}

/** GitHub's answer where an installation has no business at all, such as the endpoints of a user. */
export const notForInstallations: Refusal = {
  status: 403,
  message: "Resource not accessible by integration",
};

const notAccessible: Readonly<Record<Caller["kind"], string>> = {
  nobody: "Forbidden",
  user: "Resource not accessible by personal access token",
  installation: notForInstallations.message,
};

/** Requests without a token come this far only to read. */
function mayDo(caller: Caller, permission: Permission): boolean {
  if (caller.kind === "nobody" || permission === "metadata=read") return true;
  const { permissions } = caller;
  if (permission === "contents=read") return isGranted(caller.kind, permissions.contents);
  if (permission === "actions=read") return isGranted(caller.kind, permissions.actions);
  if (caller.kind === "installation") return permissions.actions === "write";
  const scopes = caller.permissions.scopes?.split(/[ ,]+/);
  return (permissions.actions ?? "write") === "write" && (scopes?.includes("repo") ?? true);
}

function isGranted(kind: "user" | "installation", level: string | undefined): boolean {
  return level === undefined ? kind === "user" : level !== "none";
}
