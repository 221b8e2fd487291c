import { transformSync } from "esbuild";

/** What a module can use of the world around it without being given it. */
export type Ambient = "environment" | "process" | "clock" | "randomness" | "network" | "console";

/** Globals, and the names that esbuild puts in their place where they really are the globals. */
const markers = {
  process: "ambient_process",
  Date: "ambient_Date",
  performance: "ambient_performance",
  "Math.random": "ambient_random",
  crypto: "ambient_crypto",
  fetch: "ambient_fetch",
  console: "ambient_console",
};

/** How each is recognised once the globals are marked. */
const signs: readonly (readonly [Ambient, RegExp])[] = [
  ["environment", /\bambient_process(\??\.env\b|(?!\??\.\w))/],
  ["process", /\bambient_process\b/],
  ["clock", /\bambient_(Date|performance)\b/],
  ["randomness", /\bambient_(random|crypto)\b/],
  ["network", /\bambient_fetch\b/],
  ["console", /\bambient_console\b/],
];

/** Uses of Date that ask no clock: of a time that is given, or as a type at run time. */
const timeless =
  /\bnew ambient_Date\((?!\))|\bambient_Date\.(?:parse|UTC)\b|\binstanceof ambient_Date\b/g;

/**
 * What a TypeScript module uses of the world around it. Comments, types, texts and local variables of
 * the same name don't count, since esbuild resolves the names.
 */
export function ambientsOf(source: string): readonly Ambient[] {
  const viaGlobalThis = source.replaceAll(/\b(?:globalThis|global)\??\.(?=[A-Za-z])/g, "");
  const { code } = transformSync(viaGlobalThis, {
    loader: "ts",
    define: markers,
    minifySyntax: true,
    legalComments: "none",
  });
  const marked = code.replaceAll(timeless, "");
  return signs.filter(([, sign]) => sign.test(marked)).map(([ambient]) => ambient);
}
