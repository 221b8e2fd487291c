import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";
import type { Config } from "../../dispatch/config.ts";
import { bundleOptions } from "../../infra/bundle.ts";
import { writeDeployedConfig } from "../../infra/deployed-config.ts";

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

/** Files of this project, and those in their place; all are paths from the project's folder. */
export type Instead = Readonly<Record<string, string>>;

/**
 * Bundles the functions as they are deployed, but for some files and options. What stands in the place of a file may
 * use that file.
 */
export async function buildInstead(
  config: Config,
  folder: string,
  instead: Instead = {},
  options: Partial<BuildOptions> = {},
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  writeDeployedConfig(config, folder);
  await build({ ...bundleOptions, ...options, outdir: folder, plugins: [replace(instead)] });
}

function replace(instead: Instead): Plugin {
  const replacements = new Map(
    Object.entries(instead).map(([file, other]) => [join(project, file), join(project, other)]),
  );
  return {
    name: "replace",
    setup({ onResolve }) {
      onResolve({ filter: /^\.{1,2}\// }, ({ resolveDir, path, importer }) => {
        const other = replacements.get(join(resolveDir, path));
        return other === undefined || other === importer ? undefined : { path: other };
      });
    },
  };
}
