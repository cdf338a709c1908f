// A slider through time: days as numbers for the range, the day itself in the field beside it, which works alone.

const DAY = 86400000;
const toNumber = (text) => Math.round(Date.parse(text) / DAY);
const toDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);

export function setUpSliders() {
  for (const form of document.querySelectorAll("form[data-slider]")) {
    const range = form.querySelector("input[type=range]");
    const field = form.querySelector("input[type=date]");
    const [first, last] = [toNumber(range.getAttribute("min")), toNumber(range.getAttribute("max"))];
    Object.assign(range, { min: first, max: last, step: 1, value: toNumber(field.value), hidden: false });
    range.setAttribute("aria-valuetext", field.value);
    range.addEventListener("input", () => {
      field.value = toDay(Number(range.value));
      range.setAttribute("aria-valuetext", field.value);
    });
    range.addEventListener("change", () => form.requestSubmit());
    field.addEventListener("change", () => form.requestSubmit());
  }
}
