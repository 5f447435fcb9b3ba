// Makes ages tick in the browser and shows instants in the viewer's zone. Writes into Blazor's own text node, never replaces it,
// so that a later render from the server still finds the node it knows. AgeWords.cs says the same words for the first paint.
(() => {
  const skew = (() => {
    const server = Date.parse(document.querySelector('meta[name="server-now"]')?.content ?? "");
    const off = server - performance.timeOrigin;
    return Number.isFinite(off) && Math.abs(off) > 5000 ? off : 0; // below that it is the request's own time, not a wrong clock
  })();
  const now = () => Date.now() + skew;
  const exact = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
  const clockSeconds = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

  const span = (seconds) =>
    seconds < 60 ? `${Math.floor(seconds)} s`
    : seconds < 3600 ? `${Math.floor(seconds / 60)} m`
    : seconds < 172800 ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86400)} d`;

  const words = (at, show) => {
    const seconds = (now() - at) / 1000;
    switch (show) {
      case "clock": return clock.format(at);
      case "moment": return Math.abs(seconds) < 43200 ? clockSeconds.format(at) : `${day.format(at)} ${clock.format(at)}`;
      case "ago": return seconds < 0 ? `in ${span(-seconds)}` : `${span(seconds)} ago`;
      default: return seconds < 0 ? `in ${span(-seconds)}` : span(seconds);
    }
  };

  const tick = () => {
    for (const element of document.querySelectorAll("[data-instant]")) {
      const at = Date.parse(element.dataset.instant);
      const node = element.firstChild;
      if (!Number.isFinite(at) || node?.nodeType !== Node.TEXT_NODE) continue;
      const text = words(at, element.dataset.show);
      if (node.nodeValue !== text) node.nodeValue = text;
    }
    for (const element of document.querySelectorAll("[data-fresh]")) {
      const old = now() - Date.parse(element.dataset.fresh) > 5000;
      if (element.hasAttribute("data-old") !== old) element.toggleAttribute("data-old", old);
    }
  };
  setInterval(tick, 1000);

  // The exact instant is put into words only where somebody looks: a page may hold hundreds.
  const say = (event) => {
    const element = event.target instanceof Element ? event.target.closest("time[data-instant]") : null;
    const at = element ? Date.parse(element.dataset.instant) : NaN;
    if (Number.isFinite(at)) element.title = exact.format(at);
  };
  for (const kind of ["pointerover", "focusin"]) document.addEventListener(kind, say, { passive: true });

  // New content shows the viewer's own clock at once instead of at the next second.
  let due = false;
  const soon = () => { if (!due) { due = true; requestAnimationFrame(() => { due = false; tick(); }); } };
  new MutationObserver(soon).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-instant"] });
  soon();

  tower.exact = (at) => clockSeconds.format(at);
})();
