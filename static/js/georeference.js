// Lays a picture on the map by points: a click in the picture, then one on the map, writes a line of the text below,
// which is what is sent. What is typed there is shown as numbered points on both.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";
import { addControls, fetchView, land, noFeatures, setShapes } from "./basemap.js";
import { data, find } from "./dom.js";
import { drawMarks } from "./map_marks.js";
import { style } from "./map_style.js";

const form = find(document, "[data-georeference]", HTMLFormElement);
const sheet = find(form, "[data-sheet]", HTMLElement);
const picture = find(sheet, "img", HTMLImageElement);
const text = find(form, "textarea", HTMLTextAreaElement);
const next = find(form, "[data-next]", HTMLElement);
const box = find(form, "[data-map]", HTMLElement);

const [west, south, east, north] = data(form, "at").split(",").map(Number);
const isKnown = Number.isFinite(west) && Number.isFinite(north);
const map = new maplibregl.Map({
  container: box,
  center: isKnown ? [(west + east) / 2, (south + north) / 2] : [20, 25],
  zoom: isKnown ? 14 : 1,
  maxZoom: 20,
  attributionControl: false,
  style: style(await land(form)),
});
addControls(map);
drawMarks(map);

/** A point in the picture that waits for its place on the map, in per cent. @type {[number, number] | null} */
let begun = null;

/**
 * A point as its line says it.
 * @typedef {{ left: number, top: number, latitude: number, longitude: number }} Point
 * @returns {Point[]}
 */
function points() {
  const found = [];
  for (const line of text.value.split("\n")) {
    const parts = line.match(/^\s*([\d.]+)\s*%?[\s,]+([\d.]+)\s*%?\s*=\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*$/);
    if (!parts) continue;
    const [left, top, latitude, longitude] = parts.slice(1).map(Number);
    found.push({ left, top, latitude, longitude });
  }
  return found;
}

/** @param {string} words */
function numbered(words) {
  const mark = document.createElement("span");
  mark.className = "control-point";
  mark.textContent = words;
  return mark;
}

/** @type {import("maplibre-gl").Marker[]} */
let markers = [];

function draw() {
  for (const one of sheet.querySelectorAll(".control-point")) one.remove();
  for (const one of markers) one.remove();
  const set = points();
  markers = set.map((one, number) => {
    const element = numbered(String(number + 1));
    return new maplibregl.Marker({ element }).setLngLat([one.longitude, one.latitude]).addTo(map);
  });
  const inPicture = [...set.map((one) => /** @type {const} */ ([one.left, one.top])), ...(begun ? [begun] : [])];
  for (const [number, [left, top]] of inPicture.entries()) {
    const mark = numbered(String(number + 1));
    mark.style.left = `${left}%`;
    mark.style.top = `${top}%`;
    sheet.append(mark);
  }
  next.textContent = data(next, begun ? "onMap" : "inPicture");
}

picture.addEventListener("click", (event) => {
  const seen = picture.getBoundingClientRect();
  begun = [(100 * (event.clientX - seen.left)) / seen.width, (100 * (event.clientY - seen.top)) / seen.height];
  draw();
});
map.on("click", ({ lngLat }) => {
  if (!begun) return;
  const [left, top] = begun.map((one) => one.toFixed(2));
  const line = `${left}% ${top}% = ${lngLat.lat.toFixed(6)}, ${lngLat.lng.toFixed(6)}`;
  text.value = `${text.value.trimEnd()}\n${line}`.trimStart();
  begun = null;
  draw();
});
find(form, "[data-undo]", HTMLElement).addEventListener("click", () => {
  if (begun) begun = null;
  else text.value = text.value.trimEnd().split("\n").slice(0, -1).join("\n");
  draw();
});
text.addEventListener("input", draw);

async function loadAround() {
  const found = await fetchView(map, data(form, "url"));
  if (!found) return;
  for (const name of /** @type {const} */ (["monuments", "outlines", "hazards"])) setShapes(map, name, found[name]);
}

map.on("load", async () => {
  const answer = await fetch(data(form, "ground"));
  setShapes(map, "ground", answer.ok ? await answer.json() : noFeatures());
  await loadAround();
  draw();
  box.dataset.loaded = "1";
});
map.on("moveend", loadAround);
