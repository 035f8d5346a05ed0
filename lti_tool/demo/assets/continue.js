// Sends the page's one form by itself; without this script its button does the same.
const form = document.querySelector("form[data-continue]");
if (form) {
  form.submit();
}
