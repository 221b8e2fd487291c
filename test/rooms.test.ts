import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";
import { ambientsOf } from "./rooms/ambient.ts";
import { computed, importsOf } from "./rooms/imports.ts";
import { complaintsAbout, rooms } from "./rooms/rules.ts";

const project = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(`${project}${file}`, "utf8");

const files = Object.keys(rooms).flatMap((room) =>
  readdirSync(`${project}${room}`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${room}/${path}`),
);

test.each(Object.keys(rooms))("%s keeps to its place", (room) => {
  const own = files.filter((file) => file.startsWith(`${room}/`));
  expect(own).not.toEqual([]);
  expect(own.flatMap((file) => complaintsAbout(file, read(file)))).toEqual([]);
});

test("every folder of TypeScript is a room, or is not deployed", () => {
  const { include } = JSON.parse(read("tsconfig.json")) as { readonly include: string[] };
  const notDeployed = ["test", "bench", "examples"];
  const known = [...Object.keys(rooms), ...notDeployed];
  expect(include.filter((folder) => !known.includes(folder))).toEqual([]);
});

test("no import that esbuild sees is overlooked", () => {
  const { metafile } = buildSync({
    absWorkingDir: project,
    entryPoints: files,
    outdir: "not-written",
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  for (const file of files) {
    const seen = metafile.inputs[file]?.imports.map(({ original, path }) => original ?? path);
    const found = importsOf(read(file)).filter(({ typeOnly }) => !typeOnly);
    const loaded = found.map(({ specifier }) => specifier);
    expect(new Set(loaded), file).toEqual(new Set(seen));
  }
});

interface Cases {
  readonly imports: readonly (readonly [source: string, ...imports: readonly string[]])[];
  readonly ambients: readonly (readonly [source: string, ...ambients: readonly string[]])[];
  readonly complaints: readonly (readonly [file: string, source: string, ...says: string[]])[];
}

describe("the checker", () => {
  const cases = JSON.parse(read("test/rooms/cases.json")) as Cases;

  test.each(cases.imports)("reads the imports of %j", (source, ...imports) => {
    const found = importsOf(source).map(({ specifier, typeOnly }) =>
      typeOnly ? `type ${specifier}` : specifier.replace(computed, "computed"),
    );
    expect(found).toEqual(imports);
  });

  test.each(cases.ambients)("sees what %j uses", (source, ...ambients) => {
    expect(ambientsOf(source)).toEqual(ambients);
  });

  test.each(cases.complaints)("judges %s: %j", (file, source, ...says) => {
    const complaints = complaintsAbout(file, source);
    expect(complaints).toHaveLength(says.length);
    for (const [index, text] of says.entries()) expect(complaints[index]).toContain(text);
  });
});
