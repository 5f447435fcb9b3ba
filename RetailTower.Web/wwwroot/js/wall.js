// The wall: reads its figures whenever the tower says that they changed, turns from view to view, and says plainly when it does not hear.
// Address: /wall?every=20 (seconds for each view, 0 to stay) &view=2 &theme=light, and behind the # the key of a link. Keys: space or p pauses, ← → turn, 1 2 3 choose.
(() => {
  const board = document.getElementById("board");
  const [state, views, clock] = ["wall-state", "wall-views", "wall-clock"].map((id) => document.getElementById(id));
  const asked = new URLSearchParams(location.search);
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  const number = (name, otherwise) => { const given = Number.parseInt(asked.get(name) ?? "", 10); return Number.isNaN(given) ? otherwise : given; };
  const every = number("every", 20) === 0 ? 0 : Math.max(5, number("every", 20)) * 1000;
  const headers = key ? { [board.dataset.header]: key } : {};
  const silentAfter = 15000, rereadAfter = 30000, patience = 10000;
  let current = Math.max(0, number("view", 1) - 1), turnedAt = Date.now(), paused = false;
  let readAt = 0, heardAt = 0, reading = false, again = false, version = null, refused = false;

  if (asked.get("theme") === "light") document.documentElement.dataset.theme = "light";

  const all = () => [...board.querySelectorAll("[data-view]")];
  const show = () => {
    const found = all();
    if (found.length === 0) return;
    current = (current + found.length) % found.length;
    found.forEach((view, place) => view.toggleAttribute("data-shown", place === current));
    views.replaceChildren(...found.map((view, place) => { const name = document.createElement("span"); name.textContent = view.dataset.view; name.toggleAttribute("data-on", place === current); return name; }));
  };
  const turn = (by) => { current += by; turnedAt = Date.now(); show(); };

  const refuse = () => {
    refused = true;
    document.body.dataset.refused = document.body.dataset.stale = "";
    board.innerHTML = "";
    const said = document.createElement("p");
    said.className = "rt-wall-opening";
    said.textContent = key ? "This link is revoked, has expired or is not whole. An administrator can make another." : "Sign in on this browser, or open the wall by a link that an administrator made.";
    board.append(said);
    state.textContent = "No figures";
  };

  const read = async () => {
    if (reading) { again = true; return; }
    reading = true;
    try {
      do {
        again = false;
        const answer = await fetch(board.dataset.board, { headers, cache: "no-store", signal: AbortSignal.timeout(patience) });
        if (answer.status === 401 || answer.status === 403) { refuse(); return; }
        if (!answer.ok) throw new Error(`${answer.status}`);
        const now = answer.headers.get("X-Tower-Version");
        if (version !== null && now !== version) { location.reload(); return; }
        version = now;
        board.innerHTML = await answer.text();
        readAt = heardAt = Date.now();
        refused = false;
        delete document.body.dataset.refused;
        show();
        tick();
      } while (again);
    } catch { /* still away: the foot says since when, and listen() tries again */ } finally { reading = false; }
  };

  const listen = async () => {
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
      try {
        const answer = await fetch(board.dataset.changes, { headers, cache: "no-store" });
        if (answer.status === 401 || answer.status === 403) refuse();
        else if (answer.ok) {
          await read();
          wait = 500;
          const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
          const silence = setInterval(() => { if (Date.now() - heardAt > silentAfter) lines.cancel(); }, 1000);
          try {
            for (;;) {
              const { value, done } = await lines.read();
              if (done) break;
              heardAt = Date.now();
              if (value.includes("change")) read();
            }
          } finally { clearInterval(silence); }
        }
      } catch { /* the tower is away: try again, ever more rarely */ }
      await new Promise((resume) => setTimeout(resume, refused ? 30000 : wait));
    }
  };

  const tick = () => {
    const now = Date.now();
    clock.textContent = new Date(now).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (refused) return;
    const stale = readAt > 0 && (now - heardAt > silentAfter || now - readAt > rereadAfter + silentAfter);
    document.body.toggleAttribute("data-stale", stale);
    if (stale) state.textContent = `Not live: figures are from ${new Date(readAt).toLocaleTimeString("en-GB")}. Trying again.`;
    else if (readAt > 0) state.textContent = paused ? "● Live · paused, press space to go on" : "● Live";
    if (readAt > 0 && now - readAt > rereadAfter) read();
    if (every > 0 && !paused && now - turnedAt >= every) turn(1);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " || event.key === "p") { paused = !paused; turnedAt = Date.now(); tick(); }
    else if (event.key === "ArrowRight") turn(1);
    else if (event.key === "ArrowLeft") turn(-1);
    else if (/^[1-9]$/.test(event.key) && Number(event.key) <= all().length) { current = Number(event.key) - 1; turn(0); }
    else return;
    event.preventDefault();
  });
  setInterval(tick, 1000);
  tick();
  listen();
})();
