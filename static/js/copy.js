// A button beside each value copies it. Without this file the value is a field whose whole text is selected
// by the browser's own means.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = button.parentElement.querySelector("input, textarea");
  const before = button.querySelector("[data-before]");
  const after = button.querySelector("[data-after]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // In a frame or over http the clipboard is shut: the text stays selected, ready to be copied.
      if (!document.execCommand("copy")) return;
    }
    before.hidden = true;
    after.hidden = false;
    setTimeout(() => {
      before.hidden = false;
      after.hidden = true;
    }, 2000);
  });
  field.addEventListener("focus", () => field.select());
}
