import { expect, test } from "vitest";
import { type Read, readsOf } from "../../../local/openapi/reads.ts";

const gives = { input: "a" };

test.each<[string, readonly Read[]]>([
  ["text", []],
  ["${{ event.detail.x }}", []],
  ["${{ request.body.tagName }}", [{ path: ["body", "tagName"], gives }]],
  ["${{ REQUEST.Body['x y'].z }}", [{ path: ["body", "x y", "z"], gives }]],
  ["${{ (request.path.env) }}", [{ path: ["path", "env"], gives }]],
  ["${{ request.body.v || 'latest' }}", [{ path: ["body", "v"], gives, fallback: "latest" }]],
  ["${{ request.body.v || true }}", [{ path: ["body", "v"], gives, fallback: true }]],
  ["${{ request.body.v || 3 }}", [{ path: ["body", "v"], gives, fallback: 3 }]],
  ["${{ request.body.v || null }}", [{ path: ["body", "v"] }]],
  ["${{ request.body.v || request.query.v }}", [{ path: ["body", "v"] }, { path: ["query", "v"] }]],
  ["${{ request.body.v || 'a' || 'b' }}", [{ path: ["body", "v"] }]],
  ["${{ request.body.v && 'a' }}", [{ path: ["body", "v"] }]],
  ["v${{ request.body.v }}", [{ path: ["body", "v"] }]],
  ["${{ request.body.list[0].name }}", [{ path: ["body", "list"], isOpen: true }]],
  ["${{ request.body.list.*.name }}", [{ path: ["body", "list"], isOpen: true }]],
  [
    "${{ request.body[request.query.key].x }}",
    [{ path: ["body"], isOpen: true }, { path: ["query", "key"] }],
  ],
  ["${{ fromJSON(request.body.payload).action }}", [{ path: ["body", "payload"], isJson: true }]],
  [
    "${{ fromjson((request.body.n || '1')) }}",
    [{ path: ["body", "n"], isJson: true, fallback: "1" }],
  ],
  ["${{ fromJSON(request.body.list[0]) }}", [{ path: ["body", "list"], isOpen: true }]],
  ["${{ fromJSON(format('{0}', request.body.n)) }}", [{ path: ["body", "n"] }]],
  ["${{ toJSON(request.body.n) }}", [{ path: ["body", "n"] }]],
  ["${{ toJSON(request) }}", [{ path: [] }]],
  ["${{ !request.body.off }}", [{ path: ["body", "off"] }]],
  ["${{ request.body.a == request.body.b }}", [{ path: ["body", "a"] }, { path: ["body", "b"] }]],
])("%s", (text, expected) => {
  expect(readsOf({ a: text })).toEqual(expected);
});

test("one expression may give all inputs", () => {
  expect(readsOf("${{ request.body.inputs }}")).toEqual([
    { path: ["body", "inputs"], gives: "all" },
  ]);
  expect(readsOf("${{ fromJSON(request.body.inputs) }}")).toEqual([
    { path: ["body", "inputs"], isJson: true },
  ]);
});
