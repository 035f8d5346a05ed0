// Plays the voice that somebody recorded for this task. Nothing is fetched and nothing is said before a tap.
const button = document.querySelector("[data-hear]");
const sound = document.querySelector("[data-recorded]");
const silent = document.querySelector("[data-silent]");
const machine = document.querySelector("[data-listen]");
const slower = button.cloneNode(false);
const SLOW = 0.8;
let isSlow = false;

// For this tab alone, so that nobody presses it again at each task. A browser may keep nothing.
const kept = (word) => {
  try {
    if (word !== undefined) sessionStorage.slower = word;
    return sessionStorage.slower === "1";
  } catch (error) {
    return word === "1";
  }
};

const pace = (slow) => {
  isSlow = slow;
  slower.textContent = (slow ? "✔ " : "") + button.dataset.slower;
  slower.setAttribute("aria-pressed", String(slow));
  sound.playbackRate = slow ? SLOW : 1;
};

const turn = (isOn) => {
  button.classList.toggle("is-on", isOn);
  button.querySelectorAll("span").forEach((one, at) => { one.hidden = !at === isOn; });
};

const stop = () => {
  sound.pause();
  turn(false);
};

const play = () => {
  if (window.speechSynthesis) speechSynthesis.cancel();
  silent.hidden = true;
  slower.hidden = false;
  turn(true);
  if (sound.error) sound.load();
  sound.currentTime = 0;
  // Loading anew may forget the pace.
  pace(isSlow);
  sound.play().catch((error) => {
    turn(false);
    silent.hidden = error.name === "AbortError";
  });
};

slower.removeAttribute("data-hear");
slower.removeAttribute("data-slower");
button.after(slower);
pace(kept());
sound.controls = false;
sound.preservesPitch = true;
button.hidden = false;
button.addEventListener("click", () => (sound.paused ? play() : stop()));
slower.addEventListener("click", () => pace(kept(isSlow ? "0" : "1")));
sound.addEventListener("ended", () => turn(false));
if (machine) machine.addEventListener("click", stop);
for (const kind of ["submit", "pagehide"]) addEventListener(kind, stop);
document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
