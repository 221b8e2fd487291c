import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Code } from "aws-cdk-lib/aws-lambda";
import { buildSync } from "esbuild";
import type { Config } from "../dispatch/config.ts";

const lambda = fileURLToPath(new URL("../functions/lambda/", import.meta.url));

/** The code of both functions with the config beside it, as one asset. */
export function bundleFunctions(config: Config): Code {
  const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-"));
  // The CDK copies the folder when the code is bound to a function, which is after this returns.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeBundle(config, folder);
  return Code.fromAsset(folder);
}

/**
 * Bundles the functions into a folder, with the config as JSON. Split chunks and the ES modules of the
 * AWS SDK leave unread what a call doesn't use, such as credential providers for other places than Lambda.
 */
export function writeBundle(config: Config, folder: string): void {
  buildSync({
    entryPoints: { http: join(lambda, "http.ts"), queue: join(lambda, "queue.ts") },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  writeFileSync(join(folder, "config.json"), JSON.stringify(config));
}
