import fc from "fast-check";
import { type Config, readConfig } from "../../dispatch/config.ts";

/** A name that a trigger may have, and those that every object inherits something under. */
const triggerName = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][\w-]{0,20}$/),
  fc.constantFrom("constructor", "toString", "hasOwnProperty", "valueOf", "_"),
);

/** Names of repositories of which some are the same in another case. */
const repository = fc.constantFrom("acme/shop", "Acme/Shop", "acme/other", "o/__proto__");

const trigger = fc.record({
  repository,
  credential: fc.constantFrom("default", "enterprise", "constructor"),
  isRouted: fc.boolean(),
});

/** A checked config of so many triggers at most. */
export function randomConfig(maxLength: number): fc.Arbitrary<Config> {
  return fc
    .uniqueArray(fc.tuple(triggerName, trigger), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength,
    })
    .map(configOf);
}

type Drawn = readonly (readonly [
  string,
  { readonly repository: string; readonly credential: string; readonly isRouted: boolean },
])[];

function configOf(drawn: Drawn): Config {
  const triggers = drawn.map(([name, { repository, credential, isRouted }], index) => {
    const on = isRouted ? `http: { path: "/${index}/{id}" }` : "event: { source: [acme] }";
    return `  ${JSON.stringify(name)}: { on: { ${on} }, credential: ${credential}, repository: "${repository}", ref: main, workflow: "${index}.yml" }`;
  });
  const { config, problems } = readConfig(`
credentials:
  default: { pat: github/pat }
  constructor: { pat: github/other }
  enterprise: { pat: ghes/pat, api-url: "https://ghes.test/api/v3" }
triggers:
${triggers.join("\n")}
`);
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return config;
}
