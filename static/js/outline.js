// An outline drawn on the map. The text below is what is sent: each click writes a line, and what is typed is drawn.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";
import { addControls, fetchView, GROUND, ink, land, noFeatures, setShapes } from "./basemap.js";
import { data, find } from "./dom.js";

/** @typedef {[number, number]} Corner Longitude and latitude in degrees. */

const place = find(document, "[data-outline]", HTMLElement);
const text = find(place, "textarea", HTMLTextAreaElement);
const radius = find(place, "[name=radius]", HTMLInputElement);
const box = find(place, "#outline-map", HTMLElement);
const acts = find(place, "[data-outline-acts]", HTMLElement);
const METRES_PER_DEGREE = 111320;

/**
 * Corners as typed in plain degrees; what is written otherwise is left to the server, and not drawn.
 * @returns {Corner[] | null}
 */
function corners() {
  const lines = text.value
    .split("\n")
    .map((one) => one.trim())
    .filter(Boolean);
  /** @type {Corner[]} */
  const found = [];
  for (const line of lines) {
    const parts = line.match(/^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/);
    if (!parts) return null;
    found.push([Number(parts[2]), Number(parts[1])]);
  }
  return found;
}

/** @param {Corner[]} points */
function write(points) {
  text.value = points.map(([longitude, latitude]) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`).join("\n");
  draw();
}

/**
 * @param {Corner} centre
 * @param {number} metres
 */
function circle(centre, metres) {
  const turn = Array.from({ length: 65 }, (_one, step) => (step * Math.PI) / 32);
  const across = metres / (METRES_PER_DEGREE * Math.cos((centre[1] * Math.PI) / 180));
  return turn.map((angle) => [
    centre[0] + across * Math.cos(angle),
    centre[1] + (metres / METRES_PER_DEGREE) * Math.sin(angle),
  ]);
}

/**
 * @param {Corner[]} points
 * @returns {GeoJSON.Geometry | null}
 */
function shape(points) {
  const metres = Number(radius.value);
  if (points.length === 1 && metres > 0) return { type: "Polygon", coordinates: [circle(points[0], metres)] };
  if (points.length > 2) return { type: "Polygon", coordinates: [[...points, points[0]]] };
  if (points.length === 2) return { type: "LineString", coordinates: points };
  return null;
}

/** @returns {GeoJSON.Geometry | null} GeoJSON that was pasted into the text. */
function pasted() {
  try {
    const found = JSON.parse(text.value);
    return found.geometry ?? found;
  } catch {
    return null;
  }
}

const [west, south, east, north] = data(place, "at").split(",").map(Number);
const ground = await land(place);
const map = new maplibregl.Map({
  container: box,
  center: Number.isFinite(west) ? [(west + east) / 2, (south + north) / 2] : [38.27, 34.55],
  zoom: 14,
  maxZoom: 19,
  attributionControl: false,
  style: {
    version: 8,
    sources: {
      land: { type: "geojson", data: ground },
      monuments: { type: "geojson", data: noFeatures() },
      hazards: { type: "geojson", data: noFeatures() },
      outline: { type: "geojson", data: noFeatures() },
    },
    layers: [
      ...GROUND,
      { id: "hazards", type: "line", source: "hazards", paint: { "line-color": ink("--z-danger"), "line-width": 1.5 } },
      {
        id: "monuments",
        type: "circle",
        source: "monuments",
        paint: { "circle-radius": 4, "circle-color": ink("--z-ink") },
      },
      {
        id: "outline-fill",
        type: "fill",
        source: "outline",
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": ink("--z-accent"), "fill-opacity": 0.15 },
      },
      { id: "outline", type: "line", source: "outline", paint: { "line-color": ink("--z-accent"), "line-width": 2.5 } },
    ],
  },
});
addControls(map);

/** @type {import("maplibre-gl").Marker[]} */
let handles = [];

function draw() {
  const points = corners();
  const found = points ? shape(points) : pasted();
  const features = found ? [{ type: /** @type {const} */ ("Feature"), geometry: found, properties: {} }] : [];
  setShapes(map, "outline", { type: "FeatureCollection", features });
  for (const one of handles) one.remove();
  handles = (points ?? []).map((point, number) => {
    const handle = new maplibregl.Marker({ draggable: true, scale: 0.6, color: ink("--z-accent") });
    handle.setLngLat(point).addTo(map);
    handle.on("dragend", () => {
      const moved = corners() ?? [];
      const { lng, lat } = handle.getLngLat();
      moved[number] = [lng, lat];
      write(moved);
    });
    return handle;
  });
  return points;
}

async function loadAround() {
  const found = await fetchView(map, data(place, "url"));
  if (!found) return;
  setShapes(map, "monuments", found.monuments);
  setShapes(map, "hazards", found.hazards);
}

map.on("load", () => {
  const points = draw();
  if (points?.length) {
    const bounds = new maplibregl.LngLatBounds(points[0], points[0]);
    for (const one of points) bounds.extend(one);
    map.fitBounds(bounds, { padding: 60, maxZoom: 16, animate: false });
  }
  loadAround();
  box.dataset.loaded = "1";
});
map.on("moveend", loadAround);
map.on("click", ({ lngLat }) => write([...(corners() ?? []), [lngLat.lng, lngLat.lat]]));
text.addEventListener("input", draw);
radius.addEventListener("input", draw);
find(acts, "[data-undo]", HTMLElement).addEventListener("click", () => write((corners() ?? []).slice(0, -1)));
