// On a narrow screen the menu is the page one is on and a button that shows the rest.

/** Starts every button that shows the menu it is about. */
export function foldMenus() {
  for (const button of document.querySelectorAll("[data-menu]")) {
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", open);
      if (open) button.parentElement.querySelector("a:not([aria-current])")?.focus();
    });
  }
}
