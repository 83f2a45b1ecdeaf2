// Show how starts and stops go on, unless somebody is about to do something.
document.addEventListener("DOMContentLoaded", () => {
  const rows = () => document.querySelector("#admin-users tbody");
  const wait = () => {
    if (rows()?.querySelector(".state-pending")) window.setTimeout(look, 2000);
  };
  async function fresh() {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#admin-users tbody");
  }
  const isUsed = () => {
    const is = rows();
    return is.matches(":active") || is.contains(document.activeElement) || is.querySelector("details[open]");
  };
  async function look() {
    if (document.visibilityState === "visible" && !isUsed()) {
      const found = await fresh();
      // Somebody may have begun meanwhile.
      if (found && !isUsed()) {
        rows().replaceWith(found);
        window.hub.showTimes(found);
      }
    }
    wait();
  }
  wait();
});
