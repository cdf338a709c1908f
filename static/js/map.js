// The map: monuments by damage grade with their digit, in groups where they are many, over the plans of sites; hazard
// ground hatched and always on top. The list beside it follows, the address keeps the view, and time can be moved.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";
import { addControls, bboxOf, fetchView, land, noFeatures, setShapes } from "./basemap.js";
import { all, data, find, maybe } from "./dom.js";
import { drawMarks } from "./map_marks.js";
import { laySheet, layUnder, SWITCHED, style } from "./map_style.js";
import { followTime } from "./map_time.js";

/**
 * What the page says of the map: where to ask, what to lay under it, where to begin.
 * @typedef {{
 *   data: string, photographs: string, card: string, bounds: [number, number, number, number] | null,
 *   base_maps: import("./map_style.js").BaseMap[], first: string, on: string, today: string, is_now: boolean,
 * }} Config
 */

const NO_ID = "00000000-0000-0000-0000-000000000000";
const MAX_LISTED = 200;
/** @type {Config} */
const config = JSON.parse(find(document, "#map-config", HTMLScriptElement).textContent ?? "");
const page = find(document, "[data-map-page]", HTMLElement);
const box = find(page, "#map", HTMLElement);
const list = find(page, "#map-list", HTMLElement);
const touches = window.matchMedia("(hover: none)").matches;

const map = new maplibregl.Map({
  container: box,
  maxZoom: 20,
  hash: "map",
  attributionControl: false,
  canvasContextAttributes: { preserveDrawingBuffer: true }, // so that it can be printed
  style: style(await land(box)),
  ...(config.bounds
    ? { bounds: grown(config.bounds), fitBoundsOptions: { padding: 40, maxZoom: 16 } }
    : { center: [38.268, 34.552], zoom: 13 }),
});
addControls(map);
drawMarks(map);

/**
 * Bounds that are not a single point. @param {[number, number, number, number]} bounds
 * @returns {[number, number, number, number]}
 */
function grown([west, south, east, north]) {
  const margin = west === east && south === north ? 0.01 : 0;
  return [west - margin, south - margin, east + margin, north + margin];
}

// What is seen

/** @type {AbortController | null} */
let asking = null;
/** The day looked at where it is not the page's own. */
let on = "";
/** @type {Map<string, GeoJSON.Feature[]>} */
const grounds = new Map();
/** The layers of plans and orthophotos, as they were added. @type {string[]} */
const sheets = [];

async function load() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const found = await fetchView(
      map,
      on ? `${config.data}${config.data.includes("?") ? "&" : "?"}on=${on}` : config.data,
      signal,
    );
    if (!found) return tell("view");
    for (const name of /** @type {const} */ (["monuments", "outlines", "squares", "hazards", "sites", "incidents"])) {
      setShapes(map, name, found[name]);
    }
    show(found);
    await Promise.all([loadGrounds(found.sites, signal), loadCameras(signal)]);
    quiet("view");
    box.dataset.loaded = "1";
    box.dataset.on = on;
  } catch {
    if (!signal.aborted) tell("view");
  }
}

/**
 * Boundaries and plans of the sites in view, each asked for once. From afar there are too many to matter.
 * @param {GeoJSON.FeatureCollection} sites
 * @param {AbortSignal} signal
 */
async function loadGrounds(sites, signal) {
  const wanted = sites.features.length > 20 || map.getZoom() < 7 ? [] : sites.features;
  for (const { properties } of wanted) {
    if (grounds.has(properties?.id)) continue;
    const answer = await fetch(properties?.ground, { signal });
    if (!answer.ok) continue;
    const found = await answer.json();
    grounds.set(properties?.id, found.features);
    for (const one of found.pictures) sheets.push(laySheet(map, one));
    if (found.pictures.length) apply();
  }
  const features = wanted.flatMap((one) => grounds.get(one.properties?.id) ?? []);
  setShapes(map, "ground", { type: "FeatureCollection", features });
}

/** @param {AbortSignal} signal */
async function loadCameras(signal) {
  if (!isOn("photographs")) return;
  const answer = await fetch(`${config.photographs}?bbox=${bboxOf(map)}${on ? `&on=${on}` : ""}`, { signal });
  if (answer.ok) setShapes(map, "cameras", await answer.json());
}

