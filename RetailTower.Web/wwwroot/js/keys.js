// Keys of the frame, of the page and of the layer on top of it. Nothing fires while one types, with a modifier held, or beneath a layer.
(() => {
  const pages = [];
  const kept = () => { try { return localStorage.getItem("tower-keys"); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem("tower-keys", value); } catch { /* private window: the choice lasts as long as the page */ } };
  // Who speaks to the machine, or hits keys unawares, can turn off what single characters do (WCAG 2.1.4).
  let off = kept() === "off";
  // A page shows its rows a moment before it answers to keys: those that were pressed too early wait for it, in their sequence.
  const patience = 1000;
  let leader = 0;
  let early = [];
  let searching = -Infinity;
  const typing = (target) => target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");
  const press = (owner, key) => owner.invokeMethodAsync("PressAsync", key).catch(() => { /* the circuit is gone; the banner says so */ });
  // Keys stand in the page or in a layer, and act only while that is on top.
  const standsIn = (page) => document.getElementById(page.id)?.closest(".rt-layer") ?? null;
  const jumps = { t: "/", o: "/orders", e: "/exceptions", r: "/returns", i: "/insights", s: "/systems" };

  tower.keys = {
    page: (id, owner, keys) => {
      tower.keys.leave(id);
      pages.push({ id, owner, keys });
      for (const one of early) if (performance.now() - one.at < patience && keys.includes(one.key)) press(owner, one.key);
      early = [];
    },
    leave: (id) => { const index = pages.findIndex((page) => page.id === id); if (index >= 0) pages.splice(index, 1); },
    // Whoever has searched goes on with what was found, not with the field.
    toPage: () => document.getElementById("main")?.focus({ preventScroll: true }),
    off: () => off,
    turn: (on) => { off = !on; keep(on ? "on" : "off"); },
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
    if (typing(target) || (off && event.key.length === 1 && event.key !== " ")) return;
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
      const layer = tower.layers.top();
      const page = pages.findLast((one) => standsIn(one) === layer);
      const onControl = target.closest?.("button, a, summary, input") && (event.key === " " || event.key === "Enter");
      if (page && !onControl && page.keys.includes(event.key)) {
        event.preventDefault();
        press(page.owner, event.key);
      } else if (!page && !layer && !onControl) {
        early = [...early.filter((one) => performance.now() - one.at < patience), { key: event.key, at: performance.now() }];
      }
    }
  });
})();
