// The map: land only, no borders, no country names. Monuments by damage grade with their digit, clusters with the worst
// grade inside, hazard ground hatched and always on top; the list beside it follows the viewport.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";

maplibregl.setWorkerUrl?.(document.getElementById("map").dataset.worker);

const box = document.getElementById("map");
const style = getComputedStyle(document.documentElement);
const ink = (name) => style.getPropertyValue(name).trim();
const GRADES = ["--z-g0", "--z-g1", "--z-g2", "--z-g3", "--z-g4", "--z-g5"].map(ink);
const DIGITS = ["--z-t0", "--z-t1", "--z-t2", "--z-t3", "--z-t4", "--z-t5"].map(ink);
const RATIO = 2;

function canvas(size) {
  const made = document.createElement("canvas");
  made.width = made.height = size * RATIO;
  const pen = made.getContext("2d");
  pen.scale(RATIO, RATIO);
  return [made, pen];
}

function mark(number, text, size) {
  const [made, pen] = canvas(size);
  pen.beginPath();
  pen.arc(size / 2, size / 2, size / 2 - 1.5, 0, 7);
  pen.fillStyle = number < 0 ? ink("--z-surface") : GRADES[number];
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = ink("--z-mark");
  pen.stroke();
  pen.fillStyle = number < 0 ? ink("--z-ink") : DIGITS[number];
  pen.font = `600 ${size > 30 ? 13 : 12}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillText(text, size / 2, size / 2 + 0.5);
  return pen.getImageData(0, 0, made.width, made.height);
}

function hatch() {
  const [made, pen] = canvas(8);
  pen.strokeStyle = ink("--z-danger");
  pen.lineWidth = 1.5;
  for (const shift of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(shift, 8);
    pen.lineTo(shift + 8, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, made.width, made.height);
}

const topology = await (await fetch(box.dataset.land)).json();
const land = window.topojson.feature(topology, topology.objects.land);
const empty = { type: "FeatureCollection", features: [] };

const map = new maplibregl.Map({
  container: box,
  center: [38.268, 34.552],
  zoom: 13,
  maxZoom: 18,
  attributionControl: false,
  style: {
    version: 8,
    sources: {
      land: { type: "geojson", data: land },
      monuments: {
        type: "geojson", data: empty, cluster: true, clusterRadius: 34, clusterMaxZoom: 16,
        clusterProperties: { worst: ["max", ["get", "number"]] },
      },
      hazards: { type: "geojson", data: empty },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": ink("--z-line") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": ink("--z-paper") } },
      {
        id: "clusters", type: "symbol", source: "monuments", filter: ["has", "point_count"],
        layout: { "icon-image": ["concat", "cluster ", ["get", "worst"], " ", ["get", "point_count"]], "icon-allow-overlap": true },
      },
      {
        id: "monuments", type: "symbol", source: "monuments", filter: ["!", ["has", "point_count"]],
        layout: { "icon-image": ["concat", "mark ", ["get", "number"]], "icon-allow-overlap": true },
      },
      { id: "hazard-fill", type: "fill", source: "hazards", paint: { "fill-pattern": "hatch" } },
      { id: "hazard-line", type: "line", source: "hazards", paint: { "line-color": ink("--z-danger"), "line-width": 2 } },
    ],
  },
});
map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
map.addControl(new maplibregl.ScaleControl());
map.setMissingStyleImageResolver((id) => {
  const [kind, number, count] = id.split(" ");
  if (kind === "hatch") map.addImage(id, hatch(), { pixelRatio: RATIO });
  if (kind === "mark") map.addImage(id, mark(Number(number), number < 0 ? "–" : number, 26), { pixelRatio: RATIO });
  if (kind === "cluster") map.addImage(id, mark(Number(number), `${number < 0 ? "–" : number}·${count}`, 38), { pixelRatio: RATIO });
});

const list = document.getElementById("map-list");
function show(features) {
  list.replaceChildren(...features.slice(0, 200).map(({ properties }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = properties.label;
    const grade = document.createElement("span");
    grade.className = "small quiet";
    grade.textContent = properties.number < 0 ? properties.grade : `${properties.number} · ${properties.grade}`;
    item.append(link, grade);
    return item;
  }));
  document.getElementById("map-empty").hidden = features.length > 0;
}

async function load() {
  const view = map.getBounds();
  const bbox = [Math.max(-180, view.getWest()), Math.max(-90, view.getSouth()), Math.min(180, view.getEast()), Math.min(90, view.getNorth())];
  const response = await fetch(`${box.dataset.url}?bbox=${bbox.map((one) => one.toFixed(6)).join(",")}`);
  if (!response.ok) return;
  const found = await response.json();
  map.getSource("monuments").setData(found.monuments);
  map.getSource("hazards").setData(found.hazards);
  show(found.monuments.features);
  box.dataset.loaded = "1";
}

map.on("load", load);
map.on("moveend", load);
map.on("click", "monuments", (event) => { window.location = event.features[0].properties.url; });
map.on("click", "clusters", async (event) => {
  const zoom = await map.getSource("monuments").getClusterExpansionZoom(event.features[0].properties.cluster_id);
  map.easeTo({ center: event.features[0].geometry.coordinates, zoom });
});
for (const layer of ["monuments", "clusters"]) {
  map.on("mouseenter", layer, () => { map.getCanvas().classList.add("is-link"); });
}
for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => {
    const [longitude, latitude, zoom] = button.dataset.go.split(",").map(Number);
    map.jumpTo({ center: [longitude, latitude], zoom });
  });
}