// What is said beside it

/** @type {Set<string>} */
const troubles = new Set();
const trouble = find(page, "[data-map-trouble]", HTMLElement);

/** @param {"view" | "base"} which */
function tell(which) {
  troubles.add(which);
  trouble.hidden = false;
  trouble.textContent = data(trouble, which);
}

/** @param {"view" | "base"} which */
function quiet(which) {
  troubles.delete(which);
  const [left] = troubles;
  trouble.hidden = !left;
  if (left) trouble.textContent = data(trouble, left);
}

/**
 * @param {GeoJSON.Feature[]} features
 * @param {(properties: GeoJSON.GeoJsonProperties) => (Node | string)[]} words What stands below the name.
 */
function items(features, words) {
  return features.slice(0, MAX_LISTED).map((feature) => {
    const item = document.createElement("li");
    const text = document.createElement("div");
    const link = document.createElement("a");
    link.href = feature.properties?.url;
    link.textContent = feature.properties?.label;
    link.dir = "auto";
    const below = document.createElement("span");
    below.className = "small quiet";
    below.append(...words(feature.properties));
    text.append(link, below);
    item.append(...badge(feature.properties), text);
    const here = () => setShapes(map, "here", { type: "FeatureCollection", features: [feature] });
    const nowhere = () => setShapes(map, "here", noFeatures());
    for (const name of ["mouseenter", "focusin"]) item.addEventListener(name, here);
    for (const name of ["mouseleave", "focusout"]) item.addEventListener(name, nowhere);
    return item;
  });
}

/** The digit of a monument's grade, as the badge shows it elsewhere. @param {GeoJSON.GeoJsonProperties} properties */
function badge(properties) {
  if (properties?.number === undefined) return [];
  const outer = document.createElement("span");
  outer.className = properties.number < 0 ? "grade grade-unassessed" : `grade grade-${properties.number}`;
  outer.setAttribute("aria-hidden", "true");
  const inner = document.createElement("b");
  inner.textContent = properties.number < 0 ? "–" : String(properties.number);
  outer.append(inner);
  return [outer];
}

/** @param {import("./basemap.js").View} found */
function show(found) {
  const monuments = found.monuments.features.toSorted(
    (one, other) => other.properties?.number - one.properties?.number,
  );
  list.replaceChildren(...items(monuments, (one) => [one?.seen ? `${one.grade} · ${one.seen}` : (one?.grade ?? "")]));
  find(page, "#map-incidents", HTMLElement).replaceChildren(...items(found.incidents.features, (one) => [one?.when]));
  find(page, "#map-incidents-head", HTMLElement).hidden = !found.incidents.features.length;
  const squares = found.squares.features;
  find(page, "#map-empty", HTMLElement).hidden = monuments.length + squares.length > 0;
  find(page, "#map-cut", HTMLElement).hidden = !(found.left_out.monuments || found.left_out.sites);
  const counted = squares.reduce((sum, one) => sum + one.properties?.count, 0);
  say("#map-many", counted);
  say("#map-unplaced", found.left_out.without_place);
}

/** @param {string} selector @param {number} count */
function say(selector, count) {
  const place = find(page, selector, HTMLElement);
  place.hidden = !count;
  place.textContent = data(place, "words").replace("{n}", count.toLocaleString(document.documentElement.lang));
}

// Moving about

map.on("load", load);
map.on("moveend", load);
for (const layer of ["monuments", "incidents", "sites", "cameras"]) {
  map.on("click", layer, (event) => {
    const { url, id } = event.features?.[0].properties ?? {};
    if (!url) map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 });
    else if (touches && layer === "monuments") card(id, event.lngLat);
    else window.location.assign(url);
  });
}
map.on("click", "squares", (event) => map.easeTo({ center: event.lngLat, zoom: map.getZoom() + 2 }));
map.on("click", "clusters", async (event) => {
  const cluster = event.features?.[0];
  const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource("monuments"));
  if (!source || cluster?.geometry.type !== "Point") return;
  const zoom = await source.getClusterExpansionZoom(cluster.properties.cluster_id);
  const [longitude, latitude] = cluster.geometry.coordinates;
  map.easeTo({ center: [longitude, latitude], zoom });
});
for (const layer of ["monuments", "clusters", "squares", "incidents", "sites", "cameras"]) {
  map.on("mouseenter", layer, () => map.getCanvas().classList.add("is-link"));
  map.on("mouseleave", layer, () => map.getCanvas().classList.remove("is-link"));
}

