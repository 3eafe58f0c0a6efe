// Says when there is no connection, sends what this device kept meanwhile, and forgets it at sign-out.
import { canKeep, forget, holds, notes, wipe } from "./device.js";

const OFFLINE = "You are offline. What you write is kept on this device, encrypted; it is sent when you are back.";
const OFFLINE_BARE = "You are offline. What stands here may have changed; other pages open when you are back.";
const NO_WAY_OUT = "You are offline, so you cannot sign out yet. Lock the device if you leave it.";
const UNSENT = "Something you wrote could not be sent. Signing out deletes it from this device. Sign out?";
const CARRIERS = new Set(["csrfmiddlewaretoken", "idempotency_key", "version", "author", "form"]);

/** Starts all three, on pages for staff. */
export function workOffline() {
  if (!canKeep()) return;
  bar("");
  window.addEventListener("offline", () => bar(document.querySelector("form[data-draft-url], form[data-keep-url]") ? OFFLINE : OFFLINE_BARE));
  window.addEventListener("online", () => bar(""));
  document.addEventListener("submit", leave, true);
  if (navigator.onLine) sendAll();
}

/** Sends what an earlier page left here, as drafts of its author, and says what became of each. */
async function sendAll() {
  for (const note of await notes()) {
    const { sent, saved, newer, error } = await send(note);
    if (sent || saved) await forget(note.id);
    if (sent) say("success", "What you wrote while you were offline was sent.");
    else if (saved) say("info", "What you wrote while you were offline is kept, and not sent yet. ", link(note));
    else if (newer) say("warning", `You wrote this on this device on ${when(note.at)}. What you wrote on ${newer} is kept; this is here alone. `, words(note), button(note));
    else if (saved === null && !error) say("warning", `You wrote this on this device on ${when(note.at)}. It is too long to be kept as a draft, and is here alone. `, words(note), button(note));
  }
}

async function send(note) {
  const body = new URLSearchParams(note.body);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  body.set("csrfmiddlewaretoken", token);
  try {
    const answer = await fetch(`${note.url}&typed=${note.at}`, { method: "POST", body, credentials: "same-origin", redirect: "manual", headers: { "X-Requested-With": "fetch" } });
    return answer.ok || answer.status === 409 ? await answer.json() : {};
  } catch {
    return {};
  }
}

// A sign-out takes the author's notes with it.
function leave(event) {
  const form = event.target;
  if (!(form.getAttribute("action") ?? "").endsWith("/sign-out") || "wiped" in form.dataset) return;
  if (!navigator.onLine) {
    event.preventDefault();
    event.stopPropagation();
    bar(NO_WAY_OUT);
  } else if (holds()) {
    event.preventDefault();
    event.stopPropagation();
    wipeThen(form);
  }
}

async function wipeThen(form) {
  const left = await notes();
  if (left.length && !confirm(UNSENT)) return;
  await wipe();
  form.dataset.wiped = "";
  form.requestSubmit();
}

function bar(text) {
  let strip = document.querySelector("#kith-offline");
  if (!strip) {
    strip = Object.assign(document.createElement("div"), { id: "kith-offline", className: "kith-offline" });
    strip.setAttribute("role", "status");
    document.body.append(strip);
  }
  strip.textContent = text;
  strip.hidden = !text;
}

function say(kind, text, ...more) {
  const notice = Object.assign(document.createElement("div"), { className: `kith-notice kith-notice--${kind}` });
  notice.setAttribute("role", "status");
  const inner = Object.assign(document.createElement("div"), { className: "kith-notice__text" });
  inner.append(text, ...more);
  notice.append(inner);
  document.querySelector("main")?.prepend(notice);
}

function link(note) {
  return Object.assign(document.createElement("a"), { className: "nhsuk-link", href: note.page, textContent: "Open it, and send it" });
}

function words(note) {
  const folded = document.createElement("details");
  folded.append(Object.assign(document.createElement("summary"), { textContent: "Read it" }));
  for (const [name, value] of new URLSearchParams(note.body)) {
    if (CARRIERS.has(name) || !value.trim()) continue;
    folded.append(Object.assign(document.createElement("p"), { dir: "auto", textContent: value }));
  }
  return folded;
}

function button(note) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "kith-link-button", textContent: "Delete it from this device" });
  made.addEventListener("click", async () => {
    await forget(note.id);
    made.closest(".kith-notice").remove();
  });
  return made;
}

function when(at) {
  return new Date(at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}
