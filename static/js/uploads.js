// Photographs from the camera or its card: each is kept on this device first, then sent on its own request with its bar.
// One bad file loses none of the others; what could not be sent is sent again when the line is back or the page opens.

import { forgetPhotograph, keepPhotograph, photographs } from "./kept.js";

const AT_ONCE = 2;
const AGAIN_MS = 15000;

class Lost extends Error {}

function send(photograph, token, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("photos", photograph.file, photograph.name);
    // The same id each time: a photograph whose acknowledgement was lost is recognised, not stored twice.
    body.append("photo_id", photograph.id);
    body.append("csrfmiddlewaretoken", token);
    request.open("POST", photograph.url);
    request.setRequestHeader("X-Requested-With", "fetch");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      let answer;
      try { answer = JSON.parse(request.responseText); } catch { reject(new Lost()); return; }
      const refused = answer.refused?.[0] ?? answer.detail;
      if (request.status < 400 && !refused) resolve(answer.version);
      else reject(request.status >= 500 ? new Lost(refused) : new Error(refused || `${request.status}`));
    });
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject(new Lost()));
    request.send(body);
  });
}

// A photograph moves the report's version; the form beside it goes on from there.
function noteVersion(version) {
  const field = document.querySelector("form[data-autosave] [name=version]");
  if (field && version > Number(field.value)) field.value = version;
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-sm btn-outline";
  made.textContent = words;
  made.addEventListener("click", act);
  return made;
}

function line(list, photograph, words) {
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
  const start = () => {
    name.textContent = photograph.name;
    name.className = "";
    bar.value = 0;
    item.replaceChildren(picture, name, bar);
  };
  start();
  list.append(item);
  return {
    start,
    progress: (share) => { bar.value = share; },
    done: () => { URL.revokeObjectURL(picture.src); item.remove(); },
    waits: () => {
      name.textContent = `${photograph.name}: ${photograph.isLoose ? words.notKept : words.lost}`;
      bar.remove();
    },
    failed: (reason, again, remove) => {
      bar.remove();
      name.textContent = `${photograph.name}: ${reason}`;
      name.className = "error";
      item.append(button(words.again, again), button(words.remove, () => { item.remove(); remove(); }));
    },
  };
}

function setUp(drop) {
  const list = drop.parentElement.querySelector("[data-uploads]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = drop.dataset;
  const waiting = [];
  let busy = 0;

  const next = () => {
    while (busy < AT_ONCE && waiting.length) {
      const one = waiting.shift();
      busy += 1;
      one.shown.start();
      send(one.photograph, token, one.shown.progress)
        .then(async (version) => {
          await forgetPhotograph(one.photograph.id);
          one.shown.done();
          noteVersion(version);
          document.body.dispatchEvent(new CustomEvent("photographs"));
        })
        .catch((failure) => {
          if (failure instanceof Lost) later(one);
          else one.shown.failed(failure.message, () => { waiting.push(one); next(); }, () => forgetPhotograph(one.photograph.id));
        })
        .finally(() => { busy -= 1; next(); });
    }
  };
  const later = (one) => {
    one.shown.waits();
    const again = () => {
      clearTimeout(turn);
      window.removeEventListener("online", again);
      waiting.push(one);
      next();
    };
    const turn = setTimeout(again, AGAIN_MS);
    window.addEventListener("online", again);
  };
  const take = (photograph) => waiting.push({ photograph, shown: line(list, photograph, words) });
  const add = async (files) => {
    for (const file of files) {
      take(await keepPhotograph(words.report, words.url, file));
      next();
    }
  };

  for (const input of drop.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => { add([...input.files]); input.value = ""; });
  }
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragover");
      if (name === "drop") add([...event.dataTransfer.files]);
    });
  }
  photographs(words.report).then((kept) => { kept.forEach(take); next(); });
  for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
}

export function setUpUploads() {
  for (const drop of document.querySelectorAll("[data-drop]")) setUp(drop);
}
