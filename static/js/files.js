// File fields in the page's own language: browsers label theirs ("Choose File", "No file chosen") in the browser's. The
// field itself stays, out of sight, for the keyboard and for forms; its label is the button, and the names and sizes of
// what was chosen stand beside it.

import { all, find, maybe } from "./dom.js";
import { fileSize } from "./sizes.js";

/** @param {HTMLElement} place The `.file-field` around an input, its label and, unless it uploads at once, its output. */
function setUp(place) {
  const input = find(place, "input", HTMLInputElement);
  const chosen = maybe(place, "output", HTMLOutputElement);
  if (!chosen) return;
  const none = chosen.textContent;
  const show = () => {
    const files = [...(input.files ?? [])];
    chosen.replaceChildren(
      ...files.map((file) => {
        const name = document.createElement("bdi");
        name.textContent = file.name;
        const line = document.createElement("span");
        line.append(name, ` (${fileSize(file.size)})`);
        return line;
      }),
    );
    if (!files.length) chosen.textContent = none;
  };
  input.addEventListener("change", show);
  input.form?.addEventListener("reset", () => setTimeout(show));
  show(); // a browser that goes back to this page brings the choice along
}

export function setUpFileFields() {
  for (const place of all(document, ".file-field", HTMLElement)) setUp(place);
}
