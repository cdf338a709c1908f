// The layers of the map, from the ground up: base map, site plans, boundaries, monuments, incidents, hazardous ground.

import { GROUND, noFeatures } from "./basemap.js";
import { ink } from "./ink.js";

/**
 * A base map as the page names it.
 * @typedef {{
 *   id: string, title: string, tiles: string, is_vector: boolean, attribution: string, min_zoom: number, max_zoom: number,
 * }} BaseMap
 */

/** @typedef {import("maplibre-gl").LayerSpecification} Layer */

/** @typedef {import("maplibre-gl").ExpressionFilterSpecification} Filter */

/** @type {Filter} */
const AREAS = ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]];
/** @type {Filter} */
const LINES = ["in", ["geometry-type"], ["literal", ["LineString", "MultiLineString"]]];

/** By the name of a switch the layers that it shows or hides. @type {Record<string, string[]>} */
export const SWITCHED = {
  plan: [
    "plan-area",
    "plan-burial",
    "plan-water",
    "plan-edge",
    "plan-street-case",
    "plan-street",
    "plan-line",
    "plan-stream",
    "plan-path",
    "plan-names",
  ],
  boundaries: ["boundaries", "buffer-zones"],
  names: ["names", "plan-names"],
  incidents: ["incidents"],
  photographs: ["cameras"],
  sheets: [],
};

/** @type {Layer[]} */
const PLAN = [
  {
    id: "plan-area",
    type: "fill",
    source: "ground",
    filter: ["all", AREAS, ["!", ["in", ["get", "kind"], ["literal", ["boundary", "buffer", "water", "burial"]]]]],
    paint: { "fill-color": ink("--z-plan") },
  },
  {
    id: "plan-burial",
    type: "fill",
    source: "ground",
    filter: ["all", AREAS, ["==", ["get", "kind"], "burial"]],
    paint: { "fill-pattern": "dotted" },
  },
  {
    id: "plan-water",
    type: "fill",
    source: "ground",
    filter: ["all", AREAS, ["==", ["get", "kind"], "water"]],
    paint: { "fill-color": ink("--z-water") },
  },
  {
    id: "plan-edge",
    type: "line",
    source: "ground",
    filter: ["all", AREAS, ["!", ["in", ["get", "kind"], ["literal", ["boundary", "buffer"]]]]],
    paint: { "line-color": ink("--z-plan-line"), "line-width": 1 },
  },
  {
    id: "plan-street-case",
    type: "line",
    source: "ground",
    filter: ["all", LINES, ["==", ["get", "kind"], "street"]],
    layout: { "line-cap": "butt", "line-join": "round" },
    paint: {
      "line-color": ink("--z-plan-line"),
      "line-width": ["interpolate", ["exponential", 2], ["zoom"], 12, 2.6, 18, 104],
    },
  },
  {
    id: "plan-street",
    type: "line",
    source: "ground",
    filter: ["all", LINES, ["==", ["get", "kind"], "street"]],
    layout: { "line-cap": "butt", "line-join": "round" },
    paint: {
      "line-color": ink("--z-street"),
      "line-width": ["interpolate", ["exponential", 2], ["zoom"], 12, 1.2, 18, 100],
    },
  },
  {
    id: "plan-line",
    type: "line",
    source: "ground",
    filter: ["all", LINES, ["in", ["get", "kind"], ["literal", ["fortification", "building", "other", "modern"]]]],
    layout: { "line-cap": "square" },
    paint: {
      "line-color": ink("--z-plan-wall"),
      "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 12, 1.5, 18, 7],
    },
  },
  {
    id: "plan-stream",
    type: "line",
    source: "ground",
    filter: ["all", LINES, ["==", ["get", "kind"], "water"]],
    paint: { "line-color": ink("--z-water"), "line-width": ["interpolate", ["linear"], ["zoom"], 12, 1.5, 18, 6] },
  },
  {
    id: "plan-path",
    type: "line",
    source: "ground",
    filter: ["all", LINES, ["==", ["get", "kind"], "path"]],
    paint: { "line-color": ink("--z-plan-wall"), "line-width": 1.2, "line-dasharray": [4, 3] },
  },
];

