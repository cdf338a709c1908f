// A photograph with deep zoom (OpenSeadragon over our own IIIF tiles), the marks on it, and drawing new ones. Without it
// the page shows the large picture, and marks are typed in.

import { all, data, find, maybe } from "./dom.js";

/** @typedef {[number, number]} Point Shares (0 to 1) of the upright picture, from its left and top. */
/** @typedef {[number, number, number, number]} Rectangle Left, top, width and height as shares of the picture. */
/** @typedef {{ left: number, top: number, width: number, height: number }} Extent */

const SVG = "http://www.w3.org/2000/svg";

/** @param {number} share */
const percent = (share) => Math.round(share * 10000) / 100;

/**
 * @param {Point[]} points
 * @param {string} name The class of the drawing.
 * @returns {Extent & { svg: SVGElement }}
 */
function polygon(points, name) {
  const [left, top] = [Math.min(...points.map((p) => p[0])), Math.min(...points.map((p) => p[1]))];
  const width = Math.max(...points.map((p) => p[0])) - left;
  const height = Math.max(...points.map((p) => p[1])) - top;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", name);
  const path = document.createElementNS(SVG, "polygon");
  const inside = points.map(([x, y]) => `${((x - left) / width) * 100},${((y - top) / height) * 100}`);
  path.setAttribute("points", inside.join(" "));
  path.setAttribute("vector-effect", "non-scaling-stroke");
  svg.append(path);
  return { svg, left, top, width, height };
}

/**
 * @param {Rectangle} rectangle
 * @returns {Point[]}
 */
const corners = ([left, top, width, height]) => [
  [left, top],
  [left + width, top],
  [left + width, top + height],
  [left, top + height],
];

/**
 * @param {Point} from
 * @param {Point} to
 * @returns {Rectangle}
 */
const between = (from, to) => [
  Math.min(from[0], to[0]),
  Math.min(from[1], to[1]),
  Math.abs(from[0] - to[0]),
  Math.abs(from[1] - to[1]),
];

