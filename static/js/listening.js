// The voice is fetched once the page stands and can be answered, and only where it could be heard.
const listening = document.querySelector("[data-voice]");
if (listening && self.speechSynthesis && document.documentElement.dataset.sound === "on") {
  document.head.append(Object.assign(document.createElement("script"), { src: listening.dataset.voice }));
}
