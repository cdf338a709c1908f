// Keeps what is typed on this device at once, and saves it to the server a moment later. A copy here goes only when the
// server has acknowledged it; a lost connection, an expired session or a killed tab loses nothing.

import { deleteDraft, draftOf, newId, photographs, saveDraft } from "./device_store.js";
import { all, data, field, find, isField, maybe } from "./dom.js";
import { pageLocale } from "./sizes.js";

const PAUSE_MS = 900;
const AGAIN_MS = 15000;

/** @typedef {[string, string][]} Values Name and value of each field, in the order of the form. */

class SignedOut extends Error {}

// Fields that belong to the page and are not the person's own input.
const PAGES_OWN = new Set(["csrfmiddlewaretoken", "version", "photos", "submit", "save", "obtained_from"]);
const OF_PHOTOGRAPHS = "photos_";

/** @param {string} name What is said of photographs belongs to their upload, and is sent with them. */
const isPagesOwn = (name) => PAGES_OWN.has(name) || name.startsWith(OF_PHOTOGRAPHS);

/**
 * @param {HTMLFormElement} form
 * @returns {Values}
 */
function typedIn(form) {
  return [...new FormData(form)].flatMap(([name, value]) =>
    typeof value === "string" && !isPagesOwn(name) ? [/** @type {[string, string]} */ ([name, value])] : [],
  );
}

/**
 * What was typed, whatever numbers the rows of findings have: the server numbers them anew once it has them.
 * @param {Values} values
 */
export function meaning(values) {
  /** @type {Map<string, string[]>} */
  const rows = new Map();
  for (const [name, value] of values) {
    const [, row, rest] = /^(finding-\d+)-(.+)$/.exec(name) ?? [null, "", name];
    if (value) rows.set(row, [...(rows.get(row) ?? []), `${rest}=${value}`]);
  }
  const isWritten = (/** @type {string[]} */ row) => row.some((one) => !one.startsWith("id="));
  return JSON.stringify([...rows.values()].filter(isWritten).map((row) => row.sort()));
}

/**
 * @param {HTMLFormElement} form
 * @param {Values} values
 */
function fillIn(form, values) {
  for (const one of form.elements) {
    if (!isField(one) || isPagesOwn(one.name) || !one.name) continue;
    const given = values.filter(([name]) => name === one.name).map(([, value]) => value);
    if (one instanceof HTMLInputElement && (one.type === "radio" || one.type === "checkbox")) {
      one.checked = given.includes(one.value);
    } else if (given.length) {
      one.value = given[0];
    }
  }
}

/**
 * Adds the rows of findings that were added here and are not on the page that the server sent.
 * @param {HTMLFormElement} form
 * @param {Values} values
 */
