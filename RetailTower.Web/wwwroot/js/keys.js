// Keys of the frame and of the page. Nothing fires while one types, with a modifier held, or (for page keys) under a modal layer.
(() => {
  const pages = [];
  // A page shows its rows a moment before it answers to keys: one that was pressed too early waits for it.
  const patience = 1000;
  let leader = 0;
  let early = null;
  let searching = -Infinity;
  const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
  const press = (owner, key) => owner.invokeMethodAsync("PressAsync", key).catch(() => { /* the circuit is gone; the banner says so */ });
  const jumps = { t: "/", o: "/orders", e: "/exceptions", r: "/returns", i: "/insights", s: "/systems" };

  tower.keys = {
    page: (id, owner, keys) => {
      tower.keys.leave(id);
      pages.push({ id, owner, keys });
      if (early && performance.now() - early.at < patience && keys.includes(early.key)) press(owner, early.key);
      early = null;
    },
    leave: (id) => { const index = pages.findIndex((page) => page.id === id); if (index >= 0) pages.splice(index, 1); },
  };

  // A page that has just come takes the focus; not from someone who asked for the search meanwhile.
  document.addEventListener("focusin", (event) => {
    if (event.target.id !== "main" || performance.now() - searching > patience) return;
    searching = -Infinity;
    document.getElementById("omnibox")?.focus();
  });

  // The router takes links to a part of the page for navigation and moves no focus.
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-skip]")) return;
    event.preventDefault();
    document.getElementById("main")?.focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target.id === "omnibox") {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") event.preventDefault();
      if (event.key === "Escape") { searching = -Infinity; target.blur(); }
      return;
    }
    if (typing(target)) return;
    if (event.key === "/") {
      const omnibox = document.getElementById("omnibox");
      if (omnibox) { event.preventDefault(); omnibox.focus(); omnibox.select(); searching = performance.now(); }
    } else if (event.key === "?") {
      event.preventDefault();
      document.getElementById("show-keys")?.click();
    } else if (event.key === "g") {
      leader = event.timeStamp;
    } else if (leader && event.timeStamp - leader < 1000 && jumps[event.key]) {
      leader = 0;
      event.preventDefault();
      Blazor.navigateTo(jumps[event.key]);
    } else {
      const page = pages.at(-1);
      const onControl = target.closest?.("button, a, summary, input") && (event.key === " " || event.key === "Enter");
      if (page && !tower.layers.any() && !onControl && page.keys.includes(event.key)) {
        event.preventDefault();
        press(page.owner, event.key);
      } else if (!page && !tower.layers.any() && !onControl) {
        early = { key: event.key, at: performance.now() };
      }
    }
  });
})();
