import { randomBytes } from "node:crypto";
import type { Access } from "./admission.ts";
import { findInstallation } from "./app-jwt.ts";
import { type Answer, json, type Request } from "./message.ts";
import type { AppPermissions } from "./permissions.ts";
import type { GitHubState } from "./state.ts";

/** A GitHub App that is installed in the stand-in's repositories. */
export interface InstalledApp {
  readonly id: number;
  readonly installationId: number;
  /** The key that its JSON Web Tokens are verified with (PEM; a private key will do). */
  readonly key: string;
  /** What its tokens may do; `actions: "write"` and `metadata: "read"` by default. */
  readonly permissions?: AppPermissions;
}

/** Installation tokens last an hour: docs.github.com/en/rest/apps/apps. */
const lifetime = 60 * 60 * 1000;

/** What an installation's tokens may do. */
export function permissionsOf({ permissions }: InstalledApp): AppPermissions {
  return permissions ?? { actions: "write", metadata: "read" };
}

/**
 * Answers an App's signed request for a token of one of its installations; the token is accepted from
 * then on (docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app).
 */
export async function createInstallationToken(
  state: GitHubState,
  access: Access,
  request: Request,
  installationId: string,
): Promise<Answer> {
  const { app, refusal } = await findInstallation(state, request, installationId);
  if (refusal !== undefined) return refusal;
  const token = `installation-${randomBytes(12).toString("hex")}`;
  const permissions = permissionsOf(app);
  access.tokens &&= [...access.tokens, token];
  access.installations.set(token, permissions);
  return json(201, {
    token,
    expires_at: new Date(state.now().getTime() + lifetime).toISOString(),
    permissions,
    repository_selection: "all",
  });
}
