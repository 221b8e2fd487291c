import { fileURLToPath } from "node:url";
import { configJsonSchema } from "../dispatch/config/json-schema.ts";
import { codes } from "../dispatch/outcome.ts";
import { checkCodes } from "../local/check/codes.ts";
import { checksPage } from "./checks-page.ts";
import { configurationPage } from "./configuration-page.ts";
import { errorsPage } from "./errors-page.ts";

/** The files that are written from the code, with what belongs in them. `npm run schema` writes them. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schema = configJsonSchema();
  return new Map([
    [docs("triggers.schema.json"), `${JSON.stringify(schema, null, 2)}\n`],
    [docs("configuration.md"), configurationPage(schema)],
    [docs("errors.md"), errorsPage(codes)],
    [docs("checks.md"), checksPage(checkCodes)],
  ]);
}

function docs(name: string): string {
  return fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
}
