// Buttons that print the page; without scripts they stay hidden, and the browser's own way is there.

/** Shows and starts every [data-print] button inside `scope`. */
export function printOnPress(scope) {
  for (const button of scope.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
