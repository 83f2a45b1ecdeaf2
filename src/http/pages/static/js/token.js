// Choosing what a token may do, and copying it.
document.addEventListener("DOMContentLoaded", () => {
  const copy = document.getElementById("token-copy");
  const made = document.getElementById("token-result");
  if (made) {
    made.addEventListener("focus", () => made.select());
    made.scrollIntoView({ block: "center" });
  }
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(made.value);
      copy.textContent = "Copied";
    });
  }

  const all = document.getElementById("allows-all");
  const chosen = document.getElementById("allows-chosen");
  const tree = document.getElementById("scope-tree");
  if (!tree) return;

  // What a scope brings along is chosen with it.
  const boxOf = (item) => item.querySelector(":scope > .choice > input");
  const above = (item) => item.parentElement.closest("li");
  function isBrought(item) {
    for (let other = above(item); other; other = above(other)) {
      if (boxOf(other).checked) return true;
    }
    return false;
  }
  function follow(item) {
    const box = boxOf(item);
    const brought = isBrought(item);
    // Boxes that nobody sees are not sent.
    box.disabled = brought || all.checked;
    box.indeterminate = brought && !box.checked;
  }
  const refresh = () => tree.querySelectorAll("li").forEach(follow);
  for (const what of [tree, all, chosen]) what.addEventListener("change", refresh);
  refresh();

  const search = document.getElementById("scope-search");
  const none = document.getElementById("scope-none");
  search.closest(".scope-search").hidden = false;
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (item) => words.every((word) => item.dataset.words.includes(word));
    const show = (item, always) => {
      const here = always || fits(item);
      const below = [...item.querySelectorAll(":scope > ul > li")].map((inner) => show(inner, here)).some(Boolean);
      item.hidden = !(here || below);
      return here || below;
    };
    const found = [...tree.querySelectorAll(":scope > ul > li")].map((item) => show(item, false)).some(Boolean);
    none.hidden = found;
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
});