/** @type {Layer[]} */
const BOUNDARIES = [
  {
    id: "buffer-zones",
    type: "line",
    source: "ground",
    filter: ["==", ["get", "kind"], "buffer"],
    paint: { "line-color": ink("--z-accent"), "line-width": 1.5, "line-dasharray": [3, 2] },
  },
  {
    id: "boundaries",
    type: "line",
    source: "ground",
    filter: ["==", ["get", "kind"], "boundary"],
    paint: { "line-color": ink("--z-accent"), "line-width": 2 },
  },
];

/** @type {import("maplibre-gl").ExpressionSpecification} */
const GRADE_COLOUR = [
  "case",
  ["<", ["get", "number"], 0],
  ink("--z-surface"),
  ["to-color", ["at", ["get", "number"], ["literal", [0, 1, 2, 3, 4, 5].map((grade) => ink(`--z-g${grade}`))]]],
];

/** @type {Layer[]} */
const THINGS = [
  {
    id: "outlines",
    type: "fill",
    source: "outlines",
    filter: AREAS,
    paint: { "fill-color": GRADE_COLOUR, "fill-opacity": 0.55, "fill-outline-color": ink("--z-mark") },
  },
  {
    id: "outline-lines",
    type: "line",
    source: "outlines",
    paint: { "line-color": GRADE_COLOUR, "line-width": 4, "line-opacity": 0.8 },
  },
  // Hatched below the marks, whose digits would not be read through it; its edge lies over everything.
  { id: "hazard-fill", type: "fill", source: "hazards", paint: { "fill-pattern": "hatch" } },
  {
    id: "plan-names",
    type: "symbol",
    source: "ground",
    minzoom: 13.5,
    filter: ["all", ["has", "label"], ["!=", ["get", "label"], ""]],
    layout: { "icon-image": ["concat", "quiet ", ["get", "label"]], "icon-padding": 4 },
  },
  {
    id: "sites",
    type: "symbol",
    source: "sites",
    maxzoom: 12,
    layout: { "icon-image": ["concat", "site ", ["coalesce", ["get", "point_count"], 1]], "icon-allow-overlap": true },
  },
  {
    id: "cameras",
    type: "symbol",
    source: "cameras",
    layout: {
      visibility: "none",
      "icon-image": ["case", ["==", ["get", "looking"], null], "camera", "camera looks"],
      "icon-rotate": ["coalesce", ["get", "looking"], 0],
      "icon-rotation-alignment": "map",
      "icon-allow-overlap": true,
    },
  },
  {
    id: "squares",
    type: "symbol",
    source: "squares",
    layout: {
      "icon-image": ["concat", "group ", ["get", "worst"], " ", ["get", "at_worst"], " ", ["get", "count"]],
      "icon-allow-overlap": true,
      "symbol-sort-key": ["get", "count"],
    },
  },
  {
    id: "clusters",
    type: "symbol",
    source: "monuments",
    filter: ["has", "point_count"],
    layout: {
      "icon-image": [
        "concat",
        "group ",
        ["get", "worst"],
        " ",
        ["coalesce", ["get", ["concat", "at", ["get", "worst"]]], 0],
        " ",
        ["get", "point_count"],
      ],
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
  {
    id: "names",
    type: "symbol",
    source: "monuments",
    minzoom: 13,
    filter: ["!", ["has", "point_count"]],
    layout: {
      "icon-image": ["concat", "name ", ["get", "label"]],
      "icon-anchor": "top",
      "icon-offset": [0, 12],
      "icon-padding": 1,
    },
  },
  {
    id: "here",
    type: "circle",
    source: "here",
    paint: {
      "circle-radius": 18,
      "circle-color": "rgba(0,0,0,0)",
      "circle-stroke-width": 3,
      "circle-stroke-color": ink("--z-accent"),
    },
  },
  { id: "hazard-line", type: "line", source: "hazards", paint: { "line-color": ink("--z-danger"), "line-width": 2 } },
  {
    id: "incidents",
    type: "symbol",
    source: "incidents",
    minzoom: 10,
    layout: { "icon-image": "incident", "icon-allow-overlap": true, "icon-offset": [16, -16] },
  },
];

/**
 * The whole style. @param {GeoJSON.GeoJSON} land
 * @returns {import("maplibre-gl").StyleSpecification}
 */
export function style(land) {
  const empty = () => ({ type: /** @type {const} */ ("geojson"), data: noFeatures() });
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: land },
      ground: empty(),
      outlines: empty(),
      squares: empty(),
      hazards: empty(),
      cameras: empty(),
      incidents: empty(),
      here: empty(),
      sites: { ...empty(), cluster: true, clusterRadius: 40, clusterMaxZoom: 9 },
      monuments: {
        ...empty(),
        cluster: true,
        clusterRadius: 22,
        clusterMaxZoom: 16,
        clusterProperties: {
          worst: ["max", ["get", "number"]],
          ...Object.fromEntries(
            [0, 1, 2, 3, 4, 5].map((grade) => [`at${grade}`, ["+", ["case", ["==", ["get", "number"], grade], 1, 0]]]),
          ),
        },
      },
    },
    layers: [...GROUND, ...PLAN, ...BOUNDARIES, ...THINGS],
  };
}

