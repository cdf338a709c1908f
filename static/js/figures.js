// Draws the figures of a site with D3 from the numbers in the page; each can be kept as SVG or as a PNG picture.

import { all, data, find } from "./dom.js";
import { ink } from "./ink.js";

const d3 = window.d3;
const FONT = '"IBM Plex Sans", "IBM Plex Sans Arabic", sans-serif';
const GRADES = { none: 0, slight: 1, moderate: 2, heavy: 3, very_heavy: 4, destroyed: 5 };
const isRtl = document.documentElement.dir === "rtl";
const language = document.documentElement.lang;
/** Latin digits beside Latin references, as on every page. */
const numbers = new Intl.NumberFormat(language === "ar" ? "ar-u-nu-latn" : language, { maximumFractionDigits: 0 });

/**
 * @typedef {{ label: string, value: number, code: string, of: number | null, url: string, grade: string, shown: string }} Row
 * @typedef {{ kind: "bars" | "course", rows: Row[], steps: [string, number[]][] }} Figure
 */

/** @param {string} grade A grade, or "" for everything else. */
const colour = (grade) =>
  grade in GRADES ? ink(`--z-g${GRADES[/** @type {keyof typeof GRADES} */ (grade)]}`) : ink("--z-plan-line");

/** An empty drawing. @param {number} width @param {number} height */
function canvas(width, height) {
  return d3
    .create("svg")
    .attr("xmlns", "http://www.w3.org/2000/svg")
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("width", width)
    .attr("height", height)
    .attr("font-family", FONT)
    .attr("font-size", 14)
    .attr("fill", ink("--z-ink"));
}

/**
 * Bars, one below the other, along the reading direction; the number stands at the end of each.
 * @param {Row[]} rows
 * @param {number} width
 */
function bars(rows, width) {
  const [height, gap, names, numbersWide] = [24, 14, Math.round(width * 0.38), 110];
  const letters = Math.floor(names / 7.4);
  const svg = canvas(width, rows.length * (height + gap));
  const most = d3.max(rows, (/** @type {Row} */ one) => one.value) || 1;
  const scale = d3.scaleLinear([0, most], [0, width - names - numbersWide]);
  /** A place that many pixels from the beginning of a line. @param {number} along @param {number} wide */
  const at = (along, wide = 0) => (isRtl ? width - along - wide : along);
  rows.forEach((one, number) => {
    const y = number * (height + gap);
    const place = one.url ? svg.append("a").attr("href", one.url) : svg.append("g");
    const label = place
      .append("text")
      .attr("x", at(0))
      .attr("y", y + height / 2)
      .attr("dominant-baseline", "central")
      .attr("text-anchor", "start")
      .attr("direction", isRtl ? "rtl" : "ltr")
      .text(one.label.length > letters ? `${one.label.slice(0, letters - 1)}…` : one.label);
    label.append("title").text(one.label);
    const wide = Math.max(one.value ? 2 : 0, scale(one.value));
    place
      .append("rect")
      .attr("x", at(names, wide))
      .attr("y", y)
      .attr("width", wide)
      .attr("height", height)
      .attr("rx", 2)
      .attr("fill", colour(one.grade))
      .attr("stroke", ink("--z-mark"))
      .attr("stroke-width", one.value ? 1 : 0);
    place
      .append("text")
      .attr("x", at(names + wide + 8))
      .attr("y", y + height / 2)
      .attr("dominant-baseline", "central")
      .attr("direction", isRtl ? "rtl" : "ltr")
      .attr("font-weight", 600)
      .text(one.shown || numbers.format(one.value));
  });
  return svg.node();
}

/**
 * How many stood in which grade over time: the worst at the foot, what was not assessed hollow at the top.
 * @param {[string, number[]][]} steps
 * @param {number} width
 */
function course(steps, width) {
  const [height, margin] = [260, { top: 8, foot: 28, side: 40 }];
  const svg = canvas(width, height);
  const days = steps.map(([day]) => new Date(day));
  const ends = [width - margin.side, margin.side];
  const x = d3.scaleTime(d3.extent(days), isRtl ? ends : ends.toReversed());
  const total = d3.sum(steps[0][1]);
  const y = d3.scaleLinear([0, total], [height - margin.foot, margin.top]);
  const keys = [5, 4, 3, 2, 1, 0, 6];
  const layers = d3
    .stack()
    .keys(keys)
    .value((/** @type {[string, number[]]} */ step, /** @type {number} */ key) => step[1][key] ?? 0)(steps);
  const area = d3
    .area()
    .x((/** @type {unknown} */ _one, /** @type {number} */ number) => x(days[number]))
    .y0((/** @type {number[]} */ one) => y(one[0]))
    .y1((/** @type {number[]} */ one) => y(one[1]))
    .curve(d3.curveStepAfter);
  for (const layer of layers) {
    svg
      .append("path")
      .attr("d", area(layer))
      .attr("fill", layer.key === 6 ? "none" : ink(`--z-g${layer.key}`))
      .attr("stroke", ink("--z-mark"))
      .attr("stroke-width", 0.5);
  }
  const quiet = ink("--z-quiet");
  const years = d3
    .axisBottom(x)
    .ticks(d3.timeYear.every(Math.ceil((60 * d3.timeYear.count(...d3.extent(days))) / width) || 1))
    .tickFormat(d3.timeFormat("%Y"))
    .tickSizeOuter(0);
  const counts = (isRtl ? d3.axisRight(y) : d3.axisLeft(y)).ticks(5).tickFormat(d3.format("d")).tickSizeOuter(0);
  for (const [axis, move] of [
    [years, `translate(0,${height - margin.foot})`],
    [counts, `translate(${isRtl ? width - margin.side : margin.side},0)`],
  ]) {
    svg
      .append("g")
      .attr("transform", move)
      .call(axis)
      .attr("font-family", FONT)
      .attr("font-size", 13)
      .call((/** @type {any} */ drawn) => drawn.selectAll("text").attr("fill", quiet))
      .call((/** @type {any} */ drawn) => drawn.selectAll("line, path").attr("stroke", quiet));
  }
  return svg.node();
}

/** @param {string} name @param {Blob} blob */
function keep(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The drawing with a ground of paper, as a file. @param {SVGSVGElement} svg */
function asFile(svg) {
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: ink("--z-paper") })) {
    ground.setAttribute(name, value);
  }
  copy.prepend(ground);
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
}

/** @param {SVGSVGElement} svg @returns {Promise<Blob>} */
async function asPicture(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(asFile(svg));
  await image.decode();
  const sheet = document.createElement("canvas");
  sheet.width = svg.width.baseVal.value * 2;
  sheet.height = svg.height.baseVal.value * 2;
  sheet.getContext("2d")?.drawImage(image, 0, 0, sheet.width, sheet.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done, fail) => sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture")))));
}

for (const place of all(document, "[data-figure]", HTMLElement)) {
  /** @type {Figure} */
  const figure = JSON.parse(find(place, "script", HTMLScriptElement).textContent ?? "");
  const chart = find(place, "[data-chart]", HTMLElement);
  const width = Math.max(280, chart.clientWidth);
  const svg = figure.kind === "course" ? course(figure.steps, width) : bars(figure.rows, Math.min(width, 560));
  chart.append(svg);
  for (const button of all(place, "[data-save]", HTMLButtonElement)) {
    button.addEventListener("click", async () => {
      const kind = data(button, "save");
      keep(`${place.id}.${kind}`, kind === "svg" ? asFile(svg) : await asPicture(svg));
    });
  }
}
