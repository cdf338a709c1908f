// Before and after: the earlier picture, laid upon the later one, is cut at the slider and blended.

function setUp(figure) {
  const [cut, edge, before] = ["cut", "edge", "before"].map((name) => figure.querySelector(`[data-${name}]`));
  const width = Number(before.getAttribute("width"));
  const slide = figure.querySelector("#slide");
  const blend = figure.querySelector("#blend");
  const show = () => {
    const at = (width * slide.value) / 100;
    cut.setAttribute("width", at);
    edge.setAttribute("x1", at);
    edge.setAttribute("x2", at);
    before.setAttribute("opacity", blend.value / 100);
  };
  figure.querySelector("[data-controls]").hidden = false;
  slide.addEventListener("input", show);
  blend.addEventListener("input", show);
  const stage = figure.querySelector(".compare-stage");
  const follow = (event) => {
    const box = stage.getBoundingClientRect();
    slide.value = ((event.clientX - box.left) / box.width) * 100;
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
  const figure = document.querySelector("[data-compare]:not([data-ready])");
  if (!figure) return;
  figure.dataset.ready = "";
  setUp(figure);
};
document.body.addEventListener("htmx:afterSettle", look);
look();
