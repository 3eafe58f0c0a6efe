// On a scale of numbers a typed digit chooses: 8 is eight, 0 is ten where there is a ten.

/** Listens for digits typed while a tile of a scale has the focus. */
export function chooseByDigit() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
    const scale = event.target.closest?.(".kith-scale");
    if (!scale) return;
    const tile = (value) => scale.querySelector(`input[value="${value}"]`);
    const chosen = event.key === "0" ? tile("10") ?? tile("0") : tile(event.key);
    if (!chosen) return;
    event.preventDefault();
    chosen.focus();
    chosen.click();
  });
}
