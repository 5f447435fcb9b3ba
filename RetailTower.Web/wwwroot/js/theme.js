// Runs in the head, before the first paint: the chosen theme ("light", "dark" or "system") resolved to one attribute that all CSS reads.
window.tower = window.tower ?? {};
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private window: the choice lasts as long as the page */ } };
  let choice = kept("tower-theme") ?? "system";

  const apply = () => {
    root.dataset.theme = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
    root.dataset.themeChoice = choice;
  };
  dark.addEventListener("change", apply);
  apply();
  root.dataset.rail = kept("tower-rail") ?? "wide";

  tower.theme = {
    choice: () => choice,
    choose: (next) => { choice = next; keep("tower-theme", next); apply(); },
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-rail-toggle]")) return;
    root.dataset.rail = root.dataset.rail === "narrow" ? "wide" : "narrow";
    keep("tower-rail", root.dataset.rail);
  });
})();
