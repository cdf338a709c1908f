// The form of a decision shows the fields that the chosen outcome asks for; without JavaScript it shows them all.

/** @param {HTMLFormElement} form */
function showWhatIsAsked(form) {
  const chosen = new FormData(form);
  const outcome = String(chosen.get("outcome") ?? "");
  const taken = String(chosen.get("taken") ?? "");
  for (const part of form.querySelectorAll("[data-asked], [data-taken]")) {
    if (!(part instanceof HTMLElement)) continue;
    const asked = part.dataset.asked?.split(" ").includes(outcome) ?? part.dataset.taken === taken;
    part.hidden = !asked;
  }
}

for (const form of document.querySelectorAll("form.decide")) {
  if (!(form instanceof HTMLFormElement)) continue;
  showWhatIsAsked(form);
  form.addEventListener("change", () => showWhatIsAsked(form));
}
