import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { capacity, type Part, type Place, place } from "../../infra/placement.ts";
import { refusalOf } from "../../infra/refusal.ts";

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
    expect([400, 410, 431, 479].map(groupsBeside)).toEqual([32, 22, 1, 1]);
  });

  test("what is too much at once is left for later, the last of the new first", () => {
    const places = place(parts(9), { resources: ["Part8", "Part0"], newAtMost: 3 });
    expect([...places.keys()]).toEqual(["Part0", "Part1", "Part2", "Part3", "Part8"]);
  });

  test("as many as are allowed fit, and no stack gets more than it can hold", () => {
    for (const [at, size] of count(place(parts(capacity.parts)))) {
      expect(size, at).toBeLessThanOrEqual(at === "root" ? 400 : 450);
    }
    const bytes = new Map<Place, number>();
    const largest = 20_000;
    const all = parts(capacity.bytes / largest, largest);
    for (const at of place(all).values()) bytes.set(at, (bytes.get(at) ?? 0) + largest);
    expect(Math.max(...bytes.values())).toBeLessThan(900_000);
  });

  const edits = fc.array(
    fc.record({ at: fc.nat(1200), remove: fc.nat(300), add: fc.nat(300), size: fc.nat(20_000) }),
    { maxLength: 6 },
  );

  test("whatever is put in or taken out anywhere, nothing else moves", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), edits, (first, changes) => {
        let file: readonly Part[] = parts(first);
        let places = place(file);
        let next = first;
        for (const { at, remove, add, size } of changes) {
          const added = Array.from({ length: add }, () => part(next++, size));
          file = file.toSpliced(at, remove, ...added);
          const after = place(file, { resources: deployedAs(places) });
          expect([...after.keys()]).toEqual(file.map(({ id }) => id));
          const moved = [...after].filter(([id, to]) => to !== (places.get(id) ?? to));
          expect(moved).toEqual([]);
          expect([...after.values()].filter((to) => to === "root").length).toBeLessThan(401);
          places = after;
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("refusalOf", () => {
  test("as many as are allowed are not refused", () => {
    expect(refusalOf("triggers.yaml", parts(capacity.parts), undefined)).toBeUndefined();
    expect(refusalOf("triggers.yaml", parts(450), { resources: [] })).toBeUndefined();
  });

  test("more than all stacks hold are told in numbers", () => {
    expect(refusalOf("a.yaml", parts(capacity.parts + 1), undefined)).toBe(`a.yaml  triggers
  There are more schedules, events and routes than one deployment can hold.
  found:   10,001 of them
  allowed: at most 10,000
  mend:    Divide the file into several, and deploy each with a STACK_NAME of its own.`);
    expect(refusalOf("a.yaml", [part(1, capacity.bytes + 1)], undefined)).toContain(
      "found:   about 16,000,001 bytes\n  allowed: at most 16,000,000 bytes",
    );
  });

  test("what is deployed must be known only where there are several stacks", () => {
    const known = { unknown: "AWS answered AccessDenied: no" };
    expect(refusalOf("a.yaml", parts(400), known)).toBeUndefined();
    const refusal = refusalOf("a.yaml", parts(401), known);
    expect(refusal).toContain("401 schedules, events and routes; AWS answered AccessDenied: no");
    expect(refusal).toContain("cloudformation:ListStackResources");
  });
});
