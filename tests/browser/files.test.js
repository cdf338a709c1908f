// File fields name what was chosen, with its size, in the language of the page.

import { setUpFileFields } from "../../static/js/files.js";
import { fileSize } from "../../static/js/sizes.js";
import { equal, ok } from "./expect.js";

const FIELD = `<form><div class="file-field"><input type="file" id="f" multiple>
  <label for="f">اختر ملفاً</label><output for="f">لم يُختر شيء</output></div></form>`;

/** @param {string[]} names */
function choose(...names) {
  const input = /** @type {HTMLInputElement} */ (document.querySelector("input"));
  const chosen = new DataTransfer();
  for (const name of names) chosen.items.add(new File([new Uint8Array(2_500_000)], name));
  input.files = chosen.files;
  input.dispatchEvent(new Event("change"));
}

const shown = () => document.querySelector("output")?.textContent ?? "";

export function the_names_and_sizes_of_what_was_chosen_are_shown() {
  document.body.innerHTML = FIELD;
  setUpFileFields();
  equal(shown(), "لم يُختر شيء");
  choose("certificate.pdf", "annex.pdf");
  equal(shown(), "certificate.pdf (2.5 MB)annex.pdf (2.5 MB)");
  choose();
  equal(shown(), "لم يُختر شيء");
}

export function sizes_are_in_the_language_of_the_page_with_latin_digits() {
  document.documentElement.lang = "ar";
  ok(/^3\.2 /.test(fileSize(3_200_000)) && !fileSize(3_200_000).includes("MB"), "Arabic unit");
  document.documentElement.lang = "fr";
  equal(fileSize(3_200_000).replace(/\s/g, " "), "3,2 Mo");
  document.documentElement.lang = "en";
  equal([fileSize(0), fileSize(999), fileSize(1_200), fileSize(5e9)], ["0 bytes", "999 bytes", "1.2 kB", "5 GB"]);
}
