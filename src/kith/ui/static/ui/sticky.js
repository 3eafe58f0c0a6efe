// Tells the styles how tall what stays in sight is, so that what has focus is never beneath it.

/** Keeps --kith-sticky at the height of the strip (.kith-sticky, or .kith-brief where the window is small) that sticks. */
export function measureSticky() {
  const strips = [...document.querySelectorAll(".kith-sticky, .kith-brief")];
  if (!strips.length) return;
  const tell = () => {
    const strip = strips.find((one) => getComputedStyle(one).position === "sticky");
    document.documentElement.style.setProperty("--kith-sticky", strip ? `${strip.offsetHeight + 8}px` : "0px");
  };
  const observer = new ResizeObserver(tell);
  for (const strip of strips) observer.observe(strip);
  window.addEventListener("resize", tell);
  tell();
}
