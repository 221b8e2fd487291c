import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type BuildOptions, buildSync } from "esbuild";
import type { Config } from "../dispatch/config.ts";
import { writeDeployedConfig } from "./deployed-config.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** The code of both functions with the config beside it, as one asset. */
export function bundleFunctions(config: Config): Code {
  const folder = mkdtempSync(join(tmpdir(), "workflow-dispatcher-"));
  // The CDK copies the folder when the code is bound to a function, which is after this returns.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  writeBundle(config, folder);
  return Code.fromAsset(folder);
}

/**
 * How the functions are bundled. Split chunks leave unread what a call doesn't use, such as the libraries
 * for signatures and Apps: see "What was done for speed" in docs/benchmarks.md.
 */
export const bundleOptions = {
  // Paths are part of the chunks' names: the same code is the same asset, wherever it is bundled.
  absWorkingDir: project,
  entryPoints: { http: "functions/lambda/http.ts", queue: "functions/lambda/queue.ts" },
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
} satisfies BuildOptions;

/**
 * Bundles the functions into a folder, with the config beside them.
 *
 * @returns the source files that the bundle is made of, as paths from the project's folder.
 */
export function writeBundle(config: Config, folder: string): readonly string[] {
  const { metafile } = buildSync({ ...bundleOptions, outdir: folder, metafile: true });
  writeDeployedConfig(config, folder);
  return Object.keys(metafile.inputs);
}
