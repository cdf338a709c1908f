// Before and after: the earlier picture, laid upon the later one, is cut at the slider and blended.

import { find, maybe } from "./dom.js";

/** @param {HTMLElement} figure */
function setUp(figure) {
  const cut = find(figure, "[data-cut]", SVGElement);
  const edge = find(figure, "[data-edge]", SVGElement);
  const before = find(figure, "[data-before]", SVGElement);
  const width = Number(before.getAttribute("width"));
  const slide = find(figure, "#slide", HTMLInputElement);
  const blend = find(figure, "#blend", HTMLInputElement);
  const show = () => {
    const at = `${(width * Number(slide.value)) / 100}`;
    cut.setAttribute("width", at);
    edge.setAttribute("x1", at);
    edge.setAttribute("x2", at);
    before.setAttribute("opacity", `${Number(blend.value) / 100}`);
  };
  find(figure, "[data-controls]", HTMLElement).hidden = false;
  slide.addEventListener("input", show);
  blend.addEventListener("input", show);
  const stage = find(figure, ".compare-stage", HTMLElement);
  /** @param {PointerEvent} event */
  const follow = (event) => {
    const box = stage.getBoundingClientRect();
    slide.value = `${((event.clientX - box.left) / box.width) * 100}`;
    show();
  };
  stage.addEventListener("pointerdown", (event) => {
    stage.setPointerCapture(event.pointerId);
    follow(event);
    stage.addEventListener("pointermove", follow);
    stage.addEventListener("pointerup", () => stage.removeEventListener("pointermove", follow), { once: true });
  });
  show();
}

// The comparison appears once the worker has aligned the two; until then htmx reloads the page.
const look = () => {
  const figure = maybe(document, "[data-compare]:not([data-ready])", HTMLElement);
  if (!figure) return;
  figure.dataset.ready = "";
  setUp(figure);
};
document.body.addEventListener("htmx:afterSettle", look);
look();
