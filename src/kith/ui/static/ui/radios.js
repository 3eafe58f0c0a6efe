// The NHS radios say aria-expanded on what they open, which ARIA does not allow on a radio: the attribute is taken off
// again. What they open follows them in the page, so nothing is lost to those who cannot see it.

/** Keeps radios free of aria-expanded; called after the NHS components have started. */
export function plainRadios() {
  const strip = () => {
    for (const radio of document.querySelectorAll("input[type=radio][aria-expanded]")) radio.removeAttribute("aria-expanded");
  };
  strip();
  document.addEventListener("click", strip);
  window.addEventListener("pageshow", strip);
  document.addEventListener("htmx:load", () => queueMicrotask(strip));
}
