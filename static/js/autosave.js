// Saves the report a moment after each change and says so quietly. Nothing is lost when a save fails: the words stay
// in the form and in this browser, the reason is shown, and the next change tries again.

const PAUSE_MS = 900;

function setUp(form) {
  const told = form.querySelector("[data-saved]");
  const kept = `zenobia-report-${form.dataset.report}`;
  let timer;
  let saving = Promise.resolve();

  const save = async () => {
    const body = new FormData(form);
    body.delete("photos");
    body.delete("submit");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Autosave": "1" } });
      const result = await answer.json();
      if (answer.ok) {
        if (result.version > Number(form.elements.version.value)) form.elements.version.value = result.version;
        told.textContent = `${told.dataset.words} ${new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })}`;
        localStorage.removeItem(kept);
      } else if (form.elements.version.value !== body.get("version")) {
        // A photograph of this very page arrived meanwhile and moved the version: save again on the newer one.
        await save();
      } else {
        told.textContent = result.detail;
      }
    } catch {
      localStorage.setItem(kept, new URLSearchParams([...body].filter(([, value]) => typeof value === "string")).toString());
      told.textContent = told.dataset.offline;
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { saving = saving.then(save); }, PAUSE_MS);
  });
  form.addEventListener("submit", async (event) => {
    // A save on its way would make this page's version stale: wait for it, then send.
    clearTimeout(timer);
    if (form.dataset.ready) return;
    event.preventDefault();
    const submitter = event.submitter;
    await saving;
    form.dataset.ready = "1";
    // In a task of its own: while this event is still being fired the browser ignores a second submission.
    setTimeout(() => form.requestSubmit(submitter));
  });
}

function setUpRows(form) {
  const button = form.querySelector("[data-add-finding]");
  const pattern = form.querySelector("[data-finding-pattern]");
  if (!button || !pattern) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const number = form.querySelectorAll("[data-finding]").length;
    const fresh = document.createElement("div");
    fresh.innerHTML = pattern.innerHTML.replaceAll("__n__", number);
    const row = fresh.firstElementChild;
    pattern.before(row);
    row.querySelector("input, select").focus();
  });
}

export function setUpAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    setUp(form);
    setUpRows(form);
  }
}
