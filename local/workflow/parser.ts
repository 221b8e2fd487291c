import { registerHooks } from "node:module";

/**
 * GitHub's own parser of workflow files. Its published build imports JSON files without the import
 * attribute that Node.js asks for (ERR_IMPORT_ATTRIBUTE_MISSING), as bundlers allow; a hook adds the
 * attribute while the package is loaded, and for this package alone.
 */
const hooks = registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const fromParser = context.parentURL?.includes("/@actions/workflow-parser/") ?? false;
    return fromParser && specifier.endsWith(".json")
      ? { ...resolved, importAttributes: { type: "json" } }
      : resolved;
  },
});

export const {
  convertWorkflowTemplate,
  isBasicExpression,
  isLiteral,
  isMapping,
  isSequence,
  isString,
  NoOperationTraceWriter,
  parseWorkflow,
} = await import("@actions/workflow-parser");

hooks.deregister();
