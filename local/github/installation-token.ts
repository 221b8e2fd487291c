import { createPublicKey, randomBytes } from "node:crypto";
import type { Access } from "./admission.ts";
import { type Answer, json, notFound, type Request } from "./message.ts";
import type { GitHubState } from "./state.ts";

/** A GitHub App that is installed in the stand-in's repositories. */
export interface InstalledApp {
  readonly id: number;
  readonly installationId: number;
  /** The key that its JSON Web Tokens are verified with (PEM; a private key will do). */
  readonly key: string;
}

export const installationTokenPath = ["app", "installations", ":id", "access_tokens"];
export const installationTokenPage =
  "https://docs.github.com/rest/apps/apps#create-an-installation-access-token-for-an-app";

/** Installation tokens last an hour: docs.github.com/en/rest/apps/apps. */
const lifetime = 60 * 60 * 1000;

/** Answers an App's signed request for a token of one of its installations; the token is accepted from then on. */
export async function createInstallationToken(
  state: GitHubState,
  access: Access,
  request: Request,
  installationId: string,
): Promise<Answer> {
  const [, jwt] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? "") ?? [];
  const appId = jwt === undefined ? undefined : await verifyJwt(state, jwt);
  if (appId === undefined) {
    return { status: 401, message: "A JSON web token could not be decoded" };
  }
  const app = state.apps.find((known) => String(known.installationId) === installationId);
  if (app?.id !== appId) return notFound;
  const token = `installation-${randomBytes(12).toString("hex")}`;
  access.tokens &&= [...access.tokens, token];
  return json(201, {
    token,
    expires_at: new Date(state.now().getTime() + lifetime).toISOString(),
    permissions: { actions: "write", metadata: "read" },
  });
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
