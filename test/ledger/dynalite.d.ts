declare module "dynalite" {
  import type { Server } from "node:http";

  interface Options {
    /** Milliseconds for which a new table is CREATING. */
    readonly createTableMs?: number;
  }

  /** An emulator of DynamoDB that keeps its tables in memory. */
  export default function dynalite(options?: Options): Server;
}
