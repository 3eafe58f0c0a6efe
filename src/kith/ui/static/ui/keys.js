// Shortcuts of one key or two: data-key="n", or data-key="g t" (g, then t), on a link, button, input or section. "?" lists them,
// and turns them off for this browser (WCAG 2.2, 2.1.4 Character Key Shortcuts).

import { pressHint } from "./hints.js";

const OFF = "kith-keys-off";
const PATIENCE = 3000;

// The first of two keys, once it is pressed.
let first = "";
let forgotten;

/** Listens for the page's shortcuts; keys pressed while typing, or with Ctrl, Alt or Meta, are left alone. */
export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      listKeys();
    } else if (!turnedOff() && (first || !pressHint(event))) {
      press(event);
    }
  });
}

function press(event) {
  const all = bearers();
  const typed = first + event.key;
  const target = all.find((element) => element.dataset.key === typed);
  const begins = !first && all.some((element) => element.dataset.key.startsWith(`${typed} `));
  expect(!target && begins ? `${typed} ` : "");
  if (!target) return;
  event.preventDefault();
  const fold = foldAround(target);
  if (fold) fold.open = true;
  target.focus();
  if (target.matches("section")) target.scrollIntoView();
  else if (!target.matches("input:not([type=submit]), textarea, select")) target.click();
}

function expect(key) {
  clearTimeout(forgotten);
  first = key;
  if (key) forgotten = setTimeout(() => { first = ""; }, PATIENCE);
}

// What is folded away can be pressed too: it is opened first.
function bearers() {
  return [...document.querySelectorAll("[data-key]")].filter((element) => !element.disabled && (element.checkVisibility() || foldAround(element)?.checkVisibility()));
}

function foldAround(element) {
  return element.matches("summary") ? null : element.closest(".kith-fold:not([open])");
}

function isTyping(element) {
  return element.isContentEditable || element.matches?.("textarea, select, input:not([type=submit], [type=button], [type=checkbox], [type=radio])");
}

function turnedOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false;
  }
}

function turn(on) {
  try {
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "");
  } catch {
    // Without storage the keys stay on.
  }
}

function listKeys() {
  const dialog = make("dialog", { className: "kith-keys" });
  dialog.setAttribute("aria-labelledby", "kith-keys-heading");
  const list = make("dl");
  for (const element of bearers()) {
    list.append(row(element.dataset.key, element.dataset.keyLabel ?? element.textContent.trim().replace(/\s+/g, " ")));
  }
  list.append(row(".", "A letter on every other link and button; press it"), row("?", "This list"));
  const box = make("input", { type: "checkbox", checked: !turnedOff() });
  box.addEventListener("change", () => turn(box.checked));
  const label = make("label");
  label.append(box, "Use these keys in this browser");
  const close = make("button", { className: "nhsuk-button nhsuk-button--small", textContent: "Close", type: "button" });
  close.addEventListener("click", () => dialog.close());
  dialog.append(make("h2", { id: "kith-keys-heading", className: "nhsuk-heading-m", textContent: "Keyboard shortcuts" }), list, label, close);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function row(key, words) {
  const fragment = document.createDocumentFragment();
  const term = make("dt");
  for (const one of key.split(" ")) term.append(make("kbd", { textContent: one }), " ");
  fragment.append(term, make("dd", { textContent: words }));
  return fragment;
}

function make(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}
