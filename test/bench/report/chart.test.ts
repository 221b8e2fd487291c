import { describe, expect, test } from "vitest";
import { chartsSvg } from "../../../bench/report/chart.ts";
import { results } from "./sample.ts";

describe("a chart", () => {
  const svg = chartsSvg("Cold start", results.charts);
  const numbers = (pattern: RegExp) =>
    [...svg.matchAll(pattern)].map((match) => match.slice(1).map(Number));

  test("has bars as long as their medians, with whiskers from the least to the most", () => {
    const bars = numbers(/<rect class="\w+" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g);
    const [[left = 0, floor = 0] = [], [, http = 0] = []] = bars;
    expect(http / floor).toBeCloseTo(1.234, 2);
    const [[from = 0, to = 0] = []] = numbers(/<path d="M([\d.]+) [\d.]+H([\d.]+)/g);
    const unit = floor / 10;
    expect((from - left) / unit).toBeCloseTo(11.9, 1);
    expect((to - left) / unit).toBeCloseTo(13.04, 1);
  });

  test("has the goal as a line, in the same scale", () => {
    const [[left = 0, floor = 0] = []] = numbers(
      /<rect class="peer" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g,
    );
    const [[goal = 0] = []] = numbers(/<line class="goal" x1="([\d.]+)"/g);
    expect((goal - left) / (floor / 10)).toBeCloseTo(13.5, 1);
    expect(svg).toContain("at most 13.5 ms");
  });

  test("cuts what is far beyond the largest median, and tells by an arrow", () => {
    const bars = [
      { label: "a", figure: { median: 10, min: 9, max: 100 } },
      { label: "b", figure: { median: 20, min: 19, max: 21 } },
    ];
    const cut = chartsSvg("", [{ title: "", unit: "ms", bars }]);
    const at = (pattern: RegExp) => [...cut.matchAll(pattern)].map(([, x]) => Number(x));
    const [left = 0] = at(/<rect class="bar" x="([\d.]+)"/g);
    const [a = 0, b = 0] = at(/<rect class="bar".*? width="([\d.]+)"/g);
    const [cutAt = 0, whole = 0] = at(/<path d="M[\d.]+ [\d.]+H([\d.]+)/g);
    expect((cutAt - left) / a).toBeCloseTo(2.5, 1);
    expect((whole - left) / b).toBeCloseTo(1.05, 1);
    expect(cut.match(/<path .*L.*\/>/g)).toHaveLength(1);
  });

  test("of ratios has a line where something is compared with itself", () => {
    const bars = [{ label: "a", figure: 0.5 }];
    const ratios = chartsSvg("", [{ title: "", unit: "times", bars }]);
    const [, left, width] = /<rect class="bar" x="([\d.]+)".* width="([\d.]+)"/.exec(ratios) ?? [];
    const [, base] = /<line class="base" x1="([\d.]+)"/.exec(ratios) ?? [];
    expect((Number(base) - Number(left)) / Number(width)).toBeCloseTo(2, 2);
    expect(svg).not.toContain('<line class="base"');
  });

  test("writes its texts as XML has them", () => {
    expect(svg).toContain(">Time &lt;ms></text>");
    expect(svg).toContain(">floor &amp; bare</text>");
  });

  test("of nothing but zeros has no bars to scale", () => {
    const zeros = chartsSvg("", [{ title: "", unit: "", bars: [{ label: "a", figure: 0 }] }]);
    expect(zeros).not.toMatch(/NaN|Infinity/);
  });
});
