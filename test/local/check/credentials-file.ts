/** A file with these credentials, each with its API and a trigger of its own. */
export function fileOf(apis: Readonly<Record<string, string>>): string {
  const credentials = Object.entries(apis).map(
    ([name, api]) => `  ${name}:\n    pat: secret-of-${name}\n    api-url: ${api}\n`,
  );
  const triggers = Object.keys(apis).map(
    (name) =>
      `  t-${name}:\n    on: { http: { path: /${name} } }\n    credential: ${name}\n    workflow: deploy.yml\n`,
  );
  const defaults = "defaults:\n  repository: acme/shop\n  ref: main\n";
  return `credentials:\n${credentials.join("")}${defaults}triggers:\n${triggers.join("")}`;
}
