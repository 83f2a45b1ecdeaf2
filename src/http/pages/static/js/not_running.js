// Start the server by itself after a while, where the hub is set to; a page in the background waits until it is looked at.
document.addEventListener("DOMContentLoaded", () => {
  const start = document.querySelector("[data-starts-after]");
  if (!start) return;
  const go = () => {
    if (document.visibilityState === "visible") window.location.assign(start.href);
    else document.addEventListener("visibilitychange", go, { once: true });
  };
  window.setTimeout(go, 1000 * Number(start.dataset.startsAfter));
});
