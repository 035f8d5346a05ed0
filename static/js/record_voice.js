// Records a voice message and puts it where a file would be chosen: the form sends it like any other file.
// Without this file, or without a microphone, a file is chosen by hand.
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS_PER_SECOND = 32000;
const SAID_AT = [30, 10];

const recorder = document.querySelector("[data-recorder]");
const field = document.querySelector("[data-file]");
const find = (mark) => recorder.querySelector(`[data-${mark}]`);

let machine = null;
let stream = null;
let timer = 0;
let address = "";

const say = (name) => {
  const sentence = recorder.querySelector(`[data-say="${name}"]`);
  if (sentence) find("said").textContent = sentence.textContent;
};

const show = (state) => {
  for (const part of recorder.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.when.split(" ").includes(state);
  }
  say(state);
};

// Whoever pressed a button that is gone goes on at the next one.
const goOn = (mark) => {
  const next = find(mark);
  if (next) next.focus();
};

const release = () => {
  clearInterval(timer);
  for (const track of stream ? stream.getTracks() : []) track.stop();
  stream = null;
};

const keep = (parts) => {
  const type = (machine.mimeType || TYPES[0]).split(";")[0];
  const chosen = new DataTransfer();
  chosen.items.add(new File(parts, "message", { type }));
  field.files = chosen.files;
  weigh(field);
  URL.revokeObjectURL(address);
  address = URL.createObjectURL(chosen.files[0]);
  find("listen").src = address;
  show("recorded");
  goOn("listen");
};

const count = () => {
  const ends = performance.now() + Number(recorder.dataset.seconds) * 1000;
  let shown = -1;
  const tell = () => {
    const left = Math.max(Math.ceil((ends - performance.now()) / 1000), 0);
    if (left === shown) return;
    shown = left;
    find("left").textContent = left;
    if (SAID_AT.includes(left)) say(String(left));
    if (left === 0) stop();
  };
  tell();
  timer = setInterval(tell, 200);
};

// Said before the file travels: the answer of a server that stops reading may be lost.
const weigh = (input) => {
  const isHeavy = input.files.length > 0 && input.files[0].size > Number(input.dataset.bytes);
  input.setCustomValidity(isHeavy ? input.dataset.heavy : "");
  if (isHeavy) input.reportValidity();
};

const stop = () => {
  if (machine && machine.state === "recording") machine.stop();
};

const start = async () => {
  if (stream) return;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (error) {
    show(error.name === "NotFoundError" ? "absent" : "refused");
    return;
  }
  const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
  machine = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
  const parts = [];
  machine.addEventListener("dataavailable", (event) => parts.push(event.data));
  machine.addEventListener("stop", () => {
    release();
    keep(parts);
  });
  machine.start();
  show("recording");
  count();
  goOn("stop");
};

for (const input of document.querySelectorAll("[data-bytes]")) {
  input.addEventListener("change", () => weigh(input));
}

const hasMicrophone = window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
if (recorder && field && hasMicrophone) {
  recorder.hidden = false;
  show("ready");
  find("start").addEventListener("click", start);
  find("again").addEventListener("click", start);
  find("stop").addEventListener("click", stop);
  // Another file takes the place of what was recorded.
  field.addEventListener("change", () => show("ready"));
  addEventListener("pagehide", release);
}
