import { readdirSync } from "node:fs";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { readCases } from "./cases.ts";

/** A call, and the event that an HTTP API made of it. */
export interface RecordedCall {
  readonly name: string;
  /** The call itself, where this machine can make it. */
  readonly request?: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    readonly body?: string;
  };
  readonly event: APIGatewayProxyEventV2;
  readonly status: number;
  readonly inputs?: Readonly<Record<string, string>>;
}

const files = readdirSync(new URL("../cases/recorded", import.meta.url)).sort();

export const recordedCalls = files.map((file) => readCases<RecordedCall>(`recorded/${file}`));
