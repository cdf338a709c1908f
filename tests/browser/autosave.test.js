// A form that comes back is recognised as saved, although the server numbers its rows anew.

import { meaning } from "../../static/js/autosave.js";
import { equal, ok } from "./expect.js";

/** @type {[string, string][]} */
const TYPED = [
  ["narrative", "Two pieces"],
  ["finding-0-id", "a"],
  ["finding-0-part_label", ""],
  ["finding-2-id", "b"],
  ["finding-2-part_label", "north lintel"],
  ["finding-2-effect-0", "collapse"],
];

export function rows_under_other_numbers_mean_the_same() {
  equal(
    meaning(TYPED),
    meaning([
      ["narrative", "Two pieces"],
      ["finding-0-effect-0", "collapse"],
      ["finding-0-part_label", "north lintel"],
      ["finding-0-id", "b"],
      ["finding-1-id", "new"],
      ["finding-1-part_label", ""],
    ]),
  );
}

export function another_word_or_another_row_means_something_else() {
  const other = TYPED.map(([name, value]) => /** @type {[string, string]} */ ([name, value.replace("north", "east")]));
  ok(meaning(TYPED) !== meaning(other), "another word");
  ok(meaning(TYPED) !== meaning([...TYPED, ["finding-3-part_label", "door"]]), "another row");
}
