// Keeps what is typed on this device at once, and saves it to the server a moment later. A copy here goes only when the
// server has acknowledged it; a lost connection, an expired session or a killed tab loses nothing.

import { draftOf, forgetDraft, keepDraft, newId, photographs } from "./device_store.js";

const PAUSE_MS = 900;
const AGAIN_MS = 15000;

class SignedOut extends Error {}

// Fields that belong to the page and are not the person's own input.
const PAGES_OWN = new Set(["csrfmiddlewaretoken", "version", "photos", "submit", "save", "obtained_from"]);

function typedIn(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !PAGES_OWN.has(name));
}

function fillIn(form, values) {
  for (const field of form.elements) {
    if (PAGES_OWN.has(field.name) || !field.name) continue;
    const given = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") field.checked = given.includes(field.value);
    else if (given.length) field.value = given[0];
  }
}

// Rows of findings that were added here and are not on the page that the server sent.
function addMissingRows(form, values) {
  const rows = values.map(([name]) => /^finding-(\d+)-/.exec(name)?.[1]).filter(Boolean).map(Number);
  while (rows.length && form.querySelectorAll("[data-finding]").length <= Math.max(...rows)) {
    const before = form.querySelectorAll("[data-finding]").length;
    addRow(form);
    if (form.querySelectorAll("[data-finding]").length === before) break;
  }
}

function addRow(form) {
  const pattern = form.querySelector("[data-finding-pattern]");
  if (!pattern) return null;
  const fresh = document.createElement("div");
  fresh.innerHTML = pattern.innerHTML.replaceAll("__n__", form.querySelectorAll("[data-finding]").length);
  const row = fresh.firstElementChild;
  // Under its own id from the start, so that saving twice keeps one finding.
  row.querySelector("[data-id]").value = newId();
  pattern.before(row);
  return row;
}

function setUp(form) {
  const report = form.dataset.report;
  const status = form.querySelector("[data-saved]");
  const texts = status.dataset;
  let timer;
  let saving = Promise.resolve();

  const keep = () => keepDraft(report, { values: typedIn(form), version: form.elements.version.value, title: form.dataset.title });

  const post = async (body) => {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" } });
    // A page instead of JSON: the session ended, and this is the way to sign in again.
    if (response.redirected || !response.headers.get("Content-Type")?.includes("json")) throw new SignedOut();
    return [response.ok, await response.json()];
  };

  const save = async () => {
    const body = new FormData(form);
    for (const name of ["photos", "submit", "save"]) body.delete(name);
    const sent = JSON.stringify(typedIn(form));
    try {
      const [ok, result] = await post(body);
      if (ok) {
        if (result.version > Number(form.elements.version.value)) form.elements.version.value = result.version;
        status.textContent = `${texts.words} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`;
        if (JSON.stringify(typedIn(form)) === sent) forgetDraft(report);
      } else if (form.elements.version.value !== body.get("version")) {
        // A photograph of this very page arrived meanwhile and moved the version: save again on the newer one.
        await save();
      } else {
        status.textContent = result.detail;
      }
    } catch (failure) {
      const kept = keep();
      status.textContent = failure instanceof SignedOut ? texts.signedOut : kept ? texts.offline : texts.notKept;
      if (failure instanceof SignedOut) {
        const link = document.createElement("a");
        link.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
        link.textContent = texts.signIn;
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
      status.textContent = texts.unsent.replace("{n}", waiting);
      await new Promise((resolve) => { window.addEventListener("kept", resolve, { once: true }); });
    }
  };

  const soon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(() => { saving = saving.then(save); }, pause);
  };

  form.addEventListener("input", () => { keep(); soon(PAUSE_MS); });
  // The camera may cost the tab its life: what is typed is kept before it opens.
  form.addEventListener("click", (event) => { if (event.target.type === "file") keep(); }, true);
  window.addEventListener("online", () => { if (draftOf(report)) soon(0); });
  window.addEventListener("storage", (event) => {
    if (event.key?.endsWith(report) && event.newValue) status.textContent = texts.elsewhere;
  });
  form.addEventListener("submit", async (event) => {
    // A save on its way would make this page's version stale: wait for it, then send.
    clearTimeout(timer);
    if (form.dataset.ready) return;
    event.preventDefault();
    const submitter = event.submitter;
    keep();
    await saving;
    if (submitter?.name === "submit" && !isPressedAgain) {
      isPressedAgain = true;
      if (!await allSent()) return; // pressed again meanwhile: that press goes on
    }
    if (form.dataset.ready) return;
    form.dataset.ready = "1";
    // In a task of its own: while this event is still being fired the browser ignores a second submission.
    setTimeout(() => form.requestSubmit(submitter));
  });
  bringBack(form, status, () => soon(0));
}

// Restores into the form what was typed here and never reached the server. If the report changed meanwhile, the person
// decides.
function bringBack(form, status, save) {
  const draft = draftOf(form.dataset.report);
  if (!draft) return;
  const restore = () => {
    addMissingRows(form, draft.values);
    fillIn(form, draft.values);
    save();
  };
  const notice = form.querySelector("[data-restored]");
  if (form.dataset.typed || JSON.stringify(typedIn(form)) === JSON.stringify(draft.values)) {
    if (!form.dataset.typed) forgetDraft(form.dataset.report);
    return;
  }
  notice.hidden = false;
  const when = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  notice.querySelector("[data-restored-when]").textContent = when;
  if (draft.version === form.elements.version.value) {
    restore();
    notice.querySelector("[data-restored-choice]").remove();
    return;
  }
  notice.querySelector("[data-use]").addEventListener("click", () => { restore(); notice.hidden = true; });
  notice.querySelector("[data-leave]").addEventListener("click", () => {
    forgetDraft(form.dataset.report);
    notice.hidden = true;
  });
}

function setUpRows(form) {
  const button = form.querySelector("[data-add-finding]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => addRow(form)?.querySelector("input:not([type=hidden]), select").focus());
}

// A report that was submitted, or that the person may no longer edit, needs no copy here.
function forgetDone() {
  const done = document.querySelector("[data-report-read]")?.dataset.reportRead;
  if (done) forgetDraft(done);
}

export function setUpAutosave() {
  forgetDone();
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    setUpRows(form);
    setUp(form);
  }
}
