// Search over every page: `/` or Ctrl K opens it, the arrows move through what was found, Enter opens it, Escape closes.
// Without JavaScript the link leads to the page of the search.

import { all, find, maybe } from "./dom.js";
import { areKeysOff, isTyping } from "./keys.js";

/** @param {KeyboardEvent} event */
function asksForSearch(event) {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) return true;
  return event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event) && !areKeysOff();
}

/**
 * @param {HTMLElement} place
 * @param {KeyboardEvent} event
 */
function moveThroughFound(place, event) {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (!step) return;
  const links = all(place, "[data-found] a", HTMLAnchorElement);
  const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  const to = at + step;
  if (to < 0) find(place, "input[type=search]", HTMLInputElement).focus();
  else links[Math.min(to, links.length - 1)]?.focus();
  event.preventDefault();
}

export function setUpSearch() {
  const dialog = maybe(document, "[data-search-dialog]", HTMLDialogElement);
  const open = () => {
    if (!dialog || dialog.open) return;
    dialog.showModal();
    find(dialog, "input[type=search]", HTMLInputElement).select();
  };
  for (const link of all(document, "[data-search-open]", HTMLAnchorElement)) {
    link.addEventListener("click", (event) => {
      if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!asksForSearch(event)) return;
    const here = dialog ? null : maybe(document, "[data-search-form] input[type=search]", HTMLInputElement);
    event.preventDefault();
    if (here) here.focus();
    else open();
  });
  // A press on what lies beside the dialog closes it.
  dialog?.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  const place = dialog ?? maybe(document, "main", HTMLElement);
  if (place && maybe(place, "[data-search-form]", HTMLElement)) {
    place.addEventListener("keydown", (event) => moveThroughFound(place, event));
  }
}
