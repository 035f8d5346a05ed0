// The platform opened this page in a frame or a window of its own, and closes it when it is told to.
// Without this file the page says that the window may be closed.
const platform = window.opener || (window.parent === window ? null : window.parent);

for (const button of platform ? document.querySelectorAll("[data-close]") : []) {
  button.hidden = false;
  for (const sentence of document.querySelectorAll("[data-unless-closing]")) sentence.hidden = true;
  // To any site: the platform's page may stand elsewhere than its issuer, and the message says nothing.
  button.addEventListener("click", () => platform.postMessage({ subject: "org.imsglobal.lti.close" }, "*"));
}

// The invitation is good once: a second press would only be told that somebody uses it.
for (const form of document.querySelectorAll("[data-once]")) {
  let isSending = false;
  form.addEventListener("submit", (event) => {
    if (isSending) event.preventDefault();
    isSending = true;
    for (const button of form.querySelectorAll("button")) button.classList.add("is-busy");
  });
  addEventListener("pageshow", () => {
    isSending = false;
    for (const button of form.querySelectorAll("button")) button.classList.remove("is-busy");
  });
}
