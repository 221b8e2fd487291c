import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** A loopback issuer of JSON Web Tokens, in place of the one that a config names. */
export interface Issuer {
  readonly url: string;
  /** A token with these claims, by default for ten minutes. */
  sign(claims: JWTPayload): Promise<string>;
  /** The same with a key that the issuer doesn't publish. */
  forge(claims: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

const key = { kid: "loopback", alg: "RS256" };

/** Serves its discovery document and its keys, as an OpenID Connect provider does. */
export async function startIssuer(): Promise<Issuer> {
  const [own, other] = await Promise.all([generateKeyPair(key.alg), generateKeyPair(key.alg)]);
  const keys = [{ ...(await exportJWK(own.publicKey)), ...key, use: "sig" }];
  const server = createServer((request, response) => {
    const documents: Readonly<Record<string, unknown>> = {
      "/.well-known/openid-configuration": { issuer: url, jwks_uri: `${url}/.well-known/jwks` },
      "/.well-known/jwks": { keys },
    };
    const document = documents[request.url ?? ""];
    response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sign: (claims) => signWith(own.privateKey, { iss: url, ...claims }),
    forge: (claims) => signWith(other.privateKey, { iss: url, ...claims }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function signWith(privateKey: CryptoKey, claims: JWTPayload): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iat: now, nbf: now, exp: now + 600, ...claims })
    .setProtectedHeader({ ...key, typ: "JWT" })
    .sign(privateKey);
}
