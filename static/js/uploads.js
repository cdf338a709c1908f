// Photographs from the camera or its card. Each is stored on this device first; then its bytes are hashed, it is
// registered, and they are sent by tus, which resumes after a pause, a lost connection or a closed tab. One bad file
// does not stop the others.

import { addToPhotograph, deletePhotograph, moveDraft, photographs, savePhotograph } from "./device_store.js";
import { all, data, find, isField, maybe } from "./dom.js";
import { fileSize } from "./sizes.js";

/** @typedef {import("./device_store.js").Photograph} Photograph */
/** @typedef {(stop: () => void) => void} Hold Receives the function that pauses what is being sent. */
/** @typedef {{ photograph: Photograph, row: Row, isPaused: boolean }} Upload */
/** @typedef {ReturnType<typeof line>} Row */

const AT_ONCE = 2;
const AGAIN_MS = 15000;
const SMALL = 64 << 20;
const PIECE = 4 << 20;

class Lost extends Error {}
class Paused extends Error {}
class Unattached extends Error {}

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

/**
 * @param {Blob} file
 * @param {string} library The address of a hashing library, for files and pages that the browser does not hash.
 */
async function sha256(file, library) {
  if (globalThis.crypto?.subtle && file.size <= SMALL) {
    return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())));
  }
  // Pages over plain http have no hashing of their own, and a long film would not fit into memory.
  const { sha256: begin } = await import(library);
  const total = begin.create();
  for (let at = 0; at < file.size; at += PIECE) {
    total.update(new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer()));
  }
  return hex(total.digest());
}

/**
 * @param {string} url
 * @param {RequestInit} options
 * @returns {Promise<any>} The JSON of the answer. Throws `Lost` for what may work later, `Error` with a sentence else.
 */
async function fetchJson(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Lost();
  }
  let reply;
  try {
    reply = await response.json();
  } catch {
    throw new Lost();
  }
  if (response.ok) return reply;
  const detail = reply.errors?.[0]?.detail || reply.refused?.[0] || reply.detail || `${response.status}`;
  throw response.status >= 500 || response.status === 429 ? new Lost(detail) : new Error(detail);
}

/**
 * @param {Photograph} photograph
 * @param {string} digest
 */
function registration(photograph, digest) {
  return {
    id: photograph.id,
    monument: photograph.monument || null,
    site: photograph.site || null,
    sha256: digest,
    size: photograph.file.size,
    media_type: photograph.type || "application/octet-stream",
    filename: photograph.name,
    obtained_from: photograph.obtainedFrom,
    device_position: photograph.position ?? null,
  };
}

/**
 * Sends the bytes by tus.
 * @param {Blob} file
 * @param {string} url
 * @param {string} token
 * @param {(share: number) => void} onProgress
 * @param {Hold} hold
 * @returns {Promise<void>}
 */
function sendBytes(file, url, token, onProgress, hold) {
  return new Promise((resolve, reject) => {
    const upload = new window.tus.Upload(file, {
      uploadUrl: new URL(url, location.href).href,
      headers: { "X-CSRFToken": token },
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000],
      storeFingerprintForResuming: false,
      onProgress: (/** @type {number} */ sent, /** @type {number} */ whole) => onProgress(sent / whole),
      onSuccess: () => resolve(),
      onError: (
        /** @type {{ originalResponse?: { getStatus(): number, getBody(): string } }} */ { originalResponse: response },
      ) => {
        const status = response?.getStatus() ?? 0;
        if (!response || status >= 500 || [409, 423, 429].includes(status)) {
          reject(new Lost());
          return;
        }
        let reply = { detail: "" };
        try {
          reply = JSON.parse(response.getBody());
        } catch {
          // no JSON body: the status code must do
        }
        reject(new Error(reply.detail || `${status}`));
      },
    });
    let isHeld = false;
    hold(() => {
      isHeld = true;
      upload.abort().then(() => reject(new Paused()));
    });
    if (!isHeld) upload.start();
  });
}

/**
 * Registers a photograph, sends its bytes and attaches it.
 * @param {Photograph} photograph
 * @param {HTMLElement} texts The element that carries addresses and sentences as `data-…`.
 * @param {string} token
 * @param {(share: number) => void} onProgress
 * @param {Hold} hold
 * @returns {Promise<number | null>} The version of the report that it was attached to.
 */
async function send(photograph, texts, token, onProgress, hold) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const digest = await sha256(photograph.file, data(texts, "hashes"));
  const body = JSON.stringify(registration(photograph, digest));
  const reply = await fetchJson("/api/v1/photos", { method: "POST", headers, body });
  if (reply.upload.state === "needed") {
    await import(data(texts, "tus"));
    await sendBytes(photograph.file, reply.upload.url, token, onProgress, hold);
  }
  if (!photograph.url) return null;
  const form = new FormData();
  form.append("photo_id", photograph.id);
  form.append("csrfmiddlewaretoken", token);
  try {
    const options = { method: "POST", body: form, headers: { "X-Requested-With": "fetch" } };
    return (await fetchJson(photograph.url, options)).version;
  } catch (failure) {
    if (failure instanceof Lost || !(failure instanceof Error)) throw failure;
    throw new Unattached(`${data(texts, "untied")} ${failure.message}`);
  }
}

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

