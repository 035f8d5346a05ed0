// A page that the browser takes out of its memory may belong to a session that is over (a shared computer).
// It is hidden while it lies there, and shown again only when the tool still knows the session; otherwise
// the tool's own words come.
addEventListener("pagehide", () => { document.body.hidden = true; });

addEventListener("pageshow", async (event) => {
  if (!event.persisted) return;
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store", redirect: "manual" });
    if (answer.ok) {
      document.body.hidden = false;
      return;
    }
  } catch (lost) {
    // No network: the browser's own page says so.
  }
  location.reload();
});

// Whoever ends the session leaves no answer in this tab that still waited for the network.
for (const form of document.querySelectorAll(".top__end, .whose")) {
  form.addEventListener("submit", () => {
    try {
      sessionStorage.clear();
    } catch (refused) {
      // Where nothing may be kept, nothing was.
    }
  });
}

// What is ticked or typed and not yet sent is there again after a look at the page of comfort, or in another
// language. This tab keeps it for that one way and back; never what is typed as a password.
const TYPED = "typed";
const typed = [...document.querySelectorAll(".question input, .question select, .question textarea")]
  .filter((one) => !/hidden|password|file/.test(one.type));
const isChoosing = document.querySelector("[data-page=comfort]");

const keepTyped = () => {
  if (isChoosing) return;
  const values = typed.map((one) => [one.name, one.value, one.checked]);
  try {
    sessionStorage[TYPED] = JSON.stringify([location.pathname, values]);
  } catch (refused) {
    // Where nothing may be kept, it is typed again.
  }
};

for (const link of document.querySelectorAll("[data-comfort]")) link.addEventListener("click", keepTyped);
for (const form of document.querySelectorAll("#langues")) form.addEventListener("submit", keepTyped);

try {
  const [place, values] = JSON.parse(sessionStorage[TYPED] || "[]");
  if (!isChoosing) delete sessionStorage[TYPED];
  for (const one of place === location.pathname ? typed : []) {
    const isMark = /radio|checkbox/.test(one.type);
    const kept = values.find(([name, value]) => name === one.name && (!isMark || value === one.value));
    if (kept) [, one.value, one.checked] = kept;
  }
} catch (refused) {
  // As above.
}