const popup = new maplibregl.Popup({ closeButton: false, maxWidth: "240px", offset: 16 });
/** @type {Map<string, Promise<string>>} */
const cards = new Map();
let wanted = "";

/**
 * The card of a monument, beside its mark.
 * @param {string} id
 * @param {import("maplibre-gl").LngLat} at
 */
async function card(id, at) {
  wanted = id;
  const url = config.card.replace(NO_ID, id) + (on ? `?on=${on}` : "");
  if (!cards.has(url))
    cards.set(
      url,
      fetch(url).then((answer) => (answer.ok ? answer.text() : "")),
    );
  const html = await cards.get(url);
  if (html && wanted === id) popup.setLngLat(at).setHTML(html).addTo(map);
}
if (!touches) {
  map.on("mousemove", "monuments", (event) => {
    const feature = event.features?.[0];
    if (feature && wanted !== feature.properties.id) card(feature.properties.id, event.lngLat);
  });
  map.on("mouseleave", "monuments", () => {
    wanted = "";
    popup.remove();
  });
}

// Layers

const layers = find(page, ".map-layers", HTMLDetailsElement);
const switches = all(layers, "input[type=checkbox]", HTMLInputElement);

/** @param {string} name */
const isOn = (name) => switches.some((one) => one.value === name && one.checked);

const strength = find(layers, "input[name=strength]", HTMLInputElement);

function apply() {
  for (const one of sheets) {
    map.setLayoutProperty(one, "visibility", isOn("sheets") ? "visible" : "none");
    map.setPaintProperty(one, "raster-opacity", Number(strength.value) / 100);
  }
  for (const one of switches) {
    for (const layer of SWITCHED[one.value]) {
      const shown = one.checked && (layer !== "plan-names" || (isOn("plan") && isOn("names")));
      map.setLayoutProperty(layer, "visibility", shown ? "visible" : "none");
    }
  }
}

/** @param {string} id */
function lay(id) {
  const chosen = config.base_maps.find((one) => one.id === id);
  quiet("base");
  layUnder(map, chosen);
  find(page, "[data-map-credit]", HTMLElement).textContent = chosen?.attribution ?? "";
}

/** Choices are kept on this device. @param {string} key @param {string} value */
function keep(key, value) {
  try {
    window.localStorage.setItem(`map ${key}`, value);
  } catch {
    // A browser that keeps nothing shows the usual layers the next time.
  }
}

/** @param {string} key */
function kept(key) {
  try {
    return window.localStorage.getItem(`map ${key}`);
  } catch {
    return null;
  }
}

for (const one of switches) {
  const before = kept(one.value);
  if (before !== null) one.checked = before === "1";
  one.addEventListener("change", () => {
    keep(one.value, one.checked ? "1" : "0");
    apply();
    if (one.value === "photographs") load();
  });
}
strength.value = kept("strength") ?? strength.value;
strength.addEventListener("input", () => {
  keep("strength", strength.value);
  apply();
});
const bases = all(layers, "input[name=base]", HTMLInputElement);
for (const one of bases) {
  one.addEventListener("change", () => {
    keep("base", one.value);
    lay(one.value);
  });
}
map.on("load", () => {
  const first = kept("base") ?? config.base_maps[0]?.id ?? "";
  const base = bases.find((one) => one.value === first) ?? bases[0];
  base.checked = true;
  lay(base.value);
  apply();
});
map.on("error", (event) => {
  if ("sourceId" in event && event.sourceId === "base") tell("base");
});
document.addEventListener("click", (event) => {
  if (event.target instanceof Node && !layers.contains(event.target)) layers.open = false;
});

// Time, paper, another site

followTime(find(page, "[data-map-time]", HTMLFormElement), config, async (day) => {
  on = day;
  await load();
});
maybe(document, "[data-print]", HTMLElement)?.addEventListener("click", () => window.print());
maybe(document, "[data-map-site]", HTMLSelectElement)?.addEventListener("change", (event) => {
  const chosen = event.currentTarget;
  if (chosen instanceof HTMLSelectElement) window.location.assign(`?site=${chosen.value}`);
});
