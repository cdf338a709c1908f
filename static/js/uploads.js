// Photographs straight from the camera's card: several at once, each with its bar, each on its own request, so that
// one bad file loses none of the others. A failed one stays in the list with its reason and a way to try again.

const AT_ONCE = 2;

function send(url, file, token, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("photos", file);
    body.append("csrfmiddlewaretoken", token);
    request.open("POST", url);
    request.setRequestHeader("X-Requested-With", "fetch");
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a page instead of JSON: the status says enough */ }
      const refused = answer.refused?.[0] ?? answer.detail;
      if (request.status < 400 && !refused) resolve(answer.version);
      else reject(new Error(refused || `${request.status}`));
    });
    request.addEventListener("error", () => reject(new Error("")));
    request.send(body);
  });
}

// A photograph moves the report's version; the form beside it goes on from there.
function noteVersion(version) {
  const field = document.querySelector("form[data-autosave] [name=version]");
  if (field && version > Number(field.value)) field.value = version;
}

function line(list, file, words) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  item.append(name, bar);
  list.append(item);
  return {
    progress: (share) => { bar.value = share; },
    done: () => item.remove(),
    failed: (reason, again) => {
      bar.remove();
      name.textContent = `${file.name}: ${reason || words.lost}`;
      name.className = "error";
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm btn-outline";
      button.textContent = words.again;
      button.addEventListener("click", () => { item.remove(); again(); });
      item.append(button);
    },
  };
}

function setUp(drop) {
  const input = drop.querySelector("input[type=file]");
  const list = drop.parentElement.querySelector("[data-uploads]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const words = { lost: drop.dataset.lost, again: drop.dataset.again };
  const waiting = [];
  let busy = 0;

  const next = () => {
    while (busy < AT_ONCE && waiting.length) {
      const { file, shown } = waiting.shift();
      busy += 1;
      send(drop.dataset.url, file, token, shown.progress)
        .then((version) => {
          shown.done();
          noteVersion(version);
          document.body.dispatchEvent(new CustomEvent("photographs"));
        })
        .catch((failure) => shown.failed(failure.message, () => add([file])))
        .finally(() => { busy -= 1; next(); });
    }
  };
  const add = (files) => {
    for (const file of files) waiting.push({ file, shown: line(list, file, words) });
    next();
  };

  input.addEventListener("change", () => { add([...input.files]); input.value = ""; });
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", name === "dragover");
      if (name === "drop") add([...event.dataTransfer.files]);
    });
  }
  for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
}

export function setUpUploads() {
  for (const drop of document.querySelectorAll("[data-drop]")) setUp(drop);
}
