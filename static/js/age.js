// Knowledge of the ground has an age. A page left open says so, and after three days says nothing else any more.

const HOUR = 3_600_000;

function look(place) {
  const hours = (Date.now() - new Date(place.dataset.loaded).getTime()) / HOUR;
  const words = place.querySelector("[data-age-words]");
  if (hours >= Number(place.dataset.unknownAfter)) {
    place.classList.add("is-stale");
    if (words) words.textContent = place.dataset.stale.replace("{days}", Math.floor(hours / 24));
  } else if (words) {
    words.textContent = hours < 1 ? "" : place.dataset.aged.replace("{hours}", Math.floor(hours));
  }
}

export function setUpAges() {
  for (const place of document.querySelectorAll("[data-loaded]")) {
    look(place);
    setInterval(() => look(place), 60_000);
    document.addEventListener("visibilitychange", () => look(place));
  }
}
