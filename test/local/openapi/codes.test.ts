import { expect, test } from "vitest";
import { codes } from "../../../dispatch/outcome.ts";
import { notOverHttp } from "../../../local/openapi/codes.ts";
import type { OpenApiDocument } from "../../../local/openapi/document.ts";
import { contract, documentOf } from "./documents.ts";

/** The codes that a document's answers may have, each with the statuses of its problems. */
function codesIn({ components }: OpenApiDocument): ReadonlyMap<string, readonly unknown[]> {
  const told = Object.values(components.responses).flatMap(({ content }) =>
    Object.entries(content).flatMap(([type, { schema }]) => {
      const properties = schema.allOf?.[1]?.properties ?? {};
      const status = type === "application/problem+json" ? [properties.status?.const] : [];
      return (properties.code?.enum ?? []).map((code) => [String(code), status] as const);
    }),
  );
  const groups = Map.groupBy(told, ([code]) => code);
  return new Map(
    [...groups].map(([code, uses]) => [code, [...new Set(uses.flatMap(([, status]) => status))]]),
  );
}

test("each code is told with its status, or is one that HTTP can't give", async () => {
  const told = codesIn(await documentOf(contract));
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(
      Object.entries(codes)
        .filter(([code]) => !Object.hasOwn(notOverHttp, code))
        .map(([code, { status }]) => [code, [status]]),
    ),
  );
});

test("what HTTP can't give has its reason", () => {
  for (const [code, reason] of Object.entries(notOverHttp)) {
    expect(codes).toHaveProperty(code);
    expect(reason).toMatch(/\w+ \w+/);
  }
});

test.each([
  ["/iam", []],
  ["/hello", []],
  ["/token", ["unauthenticated"]],
  ["/webhook", ["unauthenticated"]],
  ["/jwt", ["unauthenticated", "forbidden"]],
])("%s tells of refusals that its auth can give: %j", async (path, expected) => {
  const { paths, components } = await documentOf(contract);
  const answers = Object.values(paths[path]?.post?.responses ?? {});
  const told = answers.flatMap(({ $ref }) => {
    const { content = {} } = components.responses[$ref.split("/").at(-1) ?? ""] ?? {};
    return content["application/problem+json"]?.schema.allOf?.[1]?.properties?.code?.enum ?? [];
  });
  expect(told.filter((code) => code === "unauthenticated" || code === "forbidden")).toEqual(
    expected,
  );
});
