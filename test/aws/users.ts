import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** GitHub's answer to whose a token is; the stand-in has none. */
export interface Users {
  /** Base URL of the API. */
  readonly url: string;
  close(): void;
}

/** Starts it on 127.0.0.1: docs.github.com/en/rest/users/users#get-the-authenticated-user */
export async function startUsers(token: string): Promise<Users> {
  const server = createServer(({ url, headers }, response) => {
    const isKnown = url === "/user" && headers.authorization === `Bearer ${token}`;
    const answer = isKnown ? { login: "octocat" } : { message: "Bad credentials" };
    response
      .setHeader("content-type", "application/json")
      .setHeader("github-authentication-token-expiration", "2099-01-01 00:00:00 UTC")
      .writeHead(isKnown ? 200 : 401)
      .end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
