// Information about the ground goes stale. A page left open shows its age, and after three days hides everything else.

const HOUR = 3_600_000;

function look(place) {
  const hours = (Date.now() - new Date(place.dataset.loaded).getTime()) / HOUR;
  const status = place.querySelector("[data-age-status]");
  if (hours >= Number(place.dataset.unknownAfter)) {
    place.classList.add("is-stale");
    if (status) status.textContent = place.dataset.stale.replace("{days}", Math.floor(hours / 24));
  } else if (status) {
    status.textContent = hours < 1 ? "" : place.dataset.aged.replace("{hours}", Math.floor(hours));
  }
}

export function setUpAges() {
  for (const place of document.querySelectorAll("[data-loaded]")) {
    look(place);
    setInterval(() => look(place), 60_000);
    document.addEventListener("visibilitychange", () => look(place));
  }
}
