// A photograph with deep zoom (OpenSeadragon over our own IIIF tiles), the marks on it, and drawing new ones. Without it the
// page shows the large picture, and marks are typed in.

const SVG = "http://www.w3.org/2000/svg";
const figure = document.querySelector("[data-viewer]");

const percent = (share) => Math.round(share * 10000) / 100;

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

async function setUp() {
  await import(figure.dataset.script);
  const { OpenSeadragon } = window;
  const [stage, plain, tools] = ["stage", "plain", "tools"].map((name) => figure.querySelector(`[data-${name}]`));
  const response = await fetch(figure.dataset.info);
  if (!response.ok) return; // the large picture stays
  const info = await response.json();
  plain.hidden = true;
  stage.hidden = tools.hidden = false;
  const fits = Math.min(window.innerHeight * 0.72, (stage.clientWidth * info.height) / info.width);
  stage.style.blockSize = `${Math.max(240, Math.round(fits))}px`;
  // OpenSeadragon would insert a <style> for focus, which the Content-Security-Policy blocks. It skips that when it
  // finds its marker element: this is one without effect, and the rule itself is in photographs.css.
  const rule = document.createElementNS(null, "style");
  rule.setAttribute("data-openseadragon-mobile-css", "");
  document.head.append(rule);
  const viewer = OpenSeadragon({
    element: stage, tileSources: info, drawer: ["canvas"], showNavigationControl: false, visibilityRatio: 0.6,
    maxZoomPixelRatio: 3, gestureSettingsMouse: { scrollToZoom: false, clickToZoom: false }, animationTime: 0.3,
    crossOriginPolicy: false,
  });

  const shape = () => viewer.world.getItemAt(0).getContentSize();
  const onPicture = ({ left, top, width, height }) => {
    const size = shape();
    return viewer.viewport.imageToViewportRectangle(left * size.x, top * size.y, width * size.x, height * size.y);
  };
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
  const corners = ([left, top, width, height]) => [
    [left, top], [left + width, top], [left + width, top + height], [left, top + height],
  ];
  viewer.addHandler("open", () => {
    for (const one of figure.querySelectorAll("[data-mark]")) lay(JSON.parse(one.dataset.points), "svg-markline", one.dataset.mark);
    for (const one of figure.querySelectorAll("[data-covered]")) {
      lay(corners(one.dataset.covered.split(" ").map(Number)), "svg-cover");
    }
  });

  let drawing = null;
  const acts = {
    in: () => viewer.viewport.zoomBy(1.5),
    out: () => viewer.viewport.zoomBy(1 / 1.5),
    whole: () => viewer.viewport.goHome(),
    turn: () => viewer.viewport.setRotation(viewer.viewport.getRotation() + 90),
    full: () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()),
    draw: (button) => {
      for (const one of tools.querySelectorAll("[data-do=draw]")) one.setAttribute("aria-pressed", one === button && drawing !== button);
      drawing = drawing === button ? null : button;
      viewer.setMouseNavEnabled(!drawing);
      stage.classList.toggle("is-drawing", Boolean(drawing));
      if (drawing) viewer.viewport.setRotation(0);
    },
  };
  for (const button of tools.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => { acts[button.dataset.do](button); viewer.viewport.applyConstraints(); });
  }

  const share = (event) => {
    const box = stage.getBoundingClientRect();
    const at = viewer.viewport.viewerElementToImageCoordinates(
      new OpenSeadragon.Point(event.clientX - box.left, event.clientY - box.top),
    );
    const size = shape();
    return [at.x / size.x, at.y / size.y].map((one) => Math.min(1, Math.max(0, one)));
  };
  const put = (from, to) => {
    const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    if (box[2] < 0.003 || box[3] < 0.003) return;
    const text = box.map(percent).join(" ");
    if (drawing.dataset.into) {
      const field = document.querySelector(drawing.dataset.into);
      field.value = text;
      document.querySelector(".mark-shape.is-new")?.remove();
      lay(corners(box), "svg-markline").classList.add("is-new");
      acts.draw(drawing);
      document.querySelector("#mark-text").focus();
    } else {
      const list = document.querySelector(drawing.dataset.add);
      const empty = list.querySelector("[data-template]");
      const field = empty.cloneNode();
      field.removeAttribute("data-template");
      field.removeAttribute("id");
      field.setAttribute("aria-label", empty.placeholder);
      field.value = text;
      list.insertBefore(field, empty.previousElementSibling);
      lay(corners(box), "svg-cover");
    }
  };
  stage.addEventListener("pointerdown", (event) => {
    if (!drawing) return;
    event.preventDefault();
    const from = share(event);
    let sketch = null;
    const move = (next) => {
      const to = share(next);
      const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
      if (!box[2] || !box[3]) return;
      if (sketch) viewer.removeOverlay(sketch);
      sketch = lay(corners(box), "svg-markline");
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", (last) => {
      window.removeEventListener("pointermove", move);
      if (sketch) viewer.removeOverlay(sketch);
      if (drawing) put(from, share(last));
    }, { once: true });
  }, { capture: true });
}

if (figure) setUp();
