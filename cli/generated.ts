import { fileURLToPath } from "node:url";
import { configJsonSchema } from "../dispatch/config/json-schema.ts";
import { codes } from "../dispatch/outcome.ts";
import { configurationPage } from "./configuration-page.ts";
import { errorsPage } from "./errors-page.ts";

/** The files that are written from the code, with what belongs in them. `npm run schema` writes them. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schema = configJsonSchema();
  return new Map([
    [docs("triggers.schema.json"), `${JSON.stringify(schema, null, 2)}\n`],
    [docs("configuration.md"), configurationPage(schema)],
    [docs("errors.md"), errorsPage(codes)],
  ]);
}

function docs(name: string): string {
  return fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
}
