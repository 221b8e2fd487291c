/** One import of a module, in whatever form. */
export interface Import {
  /** As it is written: `./queues.ts`, `node:fs`, `aws-cdk-lib/aws-sqs`. */
  readonly specifier: string;
  /** Whether the whole statement is `import type` or `export type`, so that nothing is loaded. */
  readonly typeOnly: boolean;
}

/** What `import(…)` has that is no text; nobody can tell what it loads. */
export const computed = "(a computed specifier)";

/**
 * The imports of a TypeScript module: statements, re-exports, `import()` and `require()`. It reads text,
 * since TypeScript's own parser has no stable API. A comment that looks like an import counts as one.
 */
export function importsOf(source: string): readonly Import[] {
  return [...fromStatements(source), ...fromExpressions(source)];
}

function fromStatements(source: string): readonly Import[] {
  // Between the keyword and `from` are names alone, which tells an import from any other export.
  const from =
    /(?:^|;)\s*(?:import|export)\b\s*(type\s(?!\s*from\b))?[\w$*{},\s]*?\bfrom\s*["']([^"']+)["']/gm;
  const bare = /(?:^|;)\s*import\s*()["']([^"']+)["']/gm;
  return [from, bare].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, type, specifier = ""]) => ({
      specifier,
      typeOnly: type !== undefined && type !== "",
    })),
  );
}

function fromExpressions(source: string): readonly Import[] {
  const calls = source.matchAll(/(?<![\w$.])(?:import|require)\s*\(\s*(?:(["'`])([^"'`$]+)\1)?/g);
  return [...calls].map(([, , specifier = computed]) => ({ specifier, typeOnly: false }));
}