/** @param {HTMLElement} figure */
async function setUp(figure) {
  await import(data(figure, "script"));
  const { OpenSeadragon } = window;
  const stage = find(figure, "[data-stage]", HTMLElement);
  const tools = find(figure, "[data-tools]", HTMLElement);
  const response = await fetch(data(figure, "info"));
  if (!response.ok) return; // the large picture stays
  const info = await response.json();
  find(figure, "[data-plain]", HTMLElement).hidden = true;
  stage.hidden = tools.hidden = false;
  const fits = Math.min(window.innerHeight * 0.72, (stage.clientWidth * info.height) / info.width);
  stage.style.blockSize = `${Math.max(240, Math.round(fits))}px`;
  // OpenSeadragon would insert a <style> for focus, which the Content-Security-Policy blocks. It skips that when it
  // finds its marker element: this is one without effect, and the rule itself is in viewer.css.
  const rule = document.createElementNS(null, "style");
  rule.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(rule);
  const viewer = OpenSeadragon({
    element: stage,
    tileSources: info,
    drawer: ["canvas"],
    showNavigationControl: false,
    visibilityRatio: 0.6,
    maxZoomPixelRatio: 3,
    gestureSettingsMouse: { scrollToZoom: false, clickToZoom: false },
    animationTime: 0.3,
    crossOriginPolicy: false,
  });

  const pictureSize = () => viewer.world.getItemAt(0).getContentSize();
  /** @param {Extent} extent */
  const onPicture = ({ left, top, width, height }) => {
    const size = pictureSize();
    return viewer.viewport.imageToViewportRectangle(left * size.x, top * size.y, width * size.x, height * size.y);
  };
  /**
   * @param {Point[]} points
   * @param {string} name
   * @param {string} [label]
   */
  const lay = (points, name, label) => {
    const drawn = polygon(points, name);
    const holder = document.createElement("div");
    holder.className = "mark-shape";
    holder.append(drawn.svg);
    if (label) {
      const number = document.createElement("span");
      number.className = "mark-no";
      number.textContent = label;
      holder.append(number);
    }
    viewer.addOverlay({ element: holder, location: onPicture(drawn) });
    return holder;
  };
  viewer.addHandler("open", () => {
    for (const one of all(figure, "[data-mark]", HTMLElement)) {
      lay(JSON.parse(data(one, "points")), "svg-markline", one.dataset.mark);
    }
    for (const one of all(figure, "[data-covered]", HTMLElement)) {
      lay(corners(/** @type {Rectangle} */ (data(one, "covered").split(" ").map(Number))), "svg-cover");
    }
  });

  /** @type {HTMLElement | null} The pressed button, while a rectangle is to be drawn. */
  let drawing = null;
  /** @param {HTMLElement} button */
  const toggleDrawing = (button) => {
    for (const one of all(tools, "[data-do=draw]", HTMLElement)) {
      one.setAttribute("aria-pressed", `${one === button && drawing !== button}`);
    }
    drawing = drawing === button ? null : button;
    viewer.setMouseNavEnabled(!drawing);
    stage.classList.toggle("is-drawing", Boolean(drawing));
    if (drawing) viewer.viewport.setRotation(0);
  };
  /** @type {Record<string, (button: HTMLElement) => void>} */
  const actions = {
    in: () => viewer.viewport.zoomBy(1.5),
    out: () => viewer.viewport.zoomBy(1 / 1.5),
    whole: () => viewer.viewport.goHome(),
    turn: () => viewer.viewport.setRotation(viewer.viewport.getRotation() + 90),
    full: () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else figure.requestFullscreen();
    },
    draw: toggleDrawing,
  };
  for (const button of all(tools, "[data-do]", HTMLElement)) {
    button.addEventListener("click", () => {
      actions[data(button, "do")](button);
      viewer.viewport.applyConstraints();
    });
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  const share = (event) => {
    const box = stage.getBoundingClientRect();
    const at = viewer.viewport.viewerElementToImageCoordinates(
      new OpenSeadragon.Point(event.clientX - box.left, event.clientY - box.top),
    );
    const size = pictureSize();
    /** @param {number} one */
    const within = (one) => Math.min(1, Math.max(0, one));
    return [within(at.x / size.x), within(at.y / size.y)];
  };
  /**
   * @param {HTMLElement} button
   * @param {Rectangle} rectangle
   */
  const put = (button, rectangle) => {
    if (rectangle[2] < 0.003 || rectangle[3] < 0.003) return;
    const text = rectangle.map(percent).join(" ");
    if (button.dataset.into) {
      find(document, button.dataset.into, HTMLInputElement).value = text;
      document.querySelector(".mark-shape.is-new")?.remove();
      lay(corners(rectangle), "svg-markline").classList.add("is-new");
      toggleDrawing(button);
      find(document, "#mark-text", HTMLElement).focus();
    } else {
      const list = find(document, data(button, "add"), HTMLElement);
      const empty = find(list, "[data-template]", HTMLInputElement);
      const fresh = /** @type {HTMLInputElement} */ (empty.cloneNode());
      fresh.removeAttribute("data-template");
      fresh.removeAttribute("id");
      fresh.setAttribute("aria-label", empty.placeholder);
      fresh.value = text;
      list.insertBefore(fresh, empty.previousElementSibling);
      lay(corners(rectangle), "svg-cover");
    }
  };
  /** @param {PointerEvent} event */
  const begin = (event) => {
    if (!drawing) return;
    event.preventDefault();
    const from = share(event);
    /** @type {HTMLElement | null} */
    let sketch = null;
    /** @param {PointerEvent} next */
    const move = (next) => {
      const rectangle = between(from, share(next));
      if (!rectangle[2] || !rectangle[3]) return;
      if (sketch) viewer.removeOverlay(sketch);
      sketch = lay(corners(rectangle), "svg-markline");
    };
    /** @param {PointerEvent} last */
    const end = (last) => {
      window.removeEventListener("pointermove", move);
      if (sketch) viewer.removeOverlay(sketch);
      if (drawing) put(drawing, between(from, share(last)));
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end, { once: true });
  };
  stage.addEventListener("pointerdown", begin, { capture: true });
}

const figure = maybe(document, "[data-viewer]", HTMLElement);
if (figure) setUp(figure);
