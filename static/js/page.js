// Enhancements of every page: change the theme in place, upload photographs with progress, save in the background, move
// through a focused list by key. Without JavaScript all of it works by plain forms.

import { setUpAges } from "./age.js";
import { setUpAutosave } from "./autosave.js";
import { setUpDates } from "./dates.js";
import { setUpDeviceStore } from "./device_store.js";
import { all } from "./dom.js";
import { setUpFileFields } from "./files.js";
import { setUpGeolocation } from "./geolocation.js";
import { setUpKeys } from "./keys.js";
import { sendWaiting, setUpSuspiciousObject } from "./ordnance.js";
import { setUpSearch } from "./search.js";
import { setUpSliders } from "./slider.js";
import { setUpUploads } from "./uploads.js";

for (const form of all(document, "[data-theme-form]", HTMLFormElement)) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const root = document.documentElement;
    const theme = String(body.get("theme"));
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = theme;
    root.dataset.bsTheme = theme === "auto" ? (dark ? "dark" : "light") : theme;
  });
}

// The tab that one is on, in the middle of a row that is wider than the screen.
for (const row of all(document, ".tabs", HTMLElement)) {
  const here = row.querySelector("[aria-current]")?.getBoundingClientRect();
  const whole = row.getBoundingClientRect();
  if (here) row.scrollBy({ left: here.left + here.width / 2 - whole.left - whole.width / 2 });
}

setUpSuspiciousObject();
setUpAges();
setUpDates();
setUpGeolocation();
setUpSliders();
setUpDeviceStore();
setUpFileFields();
setUpKeys();
setUpSearch();
setUpAutosave();
// Reports of suspicious objects go first; a connection that hangs delays the rest for at most five seconds.
await Promise.race([
  sendWaiting(),
  new Promise((resolve) => {
    setTimeout(resolve, 5000);
  }),
]);
setUpUploads();
