import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sourcesAtMost } from "../../dispatch/config/source-count.ts";
import { groups, type Part, type Place, place, templateLimits } from "../../infra/placement.ts";

const part = (index: number, size = 1000): Part => ({ id: `Part${index}`, size });
const parts = (count: number, size?: number) =>
  Array.from({ length: count }, (_, index) => part(index, size));

/** As CloudFormation lists what was placed so. */
const deployedAs = (places: ReadonlyMap<string, Place>) =>
  [...places].map(([id, at]) => (at === "root" ? id : `${at}/${id}`));

const count = (places: ReadonlyMap<string, Place>) =>
  [...Map.groupBy(places.values(), (at) => at)].map(([at, all]) => [at, all.length] as const);

describe("place", () => {
  test("as many as the root has room for stay together", () => {
    expect(count(place(parts(400)))).toEqual([["root", 400]]);
    const places = place(parts(401));
    expect(places.get("Part399")).toBe("root");
    expect(places.get("Part400")).toMatch(/^Triggers\d+$/);
  });

  test("the root's room is also one of bytes, of which what is small gets the rest", () => {
    const [large, small] = [part(3, 300_000), part(4, 150_000)];
    const places = place([...parts(2, 300_000), large, small]);
    expect([...places.values()]).toEqual(["root", "root", expect.stringMatching(/\d$/), "root"]);
  });

  test("what is deployed stays where it is, even beyond the room and in a file that needs none", () => {
    const all = parts(450).map(({ id }) => id);
    expect(count(place(parts(450), { resources: all }))).toEqual([["root", 450]]);
    const resources = ["Queue", "Triggers7", "Triggers7/Part0", "Others/Part1", "Triggers8/Gone"];
    expect([...place(parts(2), { resources })]).toEqual([
      ["Part0", "Triggers7"],
      ["Part1", "root"],
    ]);
  });

  test("a root that is fuller than that leaves room for fewer nested stacks", () => {
    const groupsBeside = (inRoot: number) => {
      const resources = parts(inRoot).map(({ id }) => id);
      return count(place(parts(inRoot + 500), { resources })).length - 1;
    };
    expect([400, 436, 450, 467, 478].map(groupsBeside)).toEqual([groups, groups, 18, 1, 1]);
  });

  test("what is too much at once is left for later, the last of the new first", () => {
    const places = place(parts(9), { resources: ["Part8", "Part0"], changesAtMost: 3 });
    expect([...places.keys()]).toEqual(["Part0", "Part1", "Part2", "Part3", "Part8"]);
  });

  test("what goes counts, too, and what comes in its place comes with it", () => {
    const id = (trigger: string, time: string) => `Schedules${trigger}${time.padEnd(16, "0")}`;
    const schedule = (trigger: string, time: string) => ({ id: id(trigger, time), size: 1000 });
    const file = [...parts(5), schedule("nightly", "b"), schedule("weekly", "c")];
    const resources = [id("nightly", "a"), id("gone", "a")];
    const keysOf = (changesAtMost: number) => [...place(file, { resources, changesAtMost }).keys()];
    expect(keysOf(5)).toEqual(["Part0", "Part1", id("nightly", "b")]);
    expect(keysOf(1)).toEqual([id("nightly", "b")]);
  });

  test("as many as are allowed fit, and no stack gets more than it can hold", () => {
    for (const [at, size] of count(place(parts(sourcesAtMost)))) {
      expect(size, at).toBeLessThanOrEqual(at === "root" ? 400 : 450);
    }
  });

  const edits = fc.array(
    fc.record({ at: fc.nat(1200), remove: fc.nat(300), add: fc.nat(300), size: fc.nat(20_000) }),
    { maxLength: 6 },
  );

  /** Of a root that has a schedule, an event and a route; nested.test.ts counts them. */
  const constants = 21;
  const starts = fc.oneof(
    fc.record({ first: fc.nat(1500), inRoot: fc.constant(0) }),
    // Deployed before there were nested stacks.
    fc.record({
      first: fc.integer({ min: 480, max: 1500 }),
      inRoot: fc.integer({ min: 400, max: 478 }),
    }),
  );

  test("whatever is put in or taken out anywhere, nothing else moves", () => {
    fc.assert(
      fc.property(starts, edits, ({ first, inRoot }, changes) => {
        let file: readonly Part[] = parts(first);
        let places = place(file, { resources: file.slice(0, inRoot).map(({ id }) => id) });
        let next = first;
        for (const { at, remove, add, size } of changes) {
          const added = Array.from({ length: add }, () => part(next++, size));
          file = file.toSpliced(at, remove, ...added);
          const after = place(file, { resources: deployedAs(places) });
          expect([...after.keys()]).toEqual(file.map(({ id }) => id));
          const moved = [...after].filter(([id, to]) => to !== (places.get(id) ?? to));
          expect(moved).toEqual([]);
          const { root = 0, ...nested } = Object.fromEntries(count(after));
          expect(root).toBeLessThanOrEqual(Math.max(400, inRoot));
          const resources = root + Object.keys(nested).length + constants;
          expect(resources).toBeLessThanOrEqual(templateLimits.resources);
          places = after;
        }
      }),
      { numRuns: 40 },
    );
  });
});
