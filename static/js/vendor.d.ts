// Browser libraries as they are served: unbundled, some of them as globals.

declare module "*/maplibre-gl.mjs" {
  export * from "maplibre-gl";
}

interface Window {
  // biome-ignore-start lint/suspicious/noExplicitAny: these ship no types, or types for bundlers only
  tus: any;
  topojson: any;
  d3: any;
  OpenSeadragon: any;
  // biome-ignore-end lint/suspicious/noExplicitAny: see above
}
