// Copying answers at once, without a round trip: any button with data-copy (the text) or data-copy-from (id of the element that holds it).
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-copy-from]");
  if (!button) return;
  const text = button.dataset.copy ?? document.getElementById(button.dataset.copyFrom)?.textContent ?? "";
  const say = (word) => {
    button.dataset.said = word;
    const status = document.getElementById("announce");
    if (status) status.textContent = word;
    setTimeout(() => { delete button.dataset.said; }, 1500);
  };
  try {
    await navigator.clipboard.writeText(text);
    say("Copied");
  } catch {
    // Without a secure origin there is no clipboard API: copy by selection instead.
    const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true, style: "position:fixed;opacity:0" });
    document.body.append(area);
    area.select();
    say(document.execCommand("copy") ? "Copied" : "Not copied: select and press Ctrl C");
    area.remove();
    button.focus();
  }
});
