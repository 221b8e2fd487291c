import { createPublicKey } from "node:crypto";
import type { InstalledApp } from "./installation-token.ts";
import { notFound, type Refusal, type Request } from "./message.ts";
import type { GitHubState } from "./state.ts";

/** The installation that an App may ask for, or why it is refused. */
export type FoundInstallation =
  | { readonly app: InstalledApp; readonly refusal?: never }
  | { readonly app?: never; readonly refusal: Refusal };

/** The installation of that id, if the App that signed the request is its own. */
export async function findInstallation(
  state: GitHubState,
  request: Request,
  installationId: string,
): Promise<FoundInstallation> {
  const [, jwt] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const appId = jwt === undefined ? undefined : await verifyJwt(state, jwt);
  if (appId === undefined) {
    return { refusal: { status: 401, message: "A JSON web token could not be decoded" } };
  }
  const app = state.apps.find((known) => String(known.installationId) === installationId);
  return app?.id === appId ? { app } : { refusal: notFound };
}

/**
 * The id of the App that signed a JWT. One lasts ten minutes at most, and its issuer is the App's id, as
 * a number or as text: docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app.
 */
async function verifyJwt(state: GitHubState, jwt: string): Promise<number | undefined> {
  const { jwtVerify } = await import("jose");
  for (const { id, key } of state.apps) {
    const options = { algorithms: ["RS256"], currentDate: state.now(), maxTokenAge: "11m" };
    const verified = await jwtVerify(jwt, createPublicKey(key), options).catch(() => undefined);
    if (String(verified?.payload.iss) === String(id)) return id;
  }
  return undefined;
}
