import type { Config, Credential } from "../../dispatch/config.ts";
import { routeKey } from "../../dispatch/route-key.ts";
import { green, type Line, red, yellow } from "./line.ts";

/** A secret that was asked for. */
export type SecretRead =
  | { readonly text: string; readonly problem?: never }
  | {
      readonly text?: never;
      /** Why there is no text, such as `there is no such secret`. */
      readonly problem: string;
      /** Whether the dispatcher can't read it either; it may be that only this machine can't. */
      readonly isMissing: boolean;
      /** What to do so that it can be read; nothing if it has to be stored. */
      readonly mend?: string;
    };

/** Where the secrets are, and how one gets there. */
export interface SecretPlace {
  readonly read: (secret: string) => Promise<SecretRead>;
  /** What to do about a credential's secret that is missing or of no use. */
  readonly howToStore: (name: string, credential: Credential) => string;
  /** The same for the secret of a route. */
  readonly howToStoreOfRoute: (secret: string) => string;
}

/** The text of a credential's secret, if it can be read, and what there is to say of that. */
export async function readCredential(
  name: string,
  credential: Credential,
  place: SecretPlace,
): Promise<{ readonly text: string | undefined; readonly line: Line }> {
  const about = `credential ${name}, secret`;
  const secret = credential.pat ?? credential.app["private-key"];
  const read = await place.read(secret);
  if (read.problem === undefined) {
    return { text: read.text, line: green(about, `${secret} can be read`) };
  }
  const howToStore = place.howToStore(name, credential);
  return { text: undefined, line: unreadLine(about, secret, howToStore, read) };
}

/** A secret that can't be read. What only this machine can't read can't be told. */
function unreadLine(
  about: string,
  secret: string,
  howToStore: string,
  { problem, isMissing, mend = howToStore }: Extract<SecretRead, { problem: string }>,
): Line {
  const found = `${secret} can't be read: ${problem}`;
  return isMissing ? red(about, found, mend) : yellow(about, found, mend);
}

/** Whether the secrets of routes can be read, one line for each. */
export async function routeSecretLines(
  { triggers }: Config,
  place: SecretPlace,
): Promise<readonly Line[]> {
  const routes = Object.values(triggers).flatMap(({ on: { http } }) =>
    http !== undefined && "secret" in http.auth
      ? [{ about: `route ${routeKey(http)}, secret`, secret: http.auth.secret }]
      : [],
  );
  return Promise.all(
    routes.map(async ({ about, secret }) => {
      const read = await place.read(secret);
      const howToStore = place.howToStoreOfRoute(secret);
      if (read.problem !== undefined) return unreadLine(about, secret, howToStore, read);
      if (read.text.trim() !== "") return green(about, `${secret} can be read`);
      return red(about, `${secret} is empty, so every call is refused`, howToStore);
    }),
  );
}
