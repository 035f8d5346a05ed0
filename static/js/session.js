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
  } catch {
    // No network: the browser's own page says so.
  }
  location.reload();
});
