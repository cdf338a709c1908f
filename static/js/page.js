// What every page may do beyond plain HTML: change the theme in place, confirm nothing, upload photographs with
// progress, save quietly, move through a focused list by key. Without JavaScript all of it works by plain forms.

import { setUpUploads } from "./uploads.js";
import { setUpAutosave } from "./autosave.js";
import { setUpKeys } from "./keys.js";
import { setUpHere } from "./here.js";
import { sendWhatIsKept, setUpSuspiciousObject } from "./ordnance.js";
import { setUpAges } from "./age.js";
import { setUpSliders } from "./slider.js";
import { setUpKept } from "./kept.js";

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
setUpHere();
setUpSliders();
setUpKept();
setUpKeys();
setUpAutosave();
// Danger goes before everything else; a line that hangs holds the rest up for five seconds, not longer.
await Promise.race([sendWhatIsKept(), new Promise((resolve) => { setTimeout(resolve, 5000); })]);
setUpUploads();
