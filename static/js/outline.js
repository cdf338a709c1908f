// Outlines drawn on a map. The text below each is what is sent: each click writes a line, and what is typed is drawn.
// A map in a closed <details> is made when it is opened.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";
import { addControls, fetchView, GROUND, land, noFeatures, setShapes } from "./basemap.js";
import { all, data, find, maybe } from "./dom.js";
import { ink } from "./ink.js";

/** @typedef {[number, number]} Corner Longitude and latitude in degrees. */

const METRES_PER_DEGREE = 111320;

/**
 * Corners as typed in plain degrees; what is written otherwise is left to the server, and not drawn.
 * @param {string} text
 * @returns {Corner[] | null}
 */
function corners(text) {
  const lines = text
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
 * @param {number} metres The radius around one point, or 0.
 * @returns {GeoJSON.Geometry | null}
 */
function shape(points, metres) {
  if (points.length === 1 && metres > 0) return { type: "Polygon", coordinates: [circle(points[0], metres)] };
  if (points.length > 2) return { type: "Polygon", coordinates: [[...points, points[0]]] };
  if (points.length === 2) return { type: "LineString", coordinates: points };
  return null;
}

/**
 * @param {string} text
 * @returns {GeoJSON.Geometry | null} GeoJSON that was pasted into the text.
 */
function pasted(text) {
  try {
    const found = JSON.parse(text);
    return found.geometry ?? found;
  } catch {
    return null;
  }
}

/** @param {HTMLElement} place */
async function drawMap(place) {
  const box = find(place, "[data-outline-map]", HTMLElement);
  const [west, south, east, north] = data(place, "at").split(",").map(Number);
  const isKnown = Number.isFinite(west) && Number.isFinite(north);
  const map = new maplibregl.Map({
    container: box,
    center: isKnown ? [(west + east) / 2, (south + north) / 2] : [20, 25],
    zoom: isKnown ? 14 : 1,
    maxZoom: 19,
    attributionControl: false,
    style: {
      version: 8,
      sources: {
        land: { type: "geojson", data: await land(place) },
        monuments: { type: "geojson", data: noFeatures() },
        hazards: { type: "geojson", data: noFeatures() },
        outline: { type: "geojson", data: noFeatures() },
      },
      layers: [
        ...GROUND,
        {
          id: "hazards",
          type: "line",
          source: "hazards",
          paint: { "line-color": ink("--z-danger"), "line-width": 1.5 },
        },
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
        {
          id: "outline",
          type: "line",
          source: "outline",
          paint: { "line-color": ink("--z-accent"), "line-width": 2.5 },
        },
      ],
    },
  });
  addControls(map);
  return { map, box };
}

/** @param {HTMLElement} place */
async function setUp(place) {
  const text = find(place, "textarea", HTMLTextAreaElement);
  const radius = maybe(place, "[name=radius]", HTMLInputElement);
  const undo = find(place, "[data-undo]", HTMLElement);
  const { map, box } = await drawMap(place);
  /** @type {import("maplibre-gl").Marker[]} */
  let handles = [];

  /** @param {Corner[]} points */
  function write(points) {
    text.value = points.map(([longitude, latitude]) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`).join("\n");
    draw();
  }

  function draw() {
    const points = corners(text.value);
    const found = points ? shape(points, Number(radius?.value ?? 0)) : pasted(text.value);
    const features = found ? [{ type: /** @type {const} */ ("Feature"), geometry: found, properties: {} }] : [];
    setShapes(map, "outline", { type: "FeatureCollection", features });
    for (const one of handles) one.remove();
    handles = (points ?? []).map((point, number) => {
      const handle = new maplibregl.Marker({ draggable: true, scale: 0.6, color: ink("--z-accent") });
      handle.setLngLat(point).addTo(map);
      handle.on("dragend", () => {
        const moved = corners(text.value) ?? [];
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
  map.on("click", ({ lngLat }) => {
    const points = corners(text.value);
    // What was pasted, or written otherwise than in plain degrees, is not ours to replace by one corner.
    if (points) write([...points, [lngLat.lng, lngLat.lat]]);
  });
  text.addEventListener("input", draw);
  radius?.addEventListener("input", draw);
  undo.addEventListener("click", () => {
    const points = corners(text.value);
    if (points) write(points.slice(0, -1));
  });
}

for (const place of all(document, "[data-outline]", HTMLElement)) {
  const folded = find(place, "[data-outline-map]", HTMLElement).closest("details");
  const outer = place.closest("details");
  const closed = [folded, outer].filter((one) => one instanceof HTMLDetailsElement);
  let isMade = false;
  const make = () => {
    if (isMade || closed.some((one) => !one.open)) return;
    isMade = true;
    setUp(place);
  };
  for (const one of closed) one.addEventListener("toggle", make);
  make();
}
