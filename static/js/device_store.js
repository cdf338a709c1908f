// Stored on this device until the server has it: drafts as they are typed, photographs before they are sent. Drafts are
// in localStorage, which writes synchronously, so that nothing is lost when the system kills the tab to open the
// camera. Photographs are in IndexedDB. Each is deleted once the server has acknowledged it.

import { all, data, find, maybe } from "./dom.js";
import { pageLocale } from "./sizes.js";

/**
 * @typedef {object} Draft What was typed into the form of one report and not yet acknowledged.
 * @property {[string, string][]} values Name and value of each field, in the order of the form.
 * @property {string} version The version of the report that the form was filled in on.
 * @property {string} [title]
 */

/** @typedef {Draft & { user: string, at: number }} StoredDraft `at`: milliseconds since 1970. */

/**
 * @typedef {object} Place Where a file belongs, and what was said of it.
 * @property {string} [report] The key it is stored under.
 * @property {string} [url] Where it is attached once it is on the server.
 * @property {string} [monument]
 * @property {string} [site]
 * @property {string} [obtainedFrom]
 * @property {object | null} [position] What the device said of its place when it was taken.
 * @property {string} [block] The fallen block that it shows.
 * @property {[string, string][]} [said] What the form said of a photograph: who is in it, the camera's clock.
 * @property {boolean} [isOnlyInPage] Not stored on this device: it had no room or no IndexedDB, or it must not be.
 * @property {{ document_kind: string, caption: string, source: string }} [document] Only of documents.
 */

/**
 * @typedef {Place & {
 *   id: string, user: string, name: string, type: string, file: Blob, at: number, page: string,
 * }} StoredFile A photograph or document.
 */

const DRAFT = "zenobia-draft-";
const me = () => document.body.dataset.user ?? "";

/** @returns {string} A random UUID, version 4. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Only pages served over https may ask for randomUUID; a field server on a local network is not one.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const notifyChange = () => window.dispatchEvent(new CustomEvent("kept"));

// Drafts

/**
 * @param {string} report
 * @param {Draft} draft
 * @returns {boolean} False when the storage is full or forbidden; the caller then says that nothing is stored here.
 */
export function saveDraft(report, draft) {
  try {
    localStorage.setItem(DRAFT + report, JSON.stringify({ ...draft, user: me(), at: Date.now() }));
    notifyChange();
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {string} report
 * @returns {StoredDraft | null} This person's draft; another person's on the same device is not seen.
 */
export function draftOf(report) {
  try {
    const draft = JSON.parse(localStorage.getItem(DRAFT + report) ?? "null");
    return draft?.user === me() ? draft : null;
  } catch {
    return null;
  }
}

/**
 * Attaching a photograph raises the report's version by one and changes none of its text.
 * @param {string} report
 * @param {number} version
 */
export function moveDraft(report, version) {
  const draft = draftOf(report);
  if (draft && Number(draft.version) === version - 1) saveDraft(report, { ...draft, version: String(version) });
}

/** @param {string} report */
export function deleteDraft(report) {
  localStorage.removeItem(DRAFT + report);
  notifyChange();
}

/** @returns {(StoredDraft & { report: string })[]} */
export function drafts() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(DRAFT))
    .flatMap((key) => {
      const report = key.slice(DRAFT.length);
      const draft = draftOf(report);
      return draft ? [{ ...draft, report }] : [];
    });
}

// Photographs

/** @type {Promise<IDBDatabase> | undefined} */
let opened;

