// Reads the page with a voice that the device holds: no text leaves it, and nothing is said before a tap.
(() => {
  const BLOCKS = "p,li,h1,h2,h3,dt,dd,th,td,caption,label,summary,button,.zone,[data-read]";
  const button = document.querySelector("[data-listen]");
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const slower = document.querySelector("[data-hear]") ? null : button.cloneNode(false);
  const all = [button, ...document.querySelectorAll("[data-say]")];
  let queue = null, pressed = button, follows, lit, spoken, isSlow;

  // Kept for this tab alone. A browser may keep nothing.
  const pace = (word) => {
    try {
      if (word) sessionStorage.slower = word;
      word = sessionStorage.slower;
    } catch (error) { /* The press still counts on this page. */ }
    isSlow = word === "1";
    if (!slower) return;
    slower.textContent = (isSlow ? "✔ " : "") + button.dataset.slower;
    slower.setAttribute("aria-pressed", String(isSlow));
  };

  const voiceFor = (lang) => {
    const found = speech.getVoices().filter((one) => one.localService && one.lang.slice(0, 2) === lang);
    return found.find((one) => one.default) || found[0];
  };

  // What a button says, sentence by sentence, each with its block and its language: the page, or what it stands in.
  const sentences = (from) => {
    const wholes = from === button ? document.querySelectorAll("[data-read]") : [from.parentNode];
    const runs = [], said = [];
    const add = (block, around, text) => {
      const { lang } = around.closest("[lang]"), last = runs[runs.length - 1];
      if (last && last.block === block && last.lang === lang) last.text += " " + text;
      else runs.push({ block, lang, text });
    };
    for (const whole of wholes) {
      const walker = document.createTreeWalker(whole, NodeFilter.SHOW_TEXT);
      add(whole, whole, whole.getAttribute("aria-label") || "");
      while (walker.nextNode()) {
        const { parentElement: around, data } = walker.currentNode;
        const isSilent = around.closest("select,textarea,[hidden],[data-unread]");
        if (!isSilent) add(around.closest(BLOCKS), around, data);
      }
    }
    for (const { block, lang, text } of runs) {
      const plain = text.replace(/\s+/g, " ").replace(/ (?=[.,])/g, "");
      for (const one of plain.match(/.*?(?:[^\s.]{2}\.|[!?…]|$)(?=\s|$)/g)) {
        if (/[0-9a-zà-ÿ]/i.test(one)) said.push({ block, lang, text: one.trim() });
      }
    }
    return said;
  };

  const light = (block) => {
    if (lit) lit.classList.remove("is-read");
    lit = block;
    if (lit) lit.classList.add("is-read");
    if (lit && follows) lit.scrollIntoView({ block: "nearest" });
  };

  const turn = (found) => {
    queue = found;
    pressed.classList.toggle("is-on", !!queue);
    pressed.querySelectorAll("span").forEach((one, at) => { one.hidden = !at === !!queue; });
  };

  const stop = () => {
    if (!queue) return;
    turn(null);
    speech.cancel();
    light();
  };

  const next = (mine) => {
    if (mine !== queue) return;
    const one = mine.shift(), voice = one && voiceFor(one.lang);
    if (!voice) return stop();
    // In a variable that stays: a browser may forget what it says, and the end with it.
    spoken = new SpeechSynthesisUtterance(one.text);
    spoken.onend = () => next(mine);
    spoken.onerror = () => { if (mine === queue) stop(); };
    light(one.block);
    speech.speak(Object.assign(spoken, { voice, lang: voice.lang, rate: isSlow ? 0.7 : 0.9 }));
  };

  const offer = () => {
    const isOff = document.documentElement.dataset.sound === "off";
    for (const each of all) {
      const said = sentences(each);
      each.hidden = isOff || !said.length || !said.every((one) => voiceFor(one.lang));
    }
    if (slower && button.hidden) slower.hidden = true;
    if (pressed.hidden) stop();
  };

  for (const each of all) {
    each.addEventListener("click", () => {
      const isAgain = queue && pressed === each;
      stop();
      if (isAgain) return;
      follows = true;
      if (slower && each === button) slower.hidden = false;
      pressed = each;
      turn(sentences(each));
      next(queue);
    });
  }
  // Whoever moves the page looks at something else: from then on it stays where it is.
  for (const kind of ["wheel", "touchmove", "keydown"]) addEventListener(kind, () => { follows = false; });
  for (const kind of ["submit", "pagehide"]) addEventListener(kind, stop);
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop(); });
  if (slower) {
    for (const mark of ["data-listen", "data-slower", "data-voice"]) slower.removeAttribute(mark);
    slower.dataset.alone = "";
    slower.addEventListener("click", () => pace(isSlow ? "0" : "1"));
    button.after(slower);
  }
  pace();
  // Some browsers find their voices later.
  speech.onvoiceschanged = offer;
  offer();
})();
