// Saves what is being typed, so that a lost page loses nothing: on the server, and on this device while the server cannot be reached.
import { canKeep, forget, keep, prepare } from "./device.js";

const PAUSE = 2000;
// Browsers refuse larger requests from a page that is being left (64 KiB for all of them together).
const KEEPALIVE_LIMIT = 60_000;
const TRY_AGAIN = 5 * PAUSE;

const SAID = {
  device: "You are offline. What you write is kept on this device, encrypted; it is sent when you are back.",
  page: "You are offline. What you write is on this page alone: do not close it. We will try again.",
  ended: "Your session has ended. What you wrote is kept. Sign in again, and it is on the page.",
  large: "This is too long to be kept as a draft. It is still on this page: save it before you leave.",
  refused: "Not saved yet. What you typed is still on this page, and we will try again.",
  waits: "Kept on this device. It is sent by itself when you are back, while this page stays open.",
};

/** Starts saving every form with data-draft-url inside `scope` (an element or the document), and keeping those with data-keep-url, which
 * save themselves, when they cannot. */
export function saveDrafts(scope) {
  const selector = "form[data-draft-url], form[data-keep-url]";
  const forms = [...scope.querySelectorAll(selector)];
  if (scope.matches?.(selector)) forms.push(scope);
  for (const form of forms) new Draft(form);
  if (forms.length) prepare();
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl ?? form.dataset.keepUrl;
    this.savesItself = !form.dataset.draftUrl;
    if (!this.status) this.makeStatus();
    this.saved = this.read().toString();
    this.sent = false;
    this.away = false;
    this.kept = "";
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => this.submitted(event));
    form.addEventListener("htmx:beforeRequest", (event) => this.asked(event));
    form.addEventListener("htmx:afterRequest", ({ detail }) => this.answered(detail));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
    });
    window.addEventListener("pagehide", () => this.save({ leaving: true }));
    window.addEventListener("pageshow", () => { this.sent = false; });
    window.addEventListener("online", () => this.back());
  }

  // Looked for each time: what htmx puts in place brings another.
  get status() {
    return this.form.querySelector("[data-draft-status], [data-saved]");
  }

  makeStatus() {
    const status = document.createElement("p");
    status.className = "kith-draft-status nhsuk-body-s";
    status.setAttribute("role", "status");
    status.dataset.draftStatus = "";
    this.form.append(status);
  }

  // Passwords and files stay where they are.
  read() {
    const text = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value !== "string") continue;
      if (this.form.querySelector(`[type=password][name="${CSS.escape(name)}"]`)) continue;
      text.append(name, value);
    }
    return text;
  }

  later(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  stop() {
    this.sent = true;
    clearTimeout(this.timer);
  }

  get offline() {
    return !navigator.onLine || this.away;
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    const text = this.read();
    const body = text.toString();
    if (this.sent || body === this.saved || !this.form.isConnected) return;
    if (this.savesItself && !this.offline) return;
    const before = this.saved;
    this.saved = body;
    const came = navigator.onLine ? await this.send(text, leaving) : "device";
    this.away = came === "device";
    if (came === "saved") return this.arrived();
    if (this.saved === body && came !== "large") this.saved = before;
    await this.hold(body, came);
    if (!leaving && !this.sent && navigator.onLine && came !== "large") this.later(TRY_AGAIN);
  }

  async send(text, leaving) {
    const body = text.toString();
    try {
      const answer = await fetch(this.url, {
        method: "POST",
        body: text,
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving && body.length < KEEPALIVE_LIMIT,
        headers: { "X-CSRFToken": text.get("csrfmiddlewaretoken") ?? "", "X-Requested-With": "fetch" },
      });
      if (answer.type === "opaqueredirect") return "ended";
      if (!answer.ok) return "refused";
      const said = answer.status === 204 ? {} : await answer.json();
      return said.saved === null && body.length > KEEPALIVE_LIMIT ? "large" : "saved";
    } catch {
      return "device";
    }
  }

  // On this device, until the server has it.
  async hold(body, why) {
    this.kept ||= crypto.randomUUID?.() ?? "";
    const page = location.pathname + location.search;
    const held = Boolean(this.kept) && await keep(this.kept, { url: this.url, page, body });
    if (!held) this.kept = "";
    this.say(why === "device" && !held ? "page" : why);
  }

  arrived() {
    const now = clock(new Date());
    this.status.textContent = this.kept ? `You are back. What you wrote was sent and is kept: saved at ${now}. Nothing stays on this device.` : `Saved at ${now}`;
    this.letGo();
    const pressed = this.pressed;
    this.pressed = undefined;
    if (pressed) this.form.requestSubmit(pressed.isConnected ? pressed : undefined);
    else if (this.savesItself) this.changed();
  }

  letGo() {
    if (this.kept) forget(this.kept);
    this.kept = "";
  }

  // A press that cannot be sent waits until it can.
  submitted(event) {
    if (event.defaultPrevented || this.savesItself) return;
    if (!this.offline || !canKeep()) return this.stop();
    event.preventDefault();
    this.pressed = event.submitter ?? this.form.querySelector("button[type=submit]");
    this.saved = "";
    this.save().then(() => { if (this.pressed && this.kept) this.say("waits"); });
  }

  // What htmx would send: without a connection it is kept instead.
  asked(event) {
    if (navigator.onLine) return this.stop();
    event.preventDefault();
    this.saved = "";
    this.save();
  }

  // What htmx sent: it came, or could not, or the session has ended and the sign-in page came in its place.
  answered({ xhr, successful }) {
    this.sent = false;
    const asked = new URL(this.form.getAttribute("hx-post") ?? "", location.href).pathname;
    const elsewhere = xhr.responseURL && new URL(xhr.responseURL).pathname !== asked;
    if (successful && !elsewhere) {
      this.away = false;
      this.letGo();
    } else if (xhr.status === 0 || elsewhere) {
      this.away = xhr.status === 0;
      this.hold(this.read().toString(), elsewhere ? "ended" : "device");
    }
  }

  back() {
    this.away = false;
    if (!this.form.isConnected) return;
    if (this.savesItself) {
      if (this.kept) this.changed();
    } else if (this.kept || this.pressed) {
      this.saved = "";
      this.save();
    }
  }

  changed() {
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  say(what) {
    this.status.textContent = SAID[what];
  }
}

function clock(now) {
  return now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
