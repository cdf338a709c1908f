// Dates that are typed: how each is read is shown below the field while somebody types. Rows that a script adds later
// are followed too, since the whole page listens.

import { data } from "./dom.js";

const PAUSE = 250;

/** @param {HTMLInputElement} field */
async function showReading(field) {
  const output = document.getElementById(`${field.id}-reading`);
  const asked = field.value;
  const answer = await fetch(`${data(field, "dateText")}?text=${encodeURIComponent(asked)}`);
  if (!output || !answer.ok || asked !== field.value) return;
  const { reading, is_wrong: isWrong } = await answer.json();
  output.textContent = reading;
  output.classList.toggle("error", isWrong);
  output.classList.toggle("hint", !isWrong);
}

export function setUpDates() {
  let waiting = 0;
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.dataset.dateText) return;
    window.clearTimeout(waiting);
    // Without a connection the server reads the date when the form is sent.
    waiting = window.setTimeout(() => showReading(target).catch(() => undefined), PAUSE);
  });
}
