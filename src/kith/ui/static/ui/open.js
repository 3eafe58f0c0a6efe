// A link to another app of the phone, such as its messages, is opened as the page comes; pressing it does the same.

/** Opens the one link marked data-open-now. Where no app answers, nothing happens. */
export function openNow() {
  const link = document.querySelector("a[data-open-now]");
  if (link && matchMedia("(pointer: coarse)").matches) location.href = link.href;
}
