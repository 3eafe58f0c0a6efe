// Tells the styles how tall the strip that stays in sight is, so that what has focus is never beneath it.

/** Keeps --kith-sticky at the height of the .kith-sticky strip while it really sticks. */
export function measureSticky() {
  const strip = document.querySelector(".kith-sticky");
  if (!strip) return;
  const tell = () => {
    const sticks = getComputedStyle(strip).position === "sticky";
    document.documentElement.style.setProperty("--kith-sticky", sticks ? `${strip.offsetHeight + 8}px` : "0px");
  };
  new ResizeObserver(tell).observe(strip);
  window.addEventListener("resize", tell);
  tell();
}
