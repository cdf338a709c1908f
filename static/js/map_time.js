// The slider of days below the map: moved by hand, or played month by month.

import { find } from "./dom.js";

const DAY_MS = 86_400_000;
const STEP_DAYS = 30;
const PAUSE_MS = 500;
/** Month names of the Levant, and Latin digits beside Latin references, as on every page. @type {Record<string, string>} */
const LOCALES = { ar: "ar-SY-u-nu-latn", fr: "fr", en: "en-GB" };

/**
 * @param {HTMLFormElement} form
 * @param {{ first: string, on: string, today: string, is_now: boolean }} config
 * @param {(day: string) => Promise<void>} look Show a day as 2016-04-25, or the page's own day for "".
 */
export function followTime(form, config, look) {
  if (!config.first || !config.is_now) return;
  const range = find(form, "input", HTMLInputElement);
  const play = find(form, "[data-play]", HTMLButtonElement);
  const output = find(form, "output", HTMLOutputElement);
  const words = new Intl.DateTimeFormat(LOCALES[document.documentElement.lang] ?? "en-GB", {
    dateStyle: "long",
    timeZone: "UTC",
  });
  const first = Date.parse(config.first);
  const last = Math.round((Date.parse(config.today) - first) / DAY_MS);
  range.max = String(last);
  range.value = String(last);
  form.hidden = false;

  const day = () => new Date(first + Number(range.value) * DAY_MS);
  const show = () => {
    output.textContent = words.format(day());
    range.setAttribute("aria-valuetext", output.textContent);
    return look(Number(range.value) === last ? "" : day().toISOString().slice(0, 10));
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  range.addEventListener("input", () => {
    stop();
    output.textContent = words.format(day());
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });

  let isPlaying = false;
  function stop() {
    isPlaying = false;
    play.setAttribute("aria-pressed", "false");
  }
  play.addEventListener("click", async () => {
    if (isPlaying) return stop();
    isPlaying = true;
    play.setAttribute("aria-pressed", "true");
    if (Number(range.value) >= last) range.value = "0";
    while (isPlaying) {
      await show();
      await new Promise((done) => setTimeout(done, PAUSE_MS));
      if (Number(range.value) >= last) stop();
      else if (isPlaying) range.value = String(Math.min(last, Number(range.value) + STEP_DAYS));
    }
  });
}
