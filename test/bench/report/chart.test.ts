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

  test("writes its texts as XML has them", () => {
    expect(svg).toContain(">Time &lt;ms></text>");
    expect(svg).toContain(">floor &amp; bare</text>");
  });

  test("of nothing but zeros has no bars to scale", () => {
    const zeros = chartsSvg("", [{ title: "", unit: "", bars: [{ label: "a", figure: 0 }] }]);
    expect(zeros).not.toMatch(/NaN|Infinity/);
  });
});
