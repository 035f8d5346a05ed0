// An answer travels by itself. Without network it waits here and in this tab's memory, and is sent again; the
// tool recognises it and keeps it once. A second press sends nothing twice. The plain form does it without
// this file and wherever the browser lacks something.
const NAME = "answer:", QUIET_MS = 800, PLAIN_MS = 8000, TRAVEL_MS = 15000, LONGEST_WAIT = 30;
const TRAVELS = 0, WAITS = 1, KEPT = 2;
// On a page without an answer nothing is said, but what waits leaves from there, too.
let says = document.querySelector("[data-sending]");
if (!says) {
  says = document.createElement("form");
  says.dataset.keep = "";
}
const form = says.closest("form");
const path = new URL(form.action).pathname;
const fields = form.querySelectorAll("input:not([type=hidden]), select");

// What waits, by its address; null where the browser refuses or is too old. Other launches' is thrown away.
const memory = (() => {
  try {
    if (!self.AbortController || !("submitter" in SubmitEvent.prototype)) return null;
    const ours = "keep" in says.dataset ? NAME + path.split("/", 3).join("/") : "-";
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(NAME) && !key.startsWith(ours)) delete sessionStorage[key];
    }
    return ours === "-" ? {} : sessionStorage;
  } catch (refused) {
    return null;
  }
})();

// Where the tool leads: "" when it has words of its own, undefined when it cannot work or others answer, null
// when nothing came.
const send = async (place, answer) => {
  const cut = new AbortController();
  const late = setTimeout(() => cut.abort(), TRAVEL_MS);
  try {
    const { headers, status, type } = await fetch(place, {
      method: "POST", body: answer, redirect: "manual", signal: cut.signal,
      headers: { "Passerelle-Send": "1" },
    });
    // The web server before the tool, while the tool is stopped or starts.
    if (status === 502 || status === 504) return null;
    const led = type === "opaqueredirect" ? "" : headers.get("Passerelle-Next");
    if (led === null || status === 429 || status > 499) return undefined;
    if (memory[NAME + place] == answer) delete memory[NAME + place];
    return led;
  } catch (lost) {
    return null;
  } finally {
    clearTimeout(late);
  }
};

let answer = null, pressed = null, next = "", isBusy = false, timer = 0, tries = 0, strange = 0;

const say = (line) => [...says.children].forEach((one, at) => { one.hidden = at !== line; });

// What was sent before, whatever was touched since.
const sendPlainly = () => {
  delete memory[NAME + path];
  const plain = document.createElement("form");
  Object.assign(plain, { method: "post", action: path, hidden: true });
  for (const [name, value] of answer) {
    plain.append(Object.assign(document.createElement("input"), { name, value }));
  }
  document.body.append(plain);
  plain.submit();
};

const go = () => {
  isBusy = true;
  say(KEPT);
  setTimeout(() => { isBusy = false; }, PLAIN_MS);
  location.assign(next);
};

const travel = async () => {
  clearTimeout(timer);
  isBusy = true;
  const led = await send(path, answer);
  if (led) {
    next = led;
    return go();
  }
  if (led === undefined) strange += 1;
  if (led === "" || strange > 2) return sendPlainly();
  isBusy = false;
  say(WAITS);
  for (const one of fields) one.disabled = one !== document.activeElement;
  timer = setTimeout(travel, Math.min(2 ** tries, LONGEST_WAIT) * 1000);
  tries += 1;
};

const press = () => {
  if (answer && !isBusy) next ? go() : travel();
};

form.addEventListener("submit", (event) => {
  if (pressed || answer) {
    event.preventDefault();
    return press();
  }
  pressed = event.submitter || form;
  pressed.classList.add("is-busy");
  const given = new URLSearchParams(new FormData(form));
  if (pressed.name) given.append(pressed.name, pressed.value);
  // Said only when the network is slow.
  setTimeout(() => { if (pressed && !tries && !next) say(TRAVELS); }, QUIET_MS);
  try {
    if (pressed.hasAttribute("formaction")) throw pressed;
    memory[NAME + path] = given;
    event.preventDefault();
    answer = given;
    travel();
  } catch (refused) {
    // After a while the plain form may be sent again.
    setTimeout(() => {
      pressed.classList.remove("is-busy");
      pressed = null;
      say();
    }, PLAIN_MS);
  }
});

addEventListener("online", press);
// A page that the browser had put away after its answer left is asked for again; what waits goes out with it.
// Otherwise what was typed stays.
addEventListener("pageshow", ({ persisted }) => { if (persisted && pressed) location.reload(); });

for (const key of Object.keys(memory || {}).filter((one) => one.startsWith(NAME))) {
  const place = key.slice(NAME.length), kept = new URLSearchParams(memory[key]);
  if (place !== path || kept.get("version") !== new FormData(form).get("version")) {
    send(place, kept);
  } else {
    answer = kept;
    for (const one of fields) {
      if (/^(radio|checkbox)$/.test(one.type)) one.checked = kept.getAll(one.name).includes(one.value);
      else one.value = kept.get(one.name);
    }
    travel();
  }
}
