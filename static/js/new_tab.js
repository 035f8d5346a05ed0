// The button is good once and for a short while: afterwards it goes away, and the next step stays.
// Without this file the new tab says the same when it is too late.
for (const form of document.querySelectorAll("[data-new-tab]")) {
  const show = (mark, isShown) => {
    for (const sentence of document.querySelectorAll(`[data-${mark}]`)) sentence.hidden = !isShown;
  };
  const finish = () => {
    form.hidden = true;
    show("before", false);
  };
  form.addEventListener("submit", () => {
    show("pressed", true);
    // After the press has been carried out: a form that is hidden before is not sent.
    setTimeout(finish, 0);
  });
  setTimeout(finish, Number(form.dataset.seconds) * 1000);
}
