import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from "jose";
import type { WebToken } from "./cases.ts";
import { now } from "./request.ts";

/** An issuer of JSON Web Tokens, with its keys published as OpenID Connect asks. */
export interface Issuer {
  readonly url: string;
  /** The value of an Authorization header with a token. */
  authorization(token: WebToken): Promise<string>;
  close(): Promise<void>;
}

/** Starts an issuer on this machine. */
export async function startIssuer(): Promise<Issuer> {
  const rsa = await generateKeyPair("RS256");
  const elliptic = await generateKeyPair("ES256");
  const forged = await generateKeyPair("RS256");
  const keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: "rsa", alg: "RS256", use: "sig" },
    { ...(await exportJWK(elliptic.publicKey)), kid: "elliptic", alg: "ES256", use: "sig" },
  ];
  const server = createServer((request, response) => {
    const isKeys = request.url === "/keys";
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(isKeys ? { keys } : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    async authorization(token) {
      const key = token.algorithm === "ES256" ? elliptic.privateKey : rsa.privateKey;
      const jwt = await sign(token, token.forged === true ? forged.privateKey : key, url);
      return `${token.scheme ?? "Bearer "}${jwt}`;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function sign(token: WebToken, key: CryptoKey, url: string): Promise<string> {
  const { algorithm = "RS256", keyId, audience = "dispatcher", expires = 300, age = 0 } = token;
  const seconds = now / 1000;
  const kid = keyId === undefined ? { RS256: "rsa", ES256: "elliptic" }[algorithm] : keyId;
  const claims = {
    iss: token.issuer ?? url,
    iat: seconds - age,
    ...(expires === null ? {} : { exp: seconds + expires }),
    ...(audience === null ? {} : { aud: audience }),
    ...token.claims,
  };
  const header = { alg: algorithm, ...(kid === null ? {} : { kid }) };
  return new SignJWT(claims as never).setProtectedHeader(header).sign(key);
}
