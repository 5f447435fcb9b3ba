// Layers that lie over the page (drawers, lists): Esc closes the top one, focus goes in when it opens and back where it was when it closes.
(() => {
  const layers = [];
  // A layer shows a moment before it answers here: an Esc that was pressed too early waits for it.
  let early = null;
  const unheard = () => [...document.querySelectorAll(".rt-layer[role=dialog]")].find((element) => !layers.some((layer) => layer.id === element.id));
  const focusable = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

  const close = (layer) => layer.owner.invokeMethodAsync("CloseLayerAsync").catch(() => { /* the circuit is gone, and the layer with it */ });

  tower.layers = {
    open: (id, owner, modal) => {
      const element = document.getElementById(id);
      if (!element) return;
      layers.push({ id, element, owner, modal, before: document.activeElement });
      // What opened last lies on top, wherever in the page it stands.
      element.style.zIndex = 1100 + layers.length;
      (element.querySelector("[data-first]") ?? element.querySelector(focusable) ?? element).focus({ preventScroll: true });
      if (early === id) close(layers.at(-1));
      early = null;
    },
    closed: (id) => {
      const index = layers.findIndex((layer) => layer.id === id);
      if (index < 0) return;
      const [layer] = layers.splice(index, 1);
      if (layer.before?.isConnected) layer.before.focus({ preventScroll: true });
    },
    top: () => layers.at(-1)?.element ?? null,
    // What was asked for shows in a layer that is open already: the focus goes where one writes or chooses, else to the layer itself.
    first: () => {
      const top = layers.at(-1)?.element;
      (top?.querySelector("[data-first]") ?? top)?.focus({ preventScroll: true });
    },
  };

  const pop = () => document.querySelector("details[data-pop][open]");
  document.addEventListener("click", (event) => { const open = pop(); if (open && !open.contains(event.target)) open.open = false; });

  document.addEventListener("keydown", (event) => {
    const popped = pop();
    if (popped && event.key === "Escape") {
      event.preventDefault();
      popped.open = false;
      popped.querySelector("summary").focus();
      return;
    }
    if (event.key === "Escape" && !event.defaultPrevented && unheard()) {
      event.preventDefault();
      early = unheard().id;
      return;
    }
    const top = layers.at(-1);
    if (!top || event.defaultPrevented) return;
    if (event.key === "Escape" && !document.querySelector(".mud-popover-open")) {
      event.preventDefault();
      close(top);
    } else if (event.key === "Tab" && top.modal) {
      const inside = [...top.element.querySelectorAll(focusable)].filter((e) => e.offsetParent !== null);
      const edge = event.shiftKey ? inside[0] : inside.at(-1);
      if (!top.element.contains(document.activeElement) || document.activeElement === edge) {
        event.preventDefault();
        (event.shiftKey ? inside.at(-1) : inside[0])?.focus();
      }
    }
  });
})();
