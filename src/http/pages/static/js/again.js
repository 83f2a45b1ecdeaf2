// Look again after a while.
document.addEventListener("DOMContentLoaded", () => {
  const page = document.querySelector("[data-again]");
  window.setTimeout(() => window.location.reload(), 1000 * Number(page.dataset.again));
});
