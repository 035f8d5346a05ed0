// Keeps a proof in the platform's own storage, or asks for it again: LTI Platform Storage 0.1.
// Without this file the launch goes on all the same.
const WAIT_MS = 1000;

// The frame that keeps things for tools; null when there is none.
const frameOf = (target) => {
  const platform = window.parent === window ? window.opener : window.parent;
  if (!platform || target === "_parent") return platform || null;
  try {
    return platform.frames[target] || null;
  } catch {
    return null; // Another site's window throws when it has no frame of this name.
  }
};

// The platform's answer; null when none comes in time. Only the platform's own origin is told and believed.
const ask = (asked, message) => new Promise((resolve) => {
  const origin = new URL(asked.platform).origin;
  const frame = frameOf(asked.target);
  if (!frame) return resolve(null);
  const id = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join("-");
  addEventListener("message", ({ data, origin: sender }) => {
    const isOurs = sender === origin && data && data.message_id === id;
    if (!isOurs || data.subject !== `${message.subject}.response`) return;
    resolve(data.error ? null : data);
  });
  setTimeout(() => resolve(null), WAIT_MS);
  frame.postMessage({ ...message, message_id: id }, origin);
});

const put = async (link) => {
  const { key, value } = link.dataset;
  await ask(link.dataset, { subject: "lti.put_data", key, value });
  location.replace(link.href);
};

const get = async (form) => {
  const answer = await ask(form.dataset, { subject: "lti.get_data", key: form.dataset.key });
  if (answer && typeof answer.value === "string") form.elements.proof.value = answer.value;
};

for (const link of document.querySelectorAll("[data-storage-put]")) put(link);
for (const form of document.querySelectorAll("[data-storage-get]")) get(form);
