// A slider through time: days as numbers for the range, the day itself in the field beside it, which works alone.

import { all, find } from "./dom.js";

const DAY = 86400000;
/** @param {string | null} text */
const toNumber = (text) => Math.round(Date.parse(text ?? "") / DAY);
/** @param {number} number */
const toDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

export function setUpSliders() {
  for (const form of all(document, "form[data-slider]", HTMLFormElement)) {
    const range = find(form, "input[type=range]", HTMLInputElement);
    const day = find(form, "input[type=date]", HTMLInputElement);
    const [first, last] = [toNumber(range.getAttribute("min")), toNumber(range.getAttribute("max"))];
    Object.assign(range, { min: first, max: last, step: 1, value: toNumber(day.value), hidden: false });
    range.setAttribute("aria-valuetext", day.value);
    range.addEventListener("input", () => {
      day.value = toDay(Number(range.value));
      range.setAttribute("aria-valuetext", day.value);
    });
    range.addEventListener("change", () => form.requestSubmit());
    day.addEventListener("change", () => form.requestSubmit());
  }
}
