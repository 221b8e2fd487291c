import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** An issuer of JSON Web Tokens, with its keys where OpenID Connect has them. */
export interface Issuer {
  readonly url: string;
  /** A token for workflow-dispatcher, valid for some minutes. */
  sign(claims: JWTPayload): Promise<string>;
  close(): void;
}

/** Starts an issuer on 127.0.0.1: openid.net/specs/openid-connect-discovery-1_0.html */
export async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const keys = [{ ...(await exportJWK(publicKey)), kid: "1", alg: "RS256", use: "sig" }];
  const server = createServer((request, response) => {
    const isDiscovery = request.url === "/.well-known/openid-configuration";
    const answer = isDiscovery ? { issuer: url, jwks_uri: `${url}/keys` } : { keys };
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: "1" })
        .setIssuer(url)
        .setAudience("workflow-dispatcher")
        .setIssuedAt()
        .setExpirationTime("10m")
        .sign(privateKey),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
