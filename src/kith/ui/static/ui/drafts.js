// Saves what is being typed, so that a lost page loses nothing.

const PAUSE = 2000;
// Browsers refuse larger requests from a page that is being left (64 KiB for all of them together).
const KEEPALIVE_LIMIT = 60_000;

/** Starts saving every form with data-draft-url inside `scope` (an element or the document). */
export function saveDrafts(scope) {
  const forms = [...scope.querySelectorAll("form[data-draft-url]")];
  if (scope.matches?.("form[data-draft-url]")) forms.push(scope);
  for (const form of forms) new Draft(form);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-draft-status]") ?? this.makeStatus();
    this.saved = this.read().toString();
    this.sent = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => { if (!event.defaultPrevented) this.stop(); });
    form.addEventListener("htmx:beforeRequest", () => this.stop());
    form.addEventListener("htmx:afterRequest", ({ detail }) => { if (!detail.successful) this.sent = false; });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
    });
    window.addEventListener("pagehide", () => this.save({ leaving: true }));
    window.addEventListener("pageshow", () => { this.sent = false; });
  }

  makeStatus() {
    const status = document.createElement("p");
    status.className = "kith-draft-status nhsuk-body-s";
    status.setAttribute("role", "status");
    status.dataset.draftStatus = "";
    this.form.append(status);
    return status;
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

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  stop() {
    this.sent = true;
    clearTimeout(this.timer);
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    const text = this.read();
    const body = text.toString();
    if (this.sent || body === this.saved || !this.form.isConnected) return;
    const before = this.saved;
    this.saved = body;
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST",
        body: text,
        credentials: "same-origin",
        redirect: "error",
        keepalive: leaving && body.length < KEEPALIVE_LIMIT,
        headers: { "X-CSRFToken": text.get("csrfmiddlewaretoken") ?? "", "X-Requested-With": "fetch" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.status.textContent = `Saved at ${clock(new Date())}`;
    } catch {
      if (this.saved === body) this.saved = before;
      this.status.textContent = "Not saved yet. What you typed is still on this page, and we will try again.";
      if (!leaving && !this.sent) this.timer = setTimeout(() => this.save(), 5 * PAUSE);
    }
  }
}

function clock(now) {
  return now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
