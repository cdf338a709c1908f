// What the map page and the drawing of outlines share: land only, no borders, no country names; the theme's colours.

import * as maplibregl from "../vendor/maplibre/maplibre-gl.mjs";
import { data } from "./dom.js";
import { ink } from "./ink.js";

/** @returns {GeoJSON.FeatureCollection} */
export const noFeatures = () => ({ type: "FeatureCollection", features: [] });

/** @type {import("maplibre-gl").LayerSpecification[]} */
export const GROUND = [
  { id: "sea", type: "background", paint: { "background-color": ink("--z-sea") } },
  { id: "land", type: "fill", source: "land", paint: { "fill-color": ink("--z-paper") } },
];

/**
 * The land as GeoJSON, from the address that the page names; also tells the library where its worker is.
 * @param {HTMLElement} place The element with `data-land` and `data-worker`.
 */
export async function land(place) {
  maplibregl.setWorkerUrl(data(place, "worker"));
  const topology = await (await fetch(data(place, "land"))).json();
  return window.topojson.feature(topology, topology.objects.land);
}

/**
 * @param {import("maplibre-gl").Map} map
 * @param {string} name
 * @param {GeoJSON.GeoJSON} shapes
 */
export function setShapes(map, name, shapes) {
  const source = /** @type {import("maplibre-gl").GeoJSONSource | undefined} */ (map.getSource(name));
  source?.setData(shapes);
}

/**
 * What lies within the view of a map: monuments one by one, or in squares where they are many.
 * @typedef {{
 *   monuments: GeoJSON.FeatureCollection, outlines: GeoJSON.FeatureCollection, squares: GeoJSON.FeatureCollection,
 *   hazards: GeoJSON.FeatureCollection, sites: GeoJSON.FeatureCollection, incidents: GeoJSON.FeatureCollection,
 *   left_out: { monuments: boolean, sites: boolean, without_place: number },
 * }} View
 */

/** The bounds of a map as an address wants them. @param {import("maplibre-gl").Map} map */
export function bboxOf(map) {
  const view = map.getBounds();
  const bbox = [
    Math.max(-180, view.getWest()),
    Math.max(-90, view.getSouth()),
    Math.min(180, view.getEast()),
    Math.min(90, view.getNorth()),
  ];
  return bbox.map((one) => one.toFixed(6)).join(",");
}

/**
 * What the server draws within the view of a map; null where it does not answer.
 * @param {import("maplibre-gl").Map} map
 * @param {string} url
 * @param {AbortSignal} [signal]
 * @returns {Promise<View | null>}
 */
export async function fetchView(map, url, signal) {
  const joint = url.includes("?") ? "&" : "?";
  const response = await fetch(`${url}${joint}bbox=${bboxOf(map)}&zoom=${map.getZoom().toFixed(2)}`, { signal });
  return response.ok ? response.json() : null;
}

/** @param {import("maplibre-gl").Map} map */
export function addControls(map) {
  map.addControl(new maplibregl.NavigationControl({ showCompass: false }));
  map.addControl(new maplibregl.ScaleControl());
}