/**
 * @param {string} label
 * @param {() => void} act
 */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/**
 * The line of one photograph in the list: its picture, name and size, and how far it is.
 * @param {HTMLElement} list
 * @param {Photograph} photograph
 * @param {HTMLElement} texts
 */
function line(list, photograph, texts) {
  const item = document.createElement("li");
  const picture = document.createElement("img");
  picture.alt = "";
  picture.width = picture.height = 40;
  picture.src = URL.createObjectURL(photograph.file);
  picture.addEventListener("error", () => picture.remove());
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", photograph.name);
  const title = `${photograph.name} (${fileSize(photograph.file.size)})`;
  name.textContent = title;
  item.append(picture, name);
  list.append(item);
  return {
    /** @param {() => void} pause */
    start: (pause) => {
      name.textContent = title;
      name.className = "";
      bar.value = 0;
      item.replaceChildren(picture, name, bar, button(data(texts, "pause"), pause));
    },
    /** @param {number} share */
    progress: (share) => {
      bar.value = share;
    },
    done: () => {
      URL.revokeObjectURL(picture.src);
      item.remove();
    },
    /** @param {() => void} goOn */
    paused: (goOn) => {
      item.replaceChildren(picture, name, bar, button(data(texts, "resume"), goOn));
    },
    waits: () => {
      name.textContent = `${title}: ${data(texts, photograph.isOnlyInPage ? "notKept" : "lost")}`;
      item.replaceChildren(picture, name);
    },
    /** @param {string} text */
    note: (text) => {
      name.textContent = `${title}: ${text}`;
      item.replaceChildren(picture, name);
    },
    /**
     * @param {string} reason
     * @param {() => void} again
     * @param {() => void} remove
     */
    failed: (reason, again, remove) => {
      name.textContent = `${title}: ${reason}`;
      name.className = "error";
      const away = button(data(texts, "remove"), () => {
        item.remove();
        remove();
      });
      item.replaceChildren(picture, name, button(data(texts, "again"), again), away);
    },
  };
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

/** @param {HTMLElement} drop */
function setUp(drop) {
  const list = find(drop.parentElement ?? document, "[data-uploads]", HTMLElement);
  const origin = drop.querySelector("[name=obtained_from]");
  const obtainedFrom = () => (isField(origin) && origin.value) || data(drop, "how");
  // A tablet that identifies as a computer strips as much metadata as a phone does.
  if (isField(origin) && origin.value === "camera_file" && window.matchMedia("(pointer: coarse)").matches) {
    origin.value = "phone_browser";
  }
  const token = find(document, "[name=csrfmiddlewaretoken]", HTMLInputElement).value;
  /** @type {Upload[]} */
  const waiting = [];
  let busy = 0;

  const next = () => {
    while (busy < AT_ONCE) {
      const one = waiting.shift();
      if (!one) return;
      busy += 1;
      let pause = () => {
        one.isPaused = true;
      };
      one.isPaused = false;
      one.row.start(() => pause());
      /** @type {Hold} */
      const hold = (stop) => {
        pause = stop;
        if (one.isPaused) stop();
      };
      send(one.photograph, drop, token, one.row.progress, hold)
        .then(async (version) => {
          await arrived(one);
          one.row.done();
          if (version !== null) noteVersion(one.photograph.report ?? "", version);
        })
        .catch(async (failure) => {
          const again = () => {
            waiting.push(one);
            next();
          };
          if (failure instanceof Paused) one.row.paused(again);
          else if (failure instanceof Lost) later(one);
          else if (failure instanceof Unattached) {
            await arrived(one);
            one.row.note(failure.message);
          } else one.row.failed(failure.message, again, () => deletePhotograph(one.photograph.id));
        })
        .finally(() => {
          busy -= 1;
          next();
        });
    }
  };
  /**
   * If it cannot be deleted here, the next page sends it again; the id is the same, so the server stores it once.
   * @param {Upload} one
   */
  const arrived = async (one) => {
    await deletePhotograph(one.photograph.id).catch(() => {});
    document.body.dispatchEvent(new CustomEvent("photographs"));
  };
  /** @param {Upload} one */
  const later = (one) => {
    one.row.waits();
    const again = () => {
      clearTimeout(turn);
      window.removeEventListener("online", again);
      waiting.push(one);
      next();
    };
    const turn = setTimeout(again, AGAIN_MS);
    window.addEventListener("online", again);
  };
  /** @param {Photograph} photograph */
  const take = (photograph) => {
    waiting.push({ photograph, row: line(list, photograph, drop), isPaused: false });
  };
  /**
   * @param {File[]} files
   * @param {boolean} isTaken Whether the camera has taken them this minute.
   */
  const add = async (files, isTaken) => {
    const where = isTaken ? position() : null;
    const { report, url, monument, site } = drop.dataset;
    for (const file of files) {
      const about = { report, url, monument, site, obtainedFrom: obtainedFrom() };
      const photograph = await savePhotograph(about, file);
      if (isTaken) await addToPhotograph(photograph, { position: await where });
      take(photograph);
      next();
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
  photographs(drop.dataset.report).then((stored) => {
    stored.forEach(take);
    next();
  });
  for (const part of all(document, "[data-without-script]", HTMLElement)) part.hidden = true;
}

export function setUpUploads() {
  for (const drop of all(document, "[data-drop]", HTMLElement)) setUp(drop);
}
