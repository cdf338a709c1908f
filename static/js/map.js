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
    },
    layers: [
      ...GROUND,
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
    ],
  },
});
addControls(map);
map.setMissingStyleImageResolver((/** @type {string} */ id) => {
  const [kind, grade, count] = id.split(" ");
  const number = Number(grade);
  const digit = number < 0 ? "–" : grade;
  if (kind === "hatch") map.addImage(id, hatch(), { pixelRatio: RATIO });
  if (kind === "mark") map.addImage(id, mark(number, digit, 26), { pixelRatio: RATIO });
  if (kind === "cluster") map.addImage(id, mark(number, `${digit}·${count}`, 38), { pixelRatio: RATIO });
});

/** @param {GeoJSON.Feature[]} features */
function show(features) {
  list.replaceChildren(
    ...features.slice(0, 200).map(({ properties }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = properties?.url;
      link.textContent = properties?.label;
      const grade = document.createElement("span");
      grade.className = "small quiet";
      grade.textContent = properties?.number < 0 ? properties?.grade : `${properties?.number} · ${properties?.grade}`;
      item.append(link, grade);
      return item;
    }),
  );
  find(document, "#map-empty", HTMLElement).hidden = features.length > 0;
}

async function load() {
  const found = await fetchView(map, data(box, "url"));
  if (!found) return;
  setShapes(map, "monuments", found.monuments);
  setShapes(map, "hazards", found.hazards);
  show(found.monuments.features);
  box.dataset.loaded = "1";
}

map.on("load", load);
map.on("moveend", load);
map.on("click", "monuments", (event) => {
  const url = event.features?.[0].properties.url;
  if (url) window.location.assign(url);
});
map.on("click", "clusters", async (event) => {
  const cluster = event.features?.[0];
  const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource("monuments"));
  if (!source || cluster?.geometry.type !== "Point") return;
  const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
  const [longitude, latitude] = cluster.geometry.coordinates;
  map.easeTo({ center: [longitude, latitude], zoom });
});
for (const layer of ["monuments", "clusters"]) {
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
