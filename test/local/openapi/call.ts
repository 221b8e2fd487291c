import type { Call } from "../../examples/call.ts";
import type { PlacedOperation } from "./check.ts";

/** The call that an operation shows: with the examples of its parameters and its body. */
export function shownCall({ path, method, operation }: PlacedOperation): Call {
  const { parameters = [], requestBody } = operation;
  const examples = parameters.flatMap(({ name, in: place, example, schema }) => {
    const value = example ?? schema.default;
    return value === undefined ? [] : [{ name, place, value: String(value) }];
  });
  const at = (place: string) =>
    examples
      .filter((each) => each.place === place)
      .map(({ name, value }) => [name, value] as const);
  const filled = at("path").reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
    path,
  );
  const query = new URLSearchParams(Object.fromEntries(at("query"))).toString();
  const body = requestBody?.content["application/json"]?.example;
  return {
    method: method.toUpperCase(),
    path: query === "" ? filled : `${filled}?${query}`,
    headers: {
      ...Object.fromEntries(at("header")),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    claims: {},
  };
}
