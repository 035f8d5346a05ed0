// Printing needs a script: the button stays hidden without one, and the sheet has its own page.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
