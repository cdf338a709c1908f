// The map: monuments by damage grade with their digit, clusters with the worst grade inside, hazard ground hatched and
// always on top; the list beside it follows the viewport.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";
import { addControls, fetchView, GROUND, ink, land, noFeatures, setShapes } from "./basemap.js";
import { all, data, find } from "./dom.js";

const box = find(document, "#map", HTMLElement);
const list = find(document, "#map-list", HTMLElement);
const GRADES = ["--z-g0", "--z-g1", "--z-g2", "--z-g3", "--z-g4", "--z-g5"].map(ink);
const DIGITS = ["--z-t0", "--z-t1", "--z-t2", "--z-t3", "--z-t4", "--z-t5"].map(ink);
const RATIO = 2;

/**
 * @param {number} size In CSS pixels.
 * @param {(pen: CanvasRenderingContext2D) => void} draw
 */
function picture(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * RATIO;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(RATIO, RATIO);
  draw(pen);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * @param {number} number The grade, or -1 for what was not assessed.
 * @param {string} text
 * @param {number} size
 */
function mark(number, text, size) {
  return picture(size, (pen) => {
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
  });
}

/** A square for a site, with the number of sites that stand under it. @param {string} count */
function siteMark(count) {
  return picture(26, (pen) => {
    pen.fillStyle = ink("--z-surface");
    pen.fillRect(2, 2, 22, 22);
    pen.lineWidth = 2;
    pen.strokeStyle = ink("--z-accent");
    pen.strokeRect(2, 2, 22, 22);
    pen.fillStyle = ink("--z-ink");
    pen.font = "600 12px sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(Number(count) > 1 ? count : "◆", 13, 13.5);
  });
}

/** A triangle with an exclamation mark: something happened here. */
function incidentMark() {
  return picture(22, (pen) => {
    pen.beginPath();
    pen.moveTo(11, 2);
    pen.lineTo(21, 20);
    pen.lineTo(1, 20);
    pen.closePath();
    pen.fillStyle = ink("--z-surface");
    pen.fill();
    pen.lineWidth = 1.5;
    pen.strokeStyle = ink("--z-ink");
    pen.stroke();
    pen.fillStyle = ink("--z-ink");
    pen.font = "700 12px sans-serif";
    pen.textAlign = "center";
    pen.fillText("!", 11, 18);
  });
}

function hatch() {
  return picture(8, (pen) => {
    pen.strokeStyle = ink("--z-danger");
    pen.lineWidth = 1.5;
    for (const shift of [-8, 0, 8]) {
      pen.beginPath();
      pen.moveTo(shift, 8);
      pen.lineTo(shift + 8, 0);
      pen.stroke();
    }
  });
}

const map = new maplibregl.Map({
  container: box,
  center: [38.268, 34.552],
  zoom: 13,
  maxZoom: 18,
  attributionControl: false,
  style: {
    version: 8,
    sources: {
      land: { type: "geojson", data: await land(box) },
      monuments: {
        type: "geojson",
        data: noFeatures(),
        cluster: true,
        clusterRadius: 34,
        clusterMaxZoom: 16,
        clusterProperties: { worst: ["max", ["get", "number"]] },
      },
      hazards: { type: "geojson", data: noFeatures() },
      sites: { type: "geojson", data: noFeatures(), cluster: true, clusterRadius: 40, clusterMaxZoom: 9 },
      boundaries: { type: "geojson", data: noFeatures() },
      incidents: { type: "geojson", data: noFeatures() },
    },
    layers: [
      ...GROUND,
      {
        id: "buffer-zones",
        type: "line",
        source: "boundaries",
        filter: ["==", ["get", "kind"], "buffer"],
        paint: { "line-color": ink("--z-accent"), "line-width": 1.5, "line-dasharray": [3, 2] },
      },
      {
        id: "boundaries",
        type: "line",
        source: "boundaries",
        filter: ["==", ["get", "kind"], "boundary"],
        paint: { "line-color": ink("--z-accent"), "line-width": 2 },
      },
      {
        id: "sites",
        type: "symbol",
        source: "sites",
        maxzoom: 12,
        layout: {
          "icon-image": ["concat", "site ", ["coalesce", ["get", "point_count"], 1]],
          "icon-allow-overlap": true,
        },
      },
      {
        id: "clusters",
        type: "symbol",
        source: "monuments",
        filter: ["has", "point_count"],
        layout: {
          "icon-image": ["concat", "cluster ", ["get", "worst"], " ", ["get", "point_count"]],
          "icon-allow-overlap": true,
        },
      },
      {
        id: "monuments",
        type: "symbol",
        source: "monuments",
        filter: ["!", ["has", "point_count"]],
        layout: { "icon-image": ["concat", "mark ", ["get", "number"]], "icon-allow-overlap": true },
      },
      { id: "hazard-fill", type: "fill", source: "hazards", paint: { "fill-pattern": "hatch" } },
      {
        id: "hazard-line",
        type: "line",
        source: "hazards",
        paint: { "line-color": ink("--z-danger"), "line-width": 2 },
      },
      {
        id: "incidents",
        type: "symbol",
        source: "incidents",
        minzoom: 10,
        layout: { "icon-image": "incident", "icon-allow-overlap": true, "icon-offset": [16, -16] },
      },
    ],
  },
});
addControls(map);
map.setMissingStyleImageResolver((/** @type {string} */ id) => {
  const [kind, grade, count] = id.split(" ");
  const number = Number(grade);
  const digit = number < 0 ? "–" : grade;
  if (kind === "site") map.addImage(id, siteMark(grade), { pixelRatio: RATIO });
  if (kind === "incident") map.addImage(id, incidentMark(), { pixelRatio: RATIO });
  if (kind === "hatch") map.addImage(id, hatch(), { pixelRatio: RATIO });
  if (kind === "mark") map.addImage(id, mark(number, digit, 26), { pixelRatio: RATIO });
  if (kind === "cluster") map.addImage(id, mark(number, `${digit}·${count}`, 38), { pixelRatio: RATIO });
});

/**
 * @param {GeoJSON.Feature[]} features
 * @param {(properties: GeoJSON.GeoJsonProperties) => string} words What stands below the name.
 */
function items(features, words) {
  return features.slice(0, 200).map(({ properties }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = properties?.url;
    link.textContent = properties?.label;
    const below = document.createElement("span");
    below.className = "small quiet";
    below.textContent = words(properties);
    item.append(link, below);
    return item;
  });
}

/** @param {import("./basemap.js").View} found */
function show(found) {
  list.replaceChildren(
    ...items(found.monuments.features, (one) => (one?.number < 0 ? one?.grade : `${one?.number} · ${one?.grade}`)),
  );
  const incidents = find(document, "#map-incidents", HTMLElement);
  incidents.replaceChildren(...items(found.incidents.features, (one) => one?.when));
  find(document, "#map-incidents-head", HTMLElement).hidden = !found.incidents.features.length;
  find(document, "#map-empty", HTMLElement).hidden = found.monuments.features.length > 0;
  find(document, "#map-cut", HTMLElement).hidden = !(found.left_out.monuments || found.left_out.sites);
  const unplaced = find(document, "#map-unplaced", HTMLElement);
  unplaced.hidden = !found.left_out.without_place;
  unplaced.textContent = data(unplaced, "words").replace("{n}", String(found.left_out.without_place));
}

async function load() {
  const found = await fetchView(map, data(box, "url"));
  if (!found) return;
  for (const name of /** @type {const} */ (["monuments", "hazards", "sites", "boundaries", "incidents"])) {
    setShapes(map, name, found[name]);
  }
  show(found);
  box.dataset.loaded = "1";
}

map.on("load", load);
map.on("moveend", load);
for (const layer of ["monuments", "incidents", "sites"]) {
  map.on("click", layer, (event) => {
    const url = event.features?.[0].properties.url;
    if (url) window.location.assign(url);
    else map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
  });
}
map.on("click", "clusters", async (event) => {
  const cluster = event.features?.[0];
  const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource("monuments"));
  if (!source || cluster?.geometry.type !== "Point") return;
  const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
  const [longitude, latitude] = cluster.geometry.coordinates;
  map.easeTo({ center: [longitude, latitude], zoom });
});
for (const layer of ["monuments", "clusters", "incidents", "sites"]) {
  map.on("mouseenter", layer, () => {
    map.getCanvas().classList.add("is-link");
  });
}
for (const button of all(document, "[data-go]", HTMLElement)) {
  button.addEventListener("click", () => {
    const [longitude, latitude, zoom] = data(button, "go").split(",").map(Number);
    map.jumpTo({ center: [longitude, latitude], zoom });
  });
}
