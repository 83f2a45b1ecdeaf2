// Look again while something goes on, and say what has become of it. What `data-again` is on is shown anew, and the rest
// of the page stays as it is; so does what somebody is at.
document.addEventListener("DOMContentLoaded", () => {
  const shown = () => document.querySelector("[data-again]");
  if (!shown()) return;
  const news = document.createElement("p");
  news.className = "visually-hidden";
  news.setAttribute("role", "status");
  (document.querySelector("main") ?? document.body).append(news);

  const wait = () => {
    const seconds = Number(shown()?.dataset.again);
    const goesOn = shown()?.matches(".goes-on") || shown()?.querySelector(".state-pending");
    if (seconds && goesOn) window.setTimeout(look, 1000 * seconds);
  };
  const isUsed = () => {
    const is = shown();
    const at = document.activeElement;
    const fields = [...is.querySelectorAll("input:not([type=hidden]), textarea")];
    const writes = fields.some((field) => field === at || field.value !== field.defaultValue);
    return document.visibilityState !== "visible" || writes || is.matches(":active") || is.querySelector("details[open], .is-busy");
  };
  // What has the focus is found again by what it is called.
  const nameOf = (element) => element?.id || element?.getAttribute("aria-label");
  const states = (page) => new Map([...page.querySelectorAll(".state[data-of]")].map((one) => [one.dataset.of, one.textContent]));

  function show(fresh) {
    const before = states(document);
    const held = shown().contains(document.activeElement) ? nameOf(document.activeElement) : null;
    shown().replaceWith(fresh);
    window.hub.showTimes(fresh);
    if (held) [...fresh.querySelectorAll("a, button, summary")].find((one) => nameOf(one) === held)?.focus();
    const changed = [...states(document)].filter(([of, state]) => before.get(of) !== state);
    if (changed.length) news.textContent = changed.map(([of, state]) => `${of}: ${state}.`).join(" ");
  }
  async function look() {
    if (!shown()) return;
    if (!isUsed()) {
      const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      const page = answer && new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page?.querySelector(`#${shown().id}[data-again]`);
      if (answer && !fresh) {
        // The address has another page now.
        window.location.replace(window.location.href);
        return;
      }
      // Somebody may have begun meanwhile.
      if (fresh && shown() && !isUsed()) show(fresh);
    }
    wait();
  }
  wait();
});
