// Shows the page again as soon as a file of the author's folder has changed.
// The page works the same without this file.
const EVERY_MS = 1500;

const state = async () => {
  try {
    const answer = await fetch("/changed");
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
};

state().then((first) => setInterval(async () => {
  const found = await state();
  if (first && found && found !== first) location.replace(location.href);
}, EVERY_MS));
