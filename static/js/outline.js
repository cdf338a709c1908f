// An outline drawn on the map. The text below is what is sent: each click writes a line, and what is typed is drawn.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";

const field = document.querySelector("[data-outline]");
const text = field.querySelector("textarea");
const radius = field.querySelector("[name=radius]");
const box = field.querySelector("#outline-map");
const acts = field.querySelector("[data-outline-acts]");
const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(name).trim();
const empty = { type: "FeatureCollection", features: [] };
const METRES_PER_DEGREE = 111320;

// Corners as typed in plain degrees; what is written otherwise is left to the server, and not drawn.
function corners() {
  const lines = text.value.split("\n").map((one) => one.trim()).filter(Boolean);
  const found = lines.map((one) => one.match(/^(-?\d+(?:\.\d+)?)\s*[,;\s]\s*(-?\d+(?:\.\d+)?)$/));
  return found.every(Boolean) ? found.map(([, latitude, longitude]) => [Number(longitude), Number(latitude)]) : null;
}

function write(points) {
  text.value = points.map(([longitude, latitude]) => `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`).join("\n");
  draw();
}

function round(centre, metres) {
  const turn = Array.from({ length: 65 }, (_one, step) => (step * Math.PI) / 32);
  const across = metres / (METRES_PER_DEGREE * Math.cos((centre[1] * Math.PI) / 180));
  return turn.map((angle) => [centre[0] + across * Math.cos(angle), centre[1] + (metres / METRES_PER_DEGREE) * Math.sin(angle)]);
}

function shape(points) {
  if (points.length === 1 && Number(radius.value) > 0) return { type: "Polygon", coordinates: [round(points[0], Number(radius.value))] };
  if (points.length > 2) return { type: "Polygon", coordinates: [[...points, points[0]]] };
  if (points.length === 2) return { type: "LineString", coordinates: points };
  return null;
}

function pasted() {
  try {
    const found = JSON.parse(text.value);
    return found.geometry ?? found;
  } catch {
    return null;
  }
}

const topology = await (await fetch(field.dataset.land)).json();
maplibregl.setWorkerUrl?.(field.dataset.worker);
box.hidden = acts.hidden = false;
const [west, south, east, north] = field.dataset.at.split(",").map(Number);
const map = new maplibregl.Map({
  container: box,
  center: Number.isFinite(west) ? [(west + east) / 2, (south + north) / 2] : [38.27, 34.55],
  zoom: 14,
  maxZoom: 19,
  attributionControl: false,
  style: {
    version: 8,
    sources: {
      land: { type: "geojson", data: window.topojson.feature(topology, topology.objects.land) },
      monuments: { type: "geojson", data: empty },
      hazards: { type: "geojson", data: empty },
      outline: { type: "geojson", data: empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": ink("--z-line") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": ink("--z-paper") } },
      { id: "hazards", type: "line", source: "hazards", paint: { "line-color": ink("--z-danger"), "line-width": 1.5 } },
      { id: "monuments", type: "circle", source: "monuments", paint: { "circle-radius": 4, "circle-color": ink("--z-ink") } },
      { id: "outline-fill", type: "fill", source: "outline", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": ink("--z-accent"), "fill-opacity": 0.15 } },
      { id: "outline", type: "line", source: "outline", paint: { "line-color": ink("--z-accent"), "line-width": 2.5 } },
    ],
  },
});
map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
map.addControl(new maplibregl.ScaleControl());

let handles = [];

function draw() {
  const points = corners();
  const found = points ? shape(points) : pasted();
  const features = found ? [{ type: "Feature", geometry: found, properties: {} }] : [];
  map.getSource("outline")?.setData({ type: "FeatureCollection", features });
  handles.forEach((one) => one.remove());
  handles = (points ?? []).map((point, place) => {
    const handle = new maplibregl.Marker({ draggable: true, scale: 0.6, color: ink("--z-accent") }).setLngLat(point).addTo(map);
    handle.on("dragend", () => {
      const moved = corners();
      const { lng, lat } = handle.getLngLat();
      moved[place] = [lng, lat];
      write(moved);
    });
    return handle;
  });
  return points;
}

async function around() {
  const view = map.getBounds();
  const bbox = [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()].map((one) => one.toFixed(6)).join(",");
  const response = await fetch(`${field.dataset.url}?bbox=${bbox}`);
  if (!response.ok) return;
  const found = await response.json();
  map.getSource("monuments").setData(found.monuments);
  map.getSource("hazards").setData(found.hazards);
}

map.on("load", () => {
  const points = draw();
  if (points?.length) {
    const bounds = points.reduce((all, one) => all.extend(one), new maplibregl.LngLatBounds(points[0], points[0]));
    map.fitBounds(bounds, { padding: 60, maxZoom: 16, animate: false });
  }
  around();
  box.dataset.loaded = "1";
});
map.on("moveend", around);
map.on("click", ({ lngLat }) => write([...(corners() ?? []), [lngLat.lng, lngLat.lat]]));
text.addEventListener("input", draw);
radius.addEventListener("input", draw);
acts.querySelector("[data-undo]").addEventListener("click", () => write((corners() ?? []).slice(0, -1)));
