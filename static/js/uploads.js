// Photographs from the camera or its card. Each is stored on this device first; then its bytes are hashed, it is
// registered, and they are sent by tus, which resumes after a pause, a lost connection or a closed tab. One bad file
// does not stop the others.

import { addToPhotograph, forgetPhotograph, keepPhotograph, moveDraft, photographs } from "./device_store.js";

const AT_ONCE = 2;
const AGAIN_MS = 15000;
const SMALL = 64 << 20;
const PIECE = 4 << 20;

class Lost extends Error {}
class Paused extends Error {}
class Untied extends Error {}

const hex = (bytes) => [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");

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

async function asked(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Lost();
  }
  let reply;
  try { reply = await response.json(); } catch { throw new Lost(); }
  if (response.ok) return reply;
  const detail = reply.errors?.[0]?.detail || reply.refused?.[0] || reply.detail || `${response.status}`;
  throw response.status >= 500 || response.status === 429 ? new Lost(detail) : new Error(detail);
}

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

// Sends the bytes; `hold` receives a function that pauses.
function bytes(file, url, token, onProgress, hold) {
  return new Promise((resolve, reject) => {
    const upload = new window.tus.Upload(file, {
      uploadUrl: new URL(url, location.href).href,
      headers: { "X-CSRFToken": token },
      chunkSize: PIECE,
      retryDelays: [0, 1000, 3000],
      storeFingerprintForResuming: false,
      onProgress: (sent, whole) => onProgress(sent / whole),
      onSuccess: resolve,
      onError: (failure) => {
        const response = failure.originalResponse;
        if (!response || response.getStatus() >= 500 || [409, 423, 429].includes(response.getStatus())) { reject(new Lost()); return; }
        let reply = {};
        try { reply = JSON.parse(response.getBody()); } catch { /* no JSON body: the status code must do */ }
        reject(new Error(reply.detail || `${response.getStatus()}`));
      },
    });
    let isHeld = false;
    hold(() => { isHeld = true; upload.abort().then(() => reject(new Paused())); });
    if (!isHeld) upload.start();
  });
}

async function send(photograph, texts, token, onProgress, hold) {
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const digest = await sha256(photograph.file, texts.hashes);
  const body = JSON.stringify(registration(photograph, digest));
  const reply = await asked("/api/v1/photos", { method: "POST", headers, body });
  if (reply.upload.state === "needed") {
    await import(texts.tus);
    await bytes(photograph.file, reply.upload.url, token, onProgress, hold);
  }
  if (!photograph.url) return null;
  const form = new FormData();
  form.append("photo_id", photograph.id);
  form.append("csrfmiddlewaretoken", token);
  try {
    const tied = await asked(photograph.url, { method: "POST", body: form, headers: { "X-Requested-With": "fetch" } });
    return tied.version;
  } catch (failure) {
    if (failure instanceof Lost) throw failure;
    throw new Untied(`${texts.untied} ${failure.message}`);
  }
}

// Tying a photograph raises the report's version; the form on the same page has to use the new one.
function noteVersion(report, version) {
  moveDraft(report, version);
  const field = document.querySelector("form[data-autosave] [name=version]");
  if (field && version > Number(field.value)) field.value = version;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

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
  name.textContent = photograph.name;
  item.append(picture, name);
  list.append(item);
  return {
    start: (pause) => {
      name.textContent = photograph.name;
      name.className = "";
      bar.value = 0;
      item.replaceChildren(picture, name, bar, button(texts.pause, pause));
    },
    progress: (share) => { bar.value = share; },
    done: () => { URL.revokeObjectURL(picture.src); item.remove(); },
    paused: (goOn) => { item.replaceChildren(picture, name, bar, button(texts.resume, goOn)); },
    waits: () => {
      name.textContent = `${photograph.name}: ${photograph.isLoose ? texts.notKept : texts.lost}`;
      item.replaceChildren(picture, name);
    },
    note: (text) => {
      name.textContent = `${photograph.name}: ${text}`;
      item.replaceChildren(picture, name);
    },
    failed: (reason, again, remove) => {
      name.textContent = `${photograph.name}: ${reason}`;
      name.className = "error";
      item.replaceChildren(
        picture, name, button(texts.again, again), button(texts.remove, () => { item.remove(); remove(); }),
      );
    },
  };
}

// Where the device says it is, when a photograph is taken this minute and the person has allowed it before.
async function position() {
  const allowed = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (allowed?.state !== "granted") return null;
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords, timestamp }) => resolve({
        longitude: coords.longitude, latitude: coords.latitude, error_m: Math.ceil(coords.accuracy),
        at: new Date(timestamp).toISOString(),
      }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 4000, maximumAge: 60000 },
    );
  });
}

function setUp(drop) {
  const list = drop.parentElement.querySelector("[data-uploads]");
  const origin = drop.querySelector("[name=obtained_from]");
  const how = () => origin?.value || texts.how;
  // A tablet that identifies as a computer strips as much metadata as a phone does.
  if (origin?.value === "camera_file" && window.matchMedia("(pointer: coarse)").matches) origin.value = "phone_browser";
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const texts = drop.dataset;
  const waiting = [];
  let busy = 0;

  const next = () => {
    while (busy < AT_ONCE && waiting.length) {
      const one = waiting.shift();
      busy += 1;
      let pause = () => { one.isPaused = true; };
      one.isPaused = false;
      one.row.start(() => pause());
      const hold = (stop) => { pause = stop; if (one.isPaused) stop(); };
      send(one.photograph, texts, token, one.row.progress, hold)
        .then(async (version) => {
          await arrived(one);
          one.row.done();
          noteVersion(one.photograph.report, version);
        })
        .catch(async (failure) => {
          const again = () => { waiting.push(one); next(); };
          if (failure instanceof Paused) one.row.paused(again);
          else if (failure instanceof Lost) later(one);
          else if (failure instanceof Untied) { await arrived(one); one.row.note(failure.message); }
          else one.row.failed(failure.message, again, () => forgetPhotograph(one.photograph.id));
        })
        .finally(() => { busy -= 1; next(); });
    }
  };
  // If it cannot be deleted here, the next page sends it again; the id is the same, so the server stores it once.
  const arrived = async (one) => {
    await forgetPhotograph(one.photograph.id).catch(() => {});
    document.body.dispatchEvent(new CustomEvent("photographs"));
  };
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
  const take = (photograph) => waiting.push({ photograph, row: line(list, photograph, texts) });
  const add = async (files, isTaken) => {
    const where = isTaken ? position() : null;
    for (const file of files) {
      const photograph = await keepPhotograph({
        report: texts.report, url: texts.url, monument: texts.monument, site: texts.site, obtainedFrom: how(),
      }, file);
      if (isTaken) await addToPhotograph(photograph, { position: await where });
      take(photograph);
      next();
    }
  };

  for (const input of drop.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => { add([...input.files], input.hasAttribute("capture")); input.value = ""; });
  }
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragover");
      if (name === "drop") add([...event.dataTransfer.files], false);
    });
  }
  photographs(texts.report).then((kept) => { kept.forEach(take); next(); });
  for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
}

export function setUpUploads() {
  for (const drop of document.querySelectorAll("[data-drop]")) setUp(drop);
}
