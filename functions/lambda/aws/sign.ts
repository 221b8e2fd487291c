import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import type { FetchInit } from "../../../dispatch/fetch.ts";

/** As Lambda gives them to a function: docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface SignSettings {
  readonly region: string;
  readonly credentials: Credentials;
}

type Headers = FetchInit["headers"];

/** The headers of a POST with its signature. */
export type Sign = (
  service: string,
  url: string,
  headers: Headers,
  body: string,
) => Promise<Headers>;

/** Signs requests by Signature Version 4, with the library that the AWS SDK signs with. */
export function createSign({ region, credentials }: SignSettings): Sign {
  const signers = new Map<string, SignatureV4>();
  const signerOf = (service: string) => {
    const signer =
      signers.get(service) ?? new SignatureV4({ service, region, credentials, sha256: Sha256 });
    signers.set(service, signer);
    return signer;
  };
  return async (service, url, headers, body) => {
    const { protocol, hostname, host, pathname: path } = new URL(url);
    const all = { ...headers, host };
    const request = { method: "POST", protocol, hostname, path, query: {}, headers: all, body };
    return (await signerOf(service).sign(request)).headers;
  };
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** Node's SHA-256 in the form that the library takes. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(key?: Bytes) {
    this.#hash = key === undefined ? createHash("sha256") : createHmac("sha256", viewOf(key));
  }

  update(bytes: Bytes): void {
    this.#hash.update(viewOf(bytes));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

function viewOf(bytes: Bytes): string | NodeJS.ArrayBufferView {
  return bytes instanceof ArrayBuffer
    ? new Uint8Array(bytes)
    : (bytes as string | NodeJS.ArrayBufferView);
}
