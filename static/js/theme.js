// Before the first paint: the theme the person chose, or the device's; and that scripts run here.
(() => {
  const root = document.documentElement;
  root.classList.add("has-script");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  };
  apply();
  dark.addEventListener("change", apply);
})();
