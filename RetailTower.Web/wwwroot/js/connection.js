// Says in the frame when the circuit is away, why, and what happens next. What acts is refused meanwhile, not lost: nothing is reset.
(() => {
  const root = document.documentElement;
  const banner = document.getElementById("components-reconnect-modal");
  if (!banner) return;
  const text = banner.querySelector("[data-text]");
  const button = banner.querySelector("button");
  let since = null;
  let reload = false;

  const away = (message, verb, mustReload) => {
    since ??= new Date();
    root.dataset.connection = "away";
    banner.hidden = false;
    text.textContent = message.replace("{time}", tower.exact(since));
    button.hidden = !verb;
    button.textContent = verb ?? "";
    reload = mustReload;
  };
  const back = () => { since = null; delete root.dataset.connection; banner.hidden = true; };

  banner.addEventListener("components-reconnect-state-changed", (event) => {
    switch (event.detail.state) {
      case "hide": back(); break;
      case "show":
      case "retrying": away("Connection lost. Figures are from {time}; trying again. Actions wait until it is back.", null, false); break;
      case "failed": away("The tower does not answer since {time}. Check the network, then try again.", "Try again", false); break;
      default: away("The tower was restarted. Figures are from {time}; reload to go on where you are.", "Reload", true); location.reload(); break;
    }
  });
  button.addEventListener("click", async () => {
    if (reload) { location.reload(); return; }
    try { if (!await Blazor.reconnect()) location.reload(); } catch { /* still away: the banner stays, and so does the button */ }
  });

  const refuse = (event) => {
    if (root.dataset.connection !== "away" || banner.contains(event.target)) return;
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (event.target.closest?.("#main :is(button, input, select, textarea), .rt-layer :is(button, input, select, textarea)") && !event.target.closest("[data-copy], [data-copy-from]")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  document.addEventListener("click", refuse, true);
  document.addEventListener("keydown", refuse, true);
})();
