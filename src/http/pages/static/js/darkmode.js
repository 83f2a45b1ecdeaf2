// Dark or light: as the browser says, until somebody presses the button. Runs before the page is drawn.
(() => {
  const KEY = "jupyterhub-bs-theme";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const current = () => chosen() || (dark.matches ? "dark" : "light");

  function apply() {
    root.dataset.bsTheme = current();
    const toggle = document.getElementById("dark-theme-toggle");
    if (toggle) toggle.setAttribute("aria-pressed", String(current() === "dark"));
  }

  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    const toggle = document.getElementById("dark-theme-toggle");
    if (!toggle) return;
    toggle.hidden = false;
    apply();
    toggle.addEventListener("click", () => {
      const other = current() === "dark" ? "light" : "dark";
      try { localStorage.setItem(KEY, other); } catch { /* it lasts as long as the page */ }
      root.dataset.bsTheme = other;
      toggle.setAttribute("aria-pressed", String(other === "dark"));
    });
  });
})();
