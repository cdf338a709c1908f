// Sends one file: its bytes are hashed, it is registered, and they are sent by tus, which resumes after a pause, a lost
// connection or a closed tab. Then it is said what the form says of it, and it is attached where it belongs.

import { data } from "./dom.js";

/** @typedef {import("./device_store.js").StoredFile} StoredFile */
/** @typedef {(stop: () => void) => void} Hold Receives the function that pauses what is being sent. */

const SMALL = 64 << 20;
const PIECE = 4 << 20;
const AT_A_TIME = 500;

/** No connection, or a server that cannot answer now: it may work later. */
export class Lost extends Error {}
export class Paused extends Error {}
/** The file is on the server, and the report does not take it any more, or what was said of it could not be read. */
export class Unattached extends Error {}

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
 * @param {StoredFile} stored
 * @param {string} digest
 */
function registration(stored, digest) {
  const common = {
    id: stored.id,
    monument: stored.monument || null,
    site: stored.site || null,
    sha256: digest,
    size: stored.file.size,
    media_type: stored.type || "application/octet-stream",
    filename: stored.name,
  };
  if (stored.document) return { ...common, ...stored.document };
  return {
    ...common,
    obtained_from: stored.obtainedFrom,
    device_position: stored.position ?? null,
    blocks: stored.block ? [stored.block] : [],
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
 * Registers a photograph or document, sends its bytes, says of it what the form says, and attaches it.
 * @param {StoredFile} stored
 * @param {HTMLElement} texts The element that carries addresses and sentences as `data-…`.
 * @param {string} token
 * @param {(share: number) => void} onProgress
 * @param {Hold} hold
 * @returns {Promise<number | null>} The version of the report that it was attached to.
 */
export async function send(stored, texts, token, onProgress, hold) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const digest = await sha256(stored.file, data(texts, "hashes"));
  const body = JSON.stringify(registration(stored, digest));
  const reply = await fetchJson(stored.document ? "/api/v1/documents" : "/api/v1/photos", {
    method: "POST",
    headers,
    body,
  });
  if (reply.upload.state === "needed") {
    await import(data(texts, "tus"));
    await sendBytes(stored.file, reply.upload.url, token, onProgress, hold);
  }
  const version = stored.url ? await attach(stored, stored.url, texts, token) : null;
  /** @type {[string, string][] | undefined} */
  let told;
  // Once more when another answer was tapped while this one was on its way.
  while (stored.said && stored.said !== told) {
    /** @type {[string, string][]} What somebody has said of it on another page meanwhile stands. */
    const once = told ? [] : [["once", "1"]];
    told = stored.said;
    try {
      await describe([stored.id], [...told, ...once], data(texts, "describe"), token);
    } catch (failure) {
      // It is on the server with its report; what could not be read of the answer is asked for on the home page.
      if (failure instanceof Lost || !(failure instanceof Error)) throw failure;
      throw new Unattached(failure.message, { cause: version ?? undefined });
    }
  }
  return version;
}

/**
 * @param {StoredFile} stored
 * @param {string} url
 * @param {HTMLElement} texts
 * @param {string} token
 * @returns {Promise<number>} The version of the report that it was attached to.
 */
async function attach(stored, url, texts, token) {
  const form = new FormData();
  form.append("photo_id", stored.id);
  form.append("csrfmiddlewaretoken", token);
  try {
    const options = { method: "POST", body: form, headers: { "X-Requested-With": "fetch" } };
    return (await fetchJson(url, options)).version;
  } catch (failure) {
    if (failure instanceof Lost || !(failure instanceof Error)) throw failure;
    throw new Unattached(`${data(texts, "untied")} ${failure.message}`);
  }
}

/**
 * Says of photographs on the server what the form of their upload says.
 * @param {string[]} ids
 * @param {[string, string][]} said
 * @param {string} url
 * @param {string} token
 */
export async function describe(ids, said, url, token) {
  if (!said.length) return;
  for (let first = 0; first < ids.length; first += AT_A_TIME) {
    const form = new FormData();
    for (const id of ids.slice(first, first + AT_A_TIME)) form.append("photo", id);
    for (const [name, value] of said) form.append(name, value);
    form.append("csrfmiddlewaretoken", token);
    await fetchJson(url, { method: "POST", body: form, headers: { "X-Requested-With": "fetch" } });
  }
}
