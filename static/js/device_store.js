// Stored on this device until the server has it: drafts as they are typed, photographs before they are sent. Drafts are
// in localStorage, which writes synchronously, so that nothing is lost when the system kills the tab to open the
// camera. Photographs are in IndexedDB. Each is deleted once the server has acknowledged it.

const DRAFT = "zenobia-draft-";
const me = () => document.body.dataset.user ?? "";

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

export function keepDraft(report, draft) {
  try {
    localStorage.setItem(DRAFT + report, JSON.stringify({ ...draft, user: me(), at: Date.now() }));
    notifyChange();
    return true;
  } catch {
    return false; // a full or forbidden storage: the caller says that nothing is kept here
  }
}

export function draftOf(report) {
  try {
    const draft = JSON.parse(localStorage.getItem(DRAFT + report));
    return draft?.user === me() ? draft : null;
  } catch {
    return null;
  }
}

// Tying a photograph from elsewhere raises the report's version by one and changes none of its text.
export function moveDraft(report, version) {
  const draft = draftOf(report);
  if (draft && Number(draft.version) === version - 1) keepDraft(report, { ...draft, version: String(version) });
}

export function forgetDraft(report) {
  localStorage.removeItem(DRAFT + report);
  notifyChange();
}

export function drafts() {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(DRAFT))
    .map((key) => ({ report: key.slice(DRAFT.length), ...draftOf(key.slice(DRAFT.length)) }))
    .filter((one) => one.user === me());
}

// Photographs

let opened;

function database() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open("zenobia", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photographs", { keyPath: "id" });
    asked.onsuccess = () => {
      asked.result.onclose = () => { opened = undefined; };
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  opened.catch(() => { opened = undefined; });
  return opened;
}

// A phone closes the database when it needs the memory for the camera: reopen it and try a second time.
async function inStore(mode, work) {
  try {
    return await inOpened(await database(), mode, work);
  } catch (failure) {
    if (failure?.name !== "InvalidStateError") throw failure;
    opened = undefined;
    return inOpened(await database(), mode, work);
  }
}

function inOpened(base, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("photographs", mode, { durability: "strict" });
    const asked = work(transaction.objectStore("photographs"));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

// Resolves once the photograph is in IndexedDB; `isLoose` is set when the browser has no room or no IndexedDB.
// `about` says where it belongs: the key it is stored under (`report`), where it is tied (`url`), what it shows.
export async function keepPhotograph(about, file) {
  const photograph = {
    ...about, id: newId(), user: me(), name: file.name, type: file.type, file, at: Date.now(), page: location.pathname,
  };
  try {
    await inStore("readwrite", (store) => store.put(photograph));
    notifyChange();
  } catch {
    photograph.isLoose = true;
  }
  return photograph;
}

// Adds what became known later (where the device was). When that cannot be stored, the photograph stays stored without
// it, and this page still sends both.
export async function addToPhotograph(photograph, about) {
  Object.assign(photograph, about);
  if (!photograph.isLoose) await inStore("readwrite", (store) => store.put(photograph)).catch(() => {});
}

export async function forgetPhotograph(id) {
  try {
    await inStore("readwrite", (store) => store.delete(id));
  } finally {
    notifyChange();
  }
}

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
  for (const one of await photographs()) await forgetPhotograph(one.id);
  notifyChange();
}

// Shows what is still only on this device: a line on every page, and the list in the outbox.

function megabytes(bytes) {
  return (bytes / 1e6).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 });
}

async function show(place) {
  const [written, taken] = [drafts(), await photographs()];
  const count = written.length + taken.length;
  place.hidden = count === 0;
  const bytes = taken.reduce((sum, one) => sum + one.file.size, 0);
  place.querySelector("[data-kept-words]").textContent = place.dataset.words
    .replace("{drafts}", written.length)
    .replace("{photographs}", taken.length)
    .replace("{megabytes}", megabytes(bytes));
  const list = place.querySelector("[data-kept-list]");
  if (!list) return;
  list.replaceChildren(
    ...[...new Set([...written, ...taken].map((one) => one.report))].map((report) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = taken.find((one) => one.report === report && one.page)?.page || `/reports/${report}/write`;
      link.textContent = written.find((one) => one.report === report)?.title || place.dataset.report;
      item.append(link);
      return item;
    }),
  );
}

export function setUpDeviceStore() {
  for (const place of document.querySelectorAll("[data-kept]")) {
    show(place);
    window.addEventListener("kept", () => show(place));
    window.addEventListener("storage", () => show(place));
    place.querySelector("[data-kept-clear]")?.addEventListener("click", async () => {
      await clearThisDevice();
      show(place);
    });
  }
}
