// Enhancements of every page: change the theme in place, upload photographs with progress, save in the background, move
// through a focused list by key. Without JavaScript all of it works by plain forms.

import { setUpUploads } from "./uploads.js";
import { setUpAutosave } from "./autosave.js";
import { setUpKeys } from "./keys.js";
import { setUpGeolocation } from "./geolocation.js";
import { sendWaiting, setUpSuspiciousObject } from "./ordnance.js";
import { setUpAges } from "./age.js";
import { setUpSliders } from "./slider.js";
import { setUpDeviceStore } from "./device_store.js";

for (const form of document.querySelectorAll("[data-theme-form]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new FormData(form, event.submitter);
    await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const root = document.documentElement;
    root.dataset.theme = body.get("theme");
    const dark = window.matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.bsTheme = root.dataset.theme === "auto" ? (dark ? "dark" : "light") : root.dataset.theme;
  });
}

setUpSuspiciousObject();
setUpAges();
setUpGeolocation();
setUpSliders();
setUpDeviceStore();
setUpKeys();
setUpAutosave();
// Reports of suspicious objects go first; a connection that hangs delays the rest for at most five seconds.
await Promise.race([sendWaiting(), new Promise((resolve) => { setTimeout(resolve, 5000); })]);
setUpUploads();
