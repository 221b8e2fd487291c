import { join } from "node:path";
import type { OpenApiDocument } from "../../../local/openapi/document.ts";
import { writeOpenApi } from "../../../local/openapi/write.ts";
import type { LocalSettings } from "../../../local/settings.ts";
import { findExamples, root, rootSample, triggersOf } from "../../examples/example.ts";

/** A file of triggers with its workflows. */
export interface Source {
  readonly name: string;
  readonly settings: LocalSettings;
}

/** The file of the contract tests: each kind of auth, many shapes of bodies. */
export const contract: Source = {
  name: "the contract",
  settings: {
    triggers: join(root, "test/functions/triggers.yaml"),
    workflows: join(root, "test/functions/workflows"),
  },
};

/** Routes that OpenAPI has a hard time with. */
export const corners: Source = {
  name: "the corners",
  settings: {
    triggers: join(root, "test/local/openapi/cases/corners.yaml"),
    workflows: join(root, "test/functions/workflows"),
  },
};

export const sources: readonly Source[] = [
  ...[rootSample, ...findExamples()].map((example) => ({
    name: example.name,
    settings: { triggers: triggersOf(example) },
  })),
  contract,
  corners,
  { name: "no workflows", settings: { ...contract.settings, workflows: "missing" } },
];

export const request = { title: "Test", version: "1.0.0", urls: [], asYaml: false };

export async function documentOf({ settings }: Source): Promise<OpenApiDocument> {
  const { text } = await writeOpenApi(settings, request);
  return JSON.parse(text);
}
