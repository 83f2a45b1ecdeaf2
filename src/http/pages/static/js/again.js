// Look again while something goes on, unless somebody is writing something.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-again]");
  if (!page) return;
  const again = () => {
    if (!page.dataset.again) return;
    const writes = document.activeElement?.matches("input, textarea, select");
    if (writes || document.visibilityState !== "visible") wait();
    else window.location.replace(window.location.href);
  };
  const wait = () => window.setTimeout(again, 1000 * Number(page.dataset.again));
  wait();
});