/**
 * What vector tiles are drawn as, by the names that Protomaps and OpenMapTiles give their layers: no borders, no names.
 * @returns {Layer[]}
 */
function whispering() {
  const line = ink("--z-plan-line");
  /** @param {string} id @param {string} from @param {string} colour @returns {Layer} */
  const area = (id, from, colour) => ({
    id: `base-${id}`,
    type: "fill",
    source: "base",
    "source-layer": from,
    filter: AREAS,
    paint: { "fill-color": colour, "fill-opacity": 0.8 },
  });
  /** @param {string} id @param {string} from @param {string} colour @param {number} width @returns {Layer} */
  const stroke = (id, from, colour, width) => ({
    id: `base-${id}`,
    type: "line",
    source: "base",
    "source-layer": from,
    filter: LINES,
    paint: { "line-color": colour, "line-width": width },
  });
  return [
    area("earth", "earth", ink("--z-paper")),
    area("landuse", "landuse", ink("--z-plan")),
    area("water", "water", ink("--z-water")),
    stroke("river", "water", ink("--z-water"), 1.5),
    stroke("waterway", "waterway", ink("--z-water"), 1.5),
    stroke("roads", "roads", line, 1),
    stroke("transportation", "transportation", line, 1),
    area("buildings", "buildings", ink("--z-plan-line")),
    area("building", "building", ink("--z-plan-line")),
  ];
}

/**
 * Lay another base map under everything, or none.
 * @param {import("maplibre-gl").Map} map
 * @param {BaseMap | undefined} chosen
 */
export function layUnder(map, chosen) {
  for (const { id } of map.getStyle().layers) if (id.startsWith("base-")) map.removeLayer(id);
  if (map.getSource("base")) map.removeSource("base");
  if (!chosen) return;
  const tiles = [chosen.tiles.startsWith("/") ? window.location.origin + chosen.tiles : chosen.tiles];
  const zooms = { minzoom: chosen.min_zoom, maxzoom: chosen.max_zoom };
  if (chosen.is_vector) {
    map.addSource("base", { type: "vector", tiles, ...zooms });
    for (const layer of whispering()) map.addLayer(layer, "plan-area");
  } else {
    map.addSource("base", { type: "raster", tiles, tileSize: 256, ...zooms });
    map.addLayer(
      {
        id: "base-picture",
        type: "raster",
        source: "base",
        paint: { "raster-saturation": -0.4, "raster-opacity": 0.9 },
      },
      "plan-area",
    );
  }
}

/**
 * Lay a plan or an orthophoto over the ground, below the boundaries; returns the name of its layer.
 * @param {import("maplibre-gl").Map} map
 * @param {{ id: string, url: string, corners: [[number, number], [number, number], [number, number], [number, number]] }} sheet
 */
export function laySheet(map, { id, url, corners }) {
  const name = `sheet-${id}`;
  map.addSource(name, { type: "image", url: window.location.origin + url, coordinates: corners });
  map.addLayer({ id: name, type: "raster", source: name, paint: { "raster-fade-duration": 0 } }, "buffer-zones");
  return name;
}
