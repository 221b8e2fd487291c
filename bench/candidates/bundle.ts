import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import type { Config } from "../../dispatch/config.ts";
import { bundleOptions, writeBundle } from "../../infra/bundle.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const handlers = "bench/candidates/handlers";

/** What the rest of a bundle is built with, whoever writes it. */
const common = {
  absWorkingDir: project,
  bundle: true,
  platform: "node",
  target: "node24",
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Bundles a file of this project into one ES module. @returns its path. */
export async function bundleModule(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, `${entry.replaceAll(/\W+/g, "-")}.mjs`);
  await build({ ...common, format: "esm", minify: true, entryPoints: [entry], outfile });
  return outfile;
}

/** Bundles one of the floors. @returns the path of the module. */
export function bundleFloor(name: string, folder: string): Promise<string> {
  return bundleModule(`${handlers}/${name}.ts`, folder);
}

/**
 * Bundles a peer with the defaults of the CDK's NodejsFunction for nodejs24.x: CommonJS for node24, neither minified
 * nor split, with esbuild's own main fields. The AWS SDK is left to Lambda, which has it (with the feature flag
 * `@aws-cdk/aws-lambda-nodejs:sdkV3ExcludeSmithyPackages` that `cdk init` sets, @smithy/* too), or with `bundleAwsSDK`
 * taken into the bundle. See `Bundling` in aws-cdk-lib/aws-lambda-nodejs/lib/bundling.js.
 *
 * @returns the path of the module.
 */
export async function bundlePeer(
  name: string,
  folder: string,
  { bundleAwsSdk }: { readonly bundleAwsSdk: boolean },
): Promise<string> {
  const outfile = join(folder, name, bundleAwsSdk ? "with-sdk" : "sdk-of-lambda", "index.js");
  await build({
    ...common,
    entryPoints: [`${handlers}/${name}.ts`],
    outfile,
    external: bundleAwsSdk ? [] : ["@aws-sdk/*", "@smithy/*"],
  });
  return outfile;
}

/** The functions as deployed, but for their ledger, which answers at once. */
export async function bundleWithoutLedger(config: Config, folder: string): Promise<void> {
  // It writes what else is beside the modules, too.
  writeBundle(config, folder);
  await build({
    ...bundleOptions,
    outdir: folder,
    plugins: [replace("functions/lambda/ledger.ts", `${handlers}/instant-ledger.ts`)],
  });
}

/** Takes another file in the place of one. */
function replace(file: string, other: string): Plugin {
  const [path, replacement] = [join(project, file), join(project, other)];
  return {
    name: "replace",
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\// }, (found) =>
        join(found.resolveDir, found.path) === path ? { path: replacement } : undefined,
      );
    },
  };
}