/** @returns {Promise<IDBDatabase>} */
function database() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("zenobia", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("photographs", { keyPath: "id" });
    request.onsuccess = () => {
      request.result.onclose = () => {
        opened = undefined;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => {
    opened = undefined;
  });
  return opened;
}

/**
 * A phone closes the database when it needs the memory for the camera: reopen it and try a second time.
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function inStore(mode, work) {
  try {
    return await inOpened(await database(), mode, work);
  } catch (failure) {
    if (!(failure instanceof DOMException) || failure.name !== "InvalidStateError") throw failure;
    opened = undefined;
    return inOpened(await database(), mode, work);
  }
}

/**
 * @template T
 * @param {IDBDatabase} base
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>} Resolves once the transaction is on the disk.
 */
function inOpened(base, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("photographs", mode, { durability: "strict" });
    const request = work(transaction.objectStore("photographs"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

/**
 * Resolves once the photograph is in IndexedDB, or is known not to fit there.
 * @param {Place} about
 * @param {File} file
 * @returns {Promise<StoredFile>}
 */
export async function savePhotograph(about, file) {
  /** @type {StoredFile} */
  const photograph = {
    ...about,
    id: newId(),
    user: me(),
    name: file.name,
    type: file.type,
    file,
    at: Date.now(),
    page: location.pathname,
  };
  if (photograph.isOnlyInPage) return photograph;
  try {
    await inStore("readwrite", (store) => store.put(photograph));
    notifyChange();
  } catch {
    photograph.isOnlyInPage = true;
  }
  return photograph;
}

/**
 * Adds what became known later (where the device was). When that cannot be stored, the photograph stays stored without
 * it, and this page still sends both.
 * @param {StoredFile} photograph
 * @param {Place} about
 */
export async function addToPhotograph(photograph, about) {
  Object.assign(photograph, about);
  if (!photograph.isOnlyInPage) await inStore("readwrite", (store) => store.put(photograph)).catch(() => {});
}

/** @param {string} id */
export async function deletePhotograph(id) {
  try {
    await inStore("readwrite", (store) => store.delete(id));
  } finally {
    notifyChange();
  }
}

/**
 * @param {string} [report] Only those stored under this key.
 * @returns {Promise<StoredFile[]>} This person's photographs on this device, oldest first.
 */
export async function photographs(report) {
  try {
    const found = await inStore("readonly", (store) => store.getAll());
    return found.filter((one) => one.user === me() && (!report || one.report === report)).sort((a, b) => a.at - b.at);
  } catch {
    return [];
  }
}

export async function clearThisDevice() {
  for (const one of drafts()) localStorage.removeItem(DRAFT + one.report);
  for (const one of await photographs()) await deletePhotograph(one.id);
  notifyChange();
}

// Shows what is still only on this device: a line on every page, and the list in the outbox.

/** @param {number} bytes */
function megabytes(bytes) {
  return (bytes / 1e6).toLocaleString(pageLocale(), { maximumFractionDigits: 1 });
}

/** @param {HTMLElement} place */
async function show(place) {
  const [written, taken] = [drafts(), await photographs()];
  place.hidden = written.length + taken.length === 0;
  const bytes = taken.reduce((sum, one) => sum + one.file.size, 0);
  find(place, "[data-kept-words]", HTMLElement).textContent = data(place, "words")
    .replace("{drafts}", `${written.length}`)
    .replace("{photographs}", `${taken.length}`)
    .replace("{megabytes}", megabytes(bytes));
  const reports = new Set([...written, ...taken].map((one) => one.report ?? ""));
  maybe(place, "[data-kept-list]", HTMLElement)?.replaceChildren(
    ...[...reports].map((report) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = taken.find((one) => one.report === report && one.page)?.page || `/reports/${report}/write`;
      link.textContent = written.find((one) => one.report === report)?.title || data(place, "report");
      item.append(link);
      return item;
    }),
  );
}

export function setUpDeviceStore() {
  for (const place of all(document, "[data-kept]", HTMLElement)) {
    show(place);
    window.addEventListener("kept", () => show(place));
    window.addEventListener("storage", () => show(place));
    maybe(place, "[data-kept-clear]", HTMLElement)?.addEventListener("click", async () => {
      await clearThisDevice();
      show(place);
    });
  }
}
