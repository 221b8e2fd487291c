import { type Bar, type Chart, type Figure, medianOf } from "../benchmark.ts";
import { figureText } from "./figures.ts";

/** Pixels. */
const width = 880;
const margin = 20;
const titleHeight = 40;
const rowHeight = 28;
const barHeight = 16;
/** More than any letter of 13 pixels takes on average. */
const letter = 7;

/** One chart in its place: where its bars begin, and how many pixels one of its unit takes. */
interface Plot {
  readonly chart: Chart;
  readonly top: number;
  readonly left: number;
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
  const { bars, unit, atMost = 0 } = chart;
  const labels = bars.map(({ label }) => label.length);
  const values = bars.map(({ figure }) => figureText(figure, unit).length);
  const left = margin + Math.max(0, ...labels) * letter + 10;
  const room = width - margin - Math.max(0, ...values) * letter - 10 - left;
  const most = Math.max(atMost, ...bars.map(({ figure }) => mostOf(figure)));
  return { chart, top, left, scale: most === 0 ? 0 : Math.max(room, 0) / most };
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

/** A line from the least to the most that was measured. */
function drawWhisker(figure: Figure, { left, scale }: Plot, y: number): readonly string[] {
  if (typeof figure === "number") return [];
  const [from, to] = [figure.min, figure.max].map((value) => round(left + value * scale));
  return [`  <path d="M${from} ${y}H${to}M${from} ${y - 4}V${y + 4}M${to} ${y - 4}V${y + 4}"/>`];
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
