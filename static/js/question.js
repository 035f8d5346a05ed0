// One press is enough: a second one, while the first answer travels, changes nothing.
// The page works the same without this file.
const WAIT_MS = 8000;

for (const form of document.querySelectorAll("[data-form]")) {
  const sending = form.querySelector("[data-sending]");
  let pressed = null;
  let isSending = false;

  const settle = () => {
    isSending = false;
    pressed?.classList.remove("is-busy");
    if (sending) sending.hidden = true;
  };

  form.addEventListener("submit", (event) => {
    if (isSending) {
      event.preventDefault();
      return;
    }
    isSending = true;
    pressed = event.submitter ?? null;
    pressed?.classList.add("is-busy");
    // Said only when the network is slow; after a while the form may be sent again.
    setTimeout(() => { if (isSending && sending) sending.hidden = false; }, 800);
    setTimeout(settle, WAIT_MS);
  });

  // A page that comes back from the browser's memory must be usable again.
  addEventListener("pageshow", settle);
}
