import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { exitCodes, runCommand } from "./command.ts";
import { generatedFiles } from "./generated.ts";

const usage = `
npm run schema

Writes the files that are generated from the code: docs/triggers.schema.json (for editors),
docs/configuration.md, docs/errors.md and docs/checks.md.

exit codes
  0  the files are written
`;

await runCommand({
  usage,
  async run() {
    for (const [path, content] of generatedFiles()) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      console.log(`wrote ${relative(process.cwd(), path)}`);
    }
    return exitCodes.done;
  },
});