function addMissingRows(form, values) {
  const rows = values.flatMap(([name]) => {
    const number = /^finding-(\d+)-/.exec(name)?.[1];
    return number ? [Number(number)] : [];
  });
  while (rows.length && form.querySelectorAll("[data-finding]").length <= Math.max(...rows)) {
    const before = form.querySelectorAll("[data-finding]").length;
    addRow(form);
    if (form.querySelectorAll("[data-finding]").length === before) break;
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {Element | null} The new row of a finding.
 */
function addRow(form) {
  const pattern = form.querySelector("[data-finding-pattern]");
  if (!pattern) return null;
  const fresh = document.createElement("div");
  fresh.innerHTML = pattern.innerHTML.replaceAll("__n__", `${form.querySelectorAll("[data-finding]").length}`);
  const row = find(fresh, "[data-finding]", HTMLElement);
  // Under its own id from the start, so that saving twice keeps one finding.
  find(row, "[data-id]", HTMLInputElement).value = newId();
  pattern.before(row);
  return row;
}

/** @param {HTMLFormElement} form */
function setUp(form) {
  const report = data(form, "report");
  const status = find(form, "[data-saved]", HTMLElement);
  const version = field(form, "version");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let saving = Promise.resolve();

  const keep = () => saveDraft(report, { values: typedIn(form), version: version.value, title: data(form, "title") });

  /**
   * @param {FormData} body
   * @returns {Promise<{ ok: boolean, result: { version: number, detail: string } }>}
   */
  const post = async (body) => {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" } });
    // A page instead of JSON: the session ended, and this is the way to sign in again.
    if (response.redirected || !response.headers.get("Content-Type")?.includes("json")) throw new SignedOut();
    return { ok: response.ok, result: await response.json() };
  };

  /** @returns {Promise<void>} */
  const save = async () => {
    const body = new FormData(form);
    for (const name of ["photos", "submit", "save"]) body.delete(name);
    const sent = JSON.stringify(typedIn(form));
    try {
      const { ok, result } = await post(body);
      if (ok) {
        if (result.version > Number(version.value)) version.value = `${result.version}`;
        const now = new Date();
        const time = now.toLocaleTimeString(pageLocale(), { hour: "2-digit", minute: "2-digit" });
        status.textContent = `${data(status, "words")} ${time}`;
        if (JSON.stringify(typedIn(form)) === sent) deleteDraft(report);
      } else if (version.value !== body.get("version")) {
        // A photograph of this very page arrived meanwhile and moved the version: save again on the newer one.
        await save();
      } else {
        status.textContent = result.detail;
      }
    } catch (failure) {
      const isKept = keep();
      const isSignedOut = failure instanceof SignedOut;
      status.textContent = data(status, isSignedOut ? "signedOut" : isKept ? "offline" : "notKept");
      if (isSignedOut) {
        const link = document.createElement("a");
        link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
        link.textContent = data(status, "signIn");
        status.append(" ", link);
      } else {
        soon(AGAIN_MS);
      }
    }
  };

  // A submitted report takes no more photographs: wait for those being sent, unless the person presses submit again.
  let isPressedAgain = false;
  const allSent = async () => {
    for (;;) {
      const waiting = (await photographs(report)).length;
      if (form.dataset.ready) return false;
      if (!waiting) return true;
      status.textContent = data(status, "unsent").replace("{n}", `${waiting}`);
      await new Promise((resolve) => {
        window.addEventListener("kept", resolve, { once: true });
      });
    }
  };

  /** @param {number} pause Milliseconds. */
  const soon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saving = saving.then(save);
    }, pause);
  };

  form.addEventListener("input", () => {
    keep();
    soon(PAUSE_MS);
  });
  // The camera may cost the tab its life: what is typed is kept before it opens.
  form.addEventListener(
    "click",
    (event) => {
      if (event.target instanceof HTMLInputElement && event.target.type === "file") keep();
    },
    true,
  );
  window.addEventListener("online", () => {
    if (draftOf(report)) soon(0);
  });
  window.addEventListener("storage", (event) => {
    if (event.key?.endsWith(report) && event.newValue) status.textContent = data(status, "elsewhere");
  });
  form.addEventListener("submit", async (event) => {
    // A save on its way would make this page's version stale: wait for it, then send.
    clearTimeout(timer);
    if (form.dataset.ready) return;
    event.preventDefault();
    const submitter = event.submitter;
    keep();
    await saving;
    if (submitter instanceof HTMLButtonElement && submitter.name === "submit" && !isPressedAgain) {
      isPressedAgain = true;
      if (!(await allSent())) return; // pressed again meanwhile: that press goes on
    }
    if (form.dataset.ready) return;
    form.dataset.ready = "1";
    // In a task of its own: while this event is still being fired the browser ignores a second submission.
    setTimeout(() => form.requestSubmit(submitter));
  });
  restoreDraft(form, () => soon(0));
}

/**
 * Restores into the form what was typed here and never reached the server. If the report changed meanwhile, the person
 * decides.
 * @param {HTMLFormElement} form
 * @param {() => void} save
 */
function restoreDraft(form, save) {
  const report = data(form, "report");
  const draft = draftOf(report);
  if (!draft) return;
  const restore = () => {
    addMissingRows(form, draft.values);
    fillIn(form, draft.values);
    save();
  };
  const notice = find(form, "[data-restored]", HTMLElement);
  // The server has it, and only its acknowledgement was lost.
  const isSaved = meaning(typedIn(form)) === meaning(draft.values);
  if (form.dataset.typed || isSaved) {
    if (!form.dataset.typed) deleteDraft(report);
    return;
  }
  notice.hidden = false;
  const when = new Date(draft.at);
  find(notice, "[data-restored-when]", HTMLElement).textContent = when.toLocaleString(pageLocale(), {
    dateStyle: "medium",
    timeStyle: "short",
  });
  if (draft.version === field(form, "version").value) {
    restore();
    find(notice, "[data-restored-choice]", HTMLElement).remove();
    return;
  }
  find(notice, "[data-use]", HTMLElement).addEventListener("click", () => {
    restore();
    notice.hidden = true;
  });
  find(notice, "[data-leave]", HTMLElement).addEventListener("click", () => {
    deleteDraft(report);
    notice.hidden = true;
  });
}

/** @param {HTMLFormElement} form */
function setUpRows(form) {
  const button = maybe(form, "[data-add-finding]", HTMLButtonElement);
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const first = addRow(form)?.querySelector("input:not([type=hidden]), select");
    if (isField(first)) first.focus();
  });
}

// A report that was submitted, or that the person may no longer edit, needs no copy here.
function deleteDoneDraft() {
  const done = maybe(document, "[data-report-read]", HTMLElement)?.dataset.reportRead;
  if (done) deleteDraft(done);
}

export function setUpAutosave() {
  deleteDoneDraft();
  for (const form of all(document, "form[data-autosave]", HTMLFormElement)) {
    setUpRows(form);
    setUp(form);
  }
}
