import fc from "fast-check";
import { expect, test } from "vitest";
import { canAllHaveOne } from "../../../dispatch/once/matching.ts";

/** Each left one with the right ones that fit it. */
type Graph = readonly (readonly number[])[];

const cases: readonly (readonly [Graph, rights: number, boolean])[] = [
  [[], 0, true],
  [[], 3, true],
  [[[]], 3, false],
  [[[0]], 1, true],
  [[[0], [0]], 1, false],
  [[[0], [0]], 2, false],
  [[[0, 1], [0]], 2, true],
  [[[0], [0, 1], [1, 2]], 3, true],
  [
    [
      [0, 1],
      [0, 1],
      [0, 1],
    ],
    3,
    false,
  ],
  [
    [
      [0, 1],
      [1, 2],
      [2, 0],
    ],
    3,
    true,
  ],
];

const ask = (graph: Graph, rights: number) =>
  canAllHaveOne(
    graph.map((_, left) => left),
    Array.from({ length: rights }, (_, right) => right),
    (left, right) => graph[left]?.includes(right) ?? false,
  );

test.each(cases)("%j of %i: %s", (graph, rights, expected) => {
  expect(ask(graph, rights)).toBe(expected);
});

test("agrees with trying all ways", () => {
  const graphs = fc.array(fc.uniqueArray(fc.nat(4)), { maxLength: 5 });
  const agree = (graph: Graph) => {
    expect(ask(graph, 5)).toBe(tryAll(graph, []));
  };
  fc.assert(fc.property(graphs, agree));
});

function tryAll(graph: Graph, taken: readonly number[]): boolean {
  const [first, ...rest] = graph;
  if (first === undefined) return true;
  return first.some((right) => !taken.includes(right) && tryAll(rest, [...taken, right]));
}
