import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { createLedgerTable } from "../ledger/contract.ts";

/** An emulator of DynamoDB with the ledger's table in it, on this machine. */
export interface Dynamo {
  readonly url: string;
  readonly table: string;
  /** What was asked for since then, such as `PutItem`, and by whose signature. */
  readonly calls: readonly { readonly call: string; readonly authorization: string }[];
  close(): Promise<void>;
}

export async function startDynamo(): Promise<Dynamo> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const table = "Ledger";
  await createTable(url, table);
  return { url, table, calls: recordCalls(server), close: () => close(server) };
}

async function createTable(endpoint: string, table: string): Promise<void> {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const client = new DynamoDBClient({ endpoint, region: "eu-west-1", credentials });
  await createLedgerTable(client, table);
  client.destroy();
}

function recordCalls(server: Server): Dynamo["calls"] {
  const calls: { call: string; authorization: string }[] = [];
  server.prependListener("request", ({ headers }) => {
    const [, call = ""] = String(headers["x-amz-target"]).split(".");
    calls.push({ call, authorization: headers.authorization ?? "" });
  });
  return calls;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
