// A form that is saved without leaving its page says so when it could not be: offline, or the session has ended.

const NOT_SAVED = "Not saved. What you typed is still on this page: it is sent with your next change. If this stays, reload the page; you may have to sign in again.";

/** Watches what htmx sends; the page's own answer (400 and 409 too) says for itself what became of it. */
export function sayWhenNotSaved() {
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, ({ target }) => say(target));
  }
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const answered = detail.xhr.responseURL;
    const asked = target.getAttribute("hx-post");
    if (answered && asked && new URL(answered).pathname !== new URL(asked, location.href).pathname) say(target);
  });
}

function say(form) {
  const status = form.querySelector("[data-saved], [data-draft-status]");
  if (status) status.textContent = NOT_SAVED;
}
