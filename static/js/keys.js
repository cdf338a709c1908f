// Keyboard shortcuts of one key: only where the focus is (WCAG 2.1.4), and they can be switched off. In a list j and k
// move, Enter opens; in a review v verifies on the chosen basis and opens the next, r goes to the note of a return, ?
// shows the help.

const OFF = "zenobia-keys-off";

function isOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

function isTyping(event) {
  return event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
}

function onKeys(place, acts) {
  place.addEventListener("keydown", (event) => {
    if (isOff() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (acts[event.key]?.(event) === false || !acts[event.key]) return;
    event.preventDefault();
  });
}

function setUpList(table) {
  const rows = [...table.querySelectorAll("tbody tr:not(.group)")];
  let at = -1;
  const show = (to) => {
    if (!rows.length) return;
    rows[at]?.classList.remove("is-current");
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows[at].classList.add("is-current");
    rows[at].scrollIntoView({ block: "nearest" });
  };
  onKeys(table, {
    j: () => show(at + 1),
    k: () => show(at - 1),
    Enter: (event) => {
      if (event.target !== table || at < 0) return false;
      rows[at].querySelector("a").click();
      return true;
    },
  });
}

function setUpJudgement(section) {
  const [verify, back] = [section.querySelector("[data-verify]"), section.querySelector("[data-return]")];
  onKeys(section, {
    v: () => {
      const basis = verify.querySelector("[name=basis]:checked");
      if (basis) verify.querySelector("[name=and_next]").click();
      else verify.querySelector("[name=basis]").focus();
    },
    r: () => back.querySelector("textarea").focus(),
    "?": () => {
      const help = section.querySelector("[data-keys-help]");
      help.open = !help.open;
    },
  });
}

export function setUpKeys() {
  document.querySelectorAll("[data-keys]").forEach(setUpList);
  document.querySelectorAll("[data-judge]").forEach(setUpJudgement);
  for (const tick of document.querySelectorAll("[data-keys-off]")) {
    tick.checked = isOff();
    tick.addEventListener("change", () => localStorage.setItem(OFF, tick.checked ? "1" : "0"));
  }
}
