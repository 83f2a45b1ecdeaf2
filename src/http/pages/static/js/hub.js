// What all pages share.
(() => {
  const data = JSON.parse(document.getElementById("jhdata")?.textContent || "{}");
  window.jhdata = data;

  // Ask the hub's API. What it refuses is thrown, with its own words.
  async function api(method, path, body) {
    const answer = await fetch(`${data.base_url}api/${path}`, {
      method,
      headers: {
        Accept: "application/json",
        "X-XSRFToken": data.xsrf_token,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    let said = null;
    try { said = text ? JSON.parse(text) : null; } catch { /* not JSON: nothing to show */ }
    if (!answer.ok) {
      const words = [said?.message, said?.hint].filter(Boolean).join(". ");
      throw new Error(words || `The hub answered ${answer.status}.`);
    }
    return { status: answer.status, said };
  }

  // Times are sent as they are everywhere; show them as people say them here.
  const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];
  function ago(time) {
    const seconds = (time.getTime() - Date.now()) / 1000;
    const words = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
    const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) || ["second", 1];
    if (unit === "second" && Math.abs(seconds) < 45) return words.format(0, "second");
    return words.format(Math.round(seconds / length), unit);
  }
  function showTimes(within) {
    for (const element of within.querySelectorAll("time[datetime]")) {
      const time = new Date(element.dateTime);
      if (Number.isNaN(time.getTime())) continue;
      element.title = time.toLocaleString();
      element.textContent = ago(time);
    }
  }

  window.hub = { api, data, showTimes };

  document.addEventListener("DOMContentLoaded", () => {
    showTimes(document);

    // What cannot be undone is asked about, and a form that is on its way is not sent twice.
    document.addEventListener("submit", (event) => {
      const form = event.target;
      const words = form.dataset.confirm;
      if (form.dataset.sent || (words && !window.confirm(words))) {
        event.preventDefault();
        return;
      }
      if (!("once" in form.dataset)) return;
      form.dataset.sent = "yes";
      for (const button of form.querySelectorAll("[type=submit]")) {
        button.classList.add("is-busy");
        button.setAttribute("aria-disabled", "true");
      }
    });

    // A menu closes with Escape, and when something else is pressed.
    document.addEventListener("click", (event) => {
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        if (!menu.contains(event.target)) menu.open = false;
      }
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of document.querySelectorAll("details.menu[open]")) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    });
  });

  // A page that comes back from the browser's memory can be sent again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
})();
