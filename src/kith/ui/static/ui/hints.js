// Everything on a page in two keys: "." puts a letter on each link and button that has no keys of its own, and the
// letter presses it. Those in sight come first; any other key takes the letters away.

const LETTERS = "asdfghjklqwertyuiopzxcvbnm123456789";
const PRESSED = "main :is(a[href], button, summary):not([data-key])";

// Letter -> what it presses, while the letters are shown.
let shown;

/** Whether a key was this page's: "." that asks for the letters, or what follows it. */
export function pressHint(event) {
  if (shown && event.key === "Shift") return true;
  const letters = shown;
  hide();
  if (!letters && event.key !== ".") return false;
  event.preventDefault();
  const target = letters?.get(event.key.toLowerCase());
  if (!letters) show();
  target?.focus();
  target?.click();
  return true;
}

function show() {
  const targets = [...document.querySelectorAll(PRESSED)].filter((one) => !one.disabled && one.checkVisibility());
  targets.sort((one, other) => outOfSight(one) - outOfSight(other));
  const box = Object.assign(document.createElement("div"), { className: "kith-hints" });
  box.setAttribute("aria-hidden", "true");
  shown = new Map();
  for (const [place, letter] of [...LETTERS].entries()) {
    if (place >= targets.length) break;
    shown.set(letter, targets[place]);
    box.append(badge(letter, targets[place].getBoundingClientRect()));
  }
  document.body.append(box);
  for (const event of ["click", "resize"]) addEventListener(event, hide, { once: true });
}

function hide() {
  shown = undefined;
  document.querySelector(".kith-hints")?.remove();
}

function outOfSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom < 0 || top > innerHeight ? 1 : 0;
}

function badge(letter, { left, top }) {
  const made = Object.assign(document.createElement("kbd"), { textContent: letter });
  made.style.left = `${left + scrollX}px`;
  made.style.top = `${top + scrollY}px`;
  return made;
}
