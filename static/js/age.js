// Information about the ground goes stale. A page left open shows its age, and after three days hides everything else.

import { all, data, maybe } from "./dom.js";

const HOUR = 3_600_000;

/** @param {HTMLElement} place */
function look(place) {
  const hours = (Date.now() - new Date(data(place, "loaded")).getTime()) / HOUR;
  const status = maybe(place, "[data-age-status]", HTMLElement);
  if (hours >= Number(data(place, "unknownAfter"))) {
    place.classList.add("is-stale");
    if (status) status.textContent = data(place, "stale").replace("{days}", `${Math.floor(hours / 24)}`);
  } else if (status) {
    status.textContent = hours < 1 ? "" : data(place, "aged").replace("{hours}", `${Math.floor(hours)}`);
  }
}

export function setUpAges() {
  for (const place of all(document, "[data-loaded]", HTMLElement)) {
    look(place);
    setInterval(() => look(place), 60_000);
    document.addEventListener("visibilitychange", () => look(place));
  }
}
