// The choice goes back to the platform by itself. Without this file the button does it.
const WAIT_MS = 8000;
const form = document.querySelector("[data-carry-back]");
const [arrival] = performance.getEntriesByType("navigation");
let isSending = false;

if (form) form.addEventListener("submit", (event) => {
  if (isSending) event.preventDefault();
  isSending = true;
  // After a while the form may be sent again: the network may have lost it.
  setTimeout(() => { isSending = false; }, WAIT_MS);
});

addEventListener("pageshow", (event) => {
  // A page that comes back from the browser's memory must be usable again.
  isSending = false;
  // Not on a way back or a reload: a platform might add the same activity a second time.
  const isNew = form && !event.persisted && arrival && arrival.type === "navigate";
  // A browser of 2018 has no requestSubmit: the button does it there.
  if (isNew && form.requestSubmit) form.requestSubmit();
});
