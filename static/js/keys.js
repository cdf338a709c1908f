// Single keys work only in the focused list (WCAG 2.1.4): j and k move, Enter opens.

export function setUpKeys() {
  for (const table of document.querySelectorAll("[data-keys]")) {
    const rows = [...table.querySelectorAll("tbody tr:not(.group)")];
    let at = -1;
    const show = (to) => {
      if (!rows.length) return;
      rows[at]?.classList.remove("is-current");
      at = Math.max(0, Math.min(rows.length - 1, to));
      rows[at].classList.add("is-current");
      rows[at].scrollIntoView({ block: "nearest" });
    };
    table.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "j") show(at + 1);
      else if (event.key === "k") show(at - 1);
      else if (event.key === "Enter" && event.target === table && at >= 0) rows[at].querySelector("a").click();
      else return;
      event.preventDefault();
    });
  }
}
