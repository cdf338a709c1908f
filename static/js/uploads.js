// Photographs from the camera or its card, and documents. Each is stored on this device first and then sent; what the
// form says of the whole batch is said of each, and of those that were sent before it was said.

import { addToPhotograph, moveDraft, photographs, savePhotograph } from "./device_store.js";
import { all, data, find, isField, maybe } from "./dom.js";
import { describe } from "./sending.js";
import { createQueue } from "./upload_queue.js";

/** @typedef {import("./device_store.js").StoredFile} StoredFile */

/**
 * Attaching a photograph raises the report's version; the form on the same page has to use the new one.
 * @param {string} report
 * @param {number} version
 */
function noteVersion(report, version) {
  moveDraft(report, version);
  const shown = maybe(document, "form[data-autosave] [name=version]", HTMLInputElement);
  if (shown && version > Number(shown.value)) shown.value = `${version}`;
}

const GROUPS = [/people|consent/, /flags/, /clock/, /taken_on/];

/**
 * What is said of all photographs of this upload: the fields that hold anything. A clock that is ahead by nothing yet
 * is not said.
 * @param {HTMLElement} drop
 * @param {string} [changed] The name of the field that was changed: only what belongs to it.
 * @returns {[string, string][]}
 */
function saidIn(drop, changed) {
  const group = changed && GROUPS.find((one) => one.test(changed));
  const said = all(drop, "[data-batch] [name]", HTMLElement).flatMap((one) => {
    if (!isField(one) || !one.value || (group && !group.test(one.name))) return [];
    const isOpen = one instanceof HTMLInputElement && ["radio", "checkbox"].includes(one.type) && !one.checked;
    return isOpen ? [] : [/** @type {[string, string]} */ ([one.name, one.value])];
  });
  const isOff = said.some(([name, value]) => name.endsWith("clock") && value !== "right");
  const isTold = said.some(([name]) => /clock_(hours|minutes)$/.test(name));
  return isOff && !isTold ? said.filter(([name]) => !name.includes("clock")) : said;
}

/**
 * Where the device says it is, when a photograph is taken this minute and the person has allowed it before.
 * @returns {Promise<object | null>}
 */
async function position() {
  const allowed = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (allowed?.state !== "granted") return null;
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) =>
        resolve({
          longitude: coords.longitude,
          latitude: coords.latitude,
          error_m: Math.ceil(coords.accuracy),
          at: new Date(timestamp).toISOString(),
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 4000, maximumAge: 60000 },
    );
  });
}

const csrfToken = () => find(document, "[name=csrfmiddlewaretoken]", HTMLInputElement).value;

/** @param {HTMLElement} drop */
function setUpDrop(drop) {
  const origin = drop.querySelector("[name=obtained_from]");
  const obtainedFrom = () => (isField(origin) && origin.value) || data(drop, "how");
  // A tablet that identifies as a computer strips as much metadata as a phone does.
  if (isField(origin) && origin.value === "camera_file" && window.matchMedia("(pointer: coarse)").matches) {
    origin.value = "phone_browser";
  }
  /** @type {Set<StoredFile>} Added on this page and not sent yet: what is said of the batch is said of them. */
  const batched = new Set();
  /** @type {string[]} Added on this page and sent: an answer that is tapped later holds for them too. */
  const sent = [];
  const list = find(drop.parentElement ?? document, "[data-uploads]", HTMLElement);
  const take = createQueue(list, drop, csrfToken(), (stored, version) => {
    if (batched.delete(stored)) sent.push(stored.id);
    if (version !== null) noteVersion(stored.report ?? "", version);
  });
  /**
   * @param {File[]} files
   * @param {boolean} isTaken Whether the camera has taken them this minute.
   */
  const add = async (files, isTaken) => {
    const where = isTaken ? position() : null;
    const { report, url, monument, site, block } = drop.dataset;
    for (const file of files) {
      const about = { report, url, monument, site, block, obtainedFrom: obtainedFrom(), said: saidIn(drop) };
      const stored = await savePhotograph(about, file);
      batched.add(stored);
      if (isTaken) await addToPhotograph(stored, { position: await where });
      take(stored);
    }
  };

  for (const input of all(drop, "input[type=file]", HTMLInputElement)) {
    input.addEventListener("change", () => {
      add([...(input.files ?? [])], input.hasAttribute("capture"));
      input.value = "";
    });
  }
  for (const name of /** @type {const} */ (["dragover", "dragleave", "drop"])) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragover");
      if (name === "drop") add([...(event.dataTransfer?.files ?? [])], false);
    });
  }
  const batch = maybe(drop, "[data-batch]", HTMLElement);
  batch?.addEventListener("change", async ({ target }) => {
    const said = saidIn(drop);
    const answered = saidIn(drop, target instanceof Element ? (target.getAttribute("name") ?? "") : "");
    for (const stored of [...batched]) {
      // One that arrives meanwhile is off this device, and must not be put back.
      if (batched.has(stored)) await addToPhotograph(stored, { said });
    }
    const problem = find(batch, "[data-batch-problem]", HTMLElement);
    problem.hidden = true;
    try {
      await describe(sent, answered, data(drop, "describe"), csrfToken());
    } catch (failure) {
      // Without a line the answer of those that are sent is lost with it; the home page asks for it again.
      problem.textContent = (failure instanceof Error && failure.message) || data(drop, "unsaid");
      problem.hidden = false;
    }
    document.body.dispatchEvent(new CustomEvent("photographs"));
  });
  photographs(drop.dataset.report).then((stored) => stored.forEach(take));
}

/**
 * A form of documents: they are sent with what was filled in, and the form stays for the next one.
 * @param {HTMLFormElement} form
 */
function setUpDocuments(form) {
  const list = find(form, "[data-uploads]", HTMLElement);
  const take = createQueue(list, form, csrfToken(), () => {});
  const said = (/** @type {string} */ name) => String(new FormData(form).get(name) ?? "").trim();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const input = find(form, "input[type=file]", HTMLInputElement);
    const { report, site } = form.dataset;
    for (const file of input.files ?? []) {
      take(
        await savePhotograph(
          {
            report,
            site,
            monument: said("monument"),
            // Who testified is in danger when this device is looked through: nothing of it is stored here.
            isOnlyInPage: said("document_kind") === "testimony",
            document: { document_kind: said("document_kind"), caption: said("caption"), source: said("source") },
          },
          file,
        ),
      );
    }
    input.value = "";
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  photographs(form.dataset.report).then((stored) => stored.forEach(take));
}

export function setUpUploads() {
  for (const drop of all(document, "[data-drop]", HTMLElement)) setUpDrop(drop);
  for (const form of all(document, "[data-documents]", HTMLFormElement)) setUpDocuments(form);
  for (const part of all(document, "[data-without-script]", HTMLElement)) part.hidden = true;
}
