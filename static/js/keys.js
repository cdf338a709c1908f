// Keyboard shortcuts of one key: only where the focus is (WCAG 2.1.4), and they can be switched off. In a list j and k
// move, Enter opens; in a review v verifies on the chosen basis and opens the next, r goes to the note of a return, ?
// shows the help. On every page ? lists all keys, and g with a letter goes to one of its pages.

import { all, find, maybe } from "./dom.js";

const OFF = "zenobia-keys-off";

/** @typedef {(event: KeyboardEvent) => unknown} Action Answers false where the key means nothing at this moment. */

export function areKeysOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

/** @param {KeyboardEvent} event */
export function isTyping(event) {
  const target = event.target instanceof Element ? event.target : null;
  // A field in a dialog that has just been closed keeps the focus until the page is drawn again.
  if (target?.closest("dialog:not([open])")) return false;
  return target?.matches("textarea, select, input:not([type=radio]):not([type=checkbox])") ?? false;
}

/**
 * @param {HTMLElement} place
 * @param {Record<string, Action>} actions
 */
function onKeys(place, actions) {
  place.addEventListener("keydown", (event) => {
    if (areKeysOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const action = actions[event.key];
    if (!action || action(event) === false) return;
    event.preventDefault();
  });
}

/** @param {HTMLElement} table */
function setUpList(table) {
  const rows = all(table, "tbody tr:not(.group)", HTMLElement);
  let at = -1;
  /** @param {number} to */
  const show = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("is-current");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("is-current");
    rows[at].scrollIntoView({ block: "nearest" });
  };
  onKeys(table, {
    j: () => show(at + 1),
    k: () => show(at - 1),
    Enter: (event) => {
      if (event.target !== table || at < 0) return false;
      find(rows[at], "a", HTMLAnchorElement).click();
      return true;
    },
  });
}

/** @param {HTMLElement} section */
function setUpReview(section) {
  onKeys(section, {
    v: () => {
      const verify = maybe(section, "[data-verify]", HTMLElement);
      if (!verify) return false;
      const basis = maybe(verify, "[name=basis]:checked", HTMLInputElement);
      if (basis) find(verify, "[name=and_next]", HTMLElement).click();
      else find(verify, "[name=basis]", HTMLElement).focus();
      return true;
    },
    r: () => maybe(section, "[data-return] textarea", HTMLTextAreaElement)?.focus(),
    "?": () => {
      const help = find(section, "[data-keys-help]", HTMLDetailsElement);
      help.open = !help.open;
    },
  });
}

const GO_WITHIN_MS = 1500;

/** @param {HTMLDialogElement} dialog The list of all keys, whose links are where the letters after g lead. */
function setUpEverywhere(dialog) {
  let wentAt = Number.NEGATIVE_INFINITY;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || areKeysOff() || isTyping(event)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const isGoing = event.timeStamp - wentAt < GO_WITHIN_MS;
    wentAt = !isGoing && event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const link = isGoing ? maybe(dialog, `[data-go="${CSS.escape(event.key)}"]`, HTMLAnchorElement) : null;
    if (link) window.location.assign(link.href);
    else if (event.key === "?") dialog.showModal();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

export function setUpKeys() {
  const dialog = maybe(document, "[data-keys-dialog]", HTMLDialogElement);
  if (dialog) setUpEverywhere(dialog);
  for (const table of all(document, "[data-keys]", HTMLElement)) setUpList(table);
  for (const section of all(document, "[data-judge]", HTMLElement)) setUpReview(section);
  for (const tick of all(document, "[data-keys-off]", HTMLInputElement)) {
    tick.checked = areKeysOff();
    tick.addEventListener("change", () => localStorage.setItem(OFF, tick.checked ? "1" : "0"));
  }
}
