// A form is sent once, however often its button is pressed.

/** Stops the second sending of every form but those marked data-repeatable; coming back to the page allows it again. */
export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if ("repeatable" in form.dataset || event.defaultPrevented) return;
    if ("sent" in form.dataset) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "";
    // Later, because a disabled button's own name and value are not sent.
    setTimeout(() => setDisabled(form, true));
  });
  window.addEventListener("pageshow", release);
  document.addEventListener("htmx:afterRequest", release);
}

function release() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    setDisabled(form, false);
  }
}

function setDisabled(form, disabled) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (disabled && !button.disabled) {
      button.disabled = true;
      button.dataset.waiting = "";
    } else if (!disabled && "waiting" in button.dataset) {
      button.disabled = false;
      delete button.dataset.waiting;
    }
  }
}
