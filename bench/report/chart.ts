import { type Bar, type Chart, type Figure, medianOf } from "../benchmark.ts";
import { figureText } from "./figures.ts";

/** Pixels. */
const width = 880;
const margin = 20;
const titleHeight = 46;
const rowHeight = 28;
const barHeight = 16;
/** More than any letter of 13 pixels takes on average. */
const letter = 7.5;

/** Of the largest median; what was measured beyond it is cut, so that no outlier squeezes the bars. */
const mostShown = 1.25;

/** One chart in its place: where its bars begin, what is at the right end, and the pixels that one of its unit takes. */
interface Plot {
  readonly chart: Chart;
  readonly top: number;
  readonly left: number;
  readonly end: number;
  readonly scale: number;
}

/** Charts one under another as an SVG image, in the look of docs/architecture.svg. */
export function chartsSvg(title: string, charts: readonly Chart[]): string {
  const plots: Plot[] = [];
  let top = margin;
  for (const chart of charts) {
    plots.push(plotOf(chart, top));
    top += heightOf(chart);
  }
  const summary = charts.map((chart) => `${chart.title}.`).join(" ");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" font-family="system-ui, -apple-system, 'Segoe UI', sans-serif" font-size="13" role="img" aria-labelledby="t d">
  <title id="t">${escaped(title)}</title>
  <desc id="d">${escaped(summary)}</desc>
  <style>
    .bar { fill: #b6d7f7; stroke: #0b5fb0 }
    .peer { fill: #eeeeee; stroke: #57606a }
    text { fill: #1f2328 }
    .title { font-size: 15px; font-weight: 600 }
    .label { text-anchor: end }
    .value { font-size: 12px; fill: #57606a; text-anchor: end }
    .base { stroke: #57606a; stroke-width: 1.5 }
    .base-text { font-size: 12px; fill: #57606a; text-anchor: middle }
    .goal { stroke: #b3261e; stroke-width: 1.5; stroke-dasharray: 5 4 }
    .goal-text { font-size: 12px; fill: #b3261e; text-anchor: middle }
    path { fill: none; stroke: #1f2328; stroke-width: 1.5 }
  </style>
  <rect width="${width}" height="${top}" fill="#ffffff"/>
${plots.flatMap(drawPlot).join("\n")}
</svg>
`;
}

function heightOf({ bars, atMost }: Chart): number {
  return titleHeight + bars.length * rowHeight + (atMost === undefined ? 0 : margin) + margin;
}

function plotOf(chart: Chart, top: number): Plot {
  const { bars, unit } = chart;
  const labels = bars.map(({ label }) => label.length);
  const values = bars.map(({ figure }) => figureText(figure, unit).length);
  const left = margin + Math.max(0, ...labels) * letter + 10;
  const room = width - margin - Math.max(0, ...values) * letter - 10 - left;
  const end = endOf(chart);
  return { chart, top, left, end, scale: end === 0 ? 0 : Math.max(room, 0) / end };
}

/** Where a ratio is that of a thing to itself; nothing for other units. */
function baseOf({ unit }: Chart): number | undefined {
  return unit === "times" ? 1 : undefined;
}

function endOf(chart: Chart): number {
  const { bars, atMost = 0 } = chart;
  const medians = bars.map(({ figure }) => medianOf(figure));
  const largest = Math.max(atMost, baseOf(chart) ?? 0, ...medians);
  const most = Math.max(largest, ...bars.map(({ figure }) => mostOf(figure)));
  return Math.min(most, largest * mostShown);
}

function mostOf(figure: Figure): number {
  return typeof figure === "number" ? figure : figure.max;
}

function drawPlot(plot: Plot): readonly string[] {
  const { chart, top } = plot;
  const title = `  <text class="title" x="${margin}" y="${top + 16}">${escaped(chart.title)}</text>`;
  return [
    title,
    ...chart.bars.flatMap((bar, index) =>
      drawBar(bar, plot, top + titleHeight + index * rowHeight),
    ),
    ...drawBase(plot),
    ...drawGoal(plot),
  ];
}

function drawBar({ label, figure, isPeer }: Bar, plot: Plot, y: number): readonly string[] {
  const { left, scale, chart } = plot;
  const middle = y + barHeight / 2;
  const base = middle + 4;
  return [
    `  <text class="label" x="${left - 10}" y="${base}">${escaped(label)}</text>`,
    `  <rect class="${isPeer ? "peer" : "bar"}" x="${left}" y="${y}" width="${round(medianOf(figure) * scale)}" height="${barHeight}"/>`,
    ...drawWhisker(figure, plot, middle),
    `  <text class="value" x="${width - margin}" y="${base}">${escaped(figureText(figure, chart.unit))}</text>`,
  ];
}

/** A line from the least to the most that was measured, with an arrow where that is beyond the end. */
function drawWhisker(figure: Figure, { left, end, scale }: Plot, y: number): readonly string[] {
  if (typeof figure === "number") return [];
  const from = round(left + figure.min * scale);
  const to = round(left + Math.min(figure.max, end) * scale);
  const mark = figure.max > end ? arrowAt(to, y) : `M${to} ${y - 4}V${y + 4}`;
  return [`  <path d="M${from} ${y}H${to}M${from} ${y - 4}V${y + 4}${mark}"/>`];
}

function arrowAt(x: number, y: number): string {
  return `M${round(x - 5)} ${y - 4}L${x} ${y}L${round(x - 5)} ${y + 4}`;
}

function drawBase({ chart, top, left, scale }: Plot): readonly string[] {
  const base = baseOf(chart);
  if (base === undefined) return [];
  const x = round(left + base * scale);
  const from = top + titleHeight - 6;
  const to = from + chart.bars.length * rowHeight + 2;
  return [
    `  <line class="base" x1="${x}" y1="${from}" x2="${x}" y2="${to}"/>`,
    `  <text class="base-text" x="${x}" y="${from - 3}">${base}</text>`,
  ];
}

function drawGoal({ chart, top, left, scale }: Plot): readonly string[] {
  const { atMost, bars, unit } = chart;
  if (atMost === undefined) return [];
  const x = round(left + atMost * scale);
  const from = top + titleHeight - 6;
  const to = from + bars.length * rowHeight + 2;
  const text = `at most ${figureText(atMost, unit)}`;
  return [
    `  <line class="goal" x1="${x}" y1="${from}" x2="${x}" y2="${to}"/>`,
    `  <text class="goal-text" x="${x}" y="${to + 15}">${escaped(text)}</text>`,
  ];
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
