// A short box (a day, a time, minutes) that holds something: the first tap marks it, so that typing replaces it. The
// second tap puts the cursor where it fell, as ever.

const SHORT = [2, 3, 4, 5].map((width) => `.nhsuk-input--width-${width}`).join(", ");

/** Listens for taps into short boxes. */
export function replaceOnTap() {
  let entered;
  document.addEventListener("focusin", ({ target }) => { entered = target; });
  document.addEventListener("click", ({ target }) => {
    if (target === entered && target.matches(SHORT)) target.select();
    entered = undefined;
  });
}
