// Buttons that copy a text.

/** Shows and starts every [data-copy] button inside `scope`; without a clipboard they stay hidden. */
export function copyOnPress(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const words = button.innerHTML;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    said = "Could not copy";
  }
  announce(said);
  button.textContent = said;
  setTimeout(() => { button.innerHTML = words; }, 2000);
}

function announce(text) {
  let region = document.querySelector("#kith-said");
  if (!region) {
    region = document.createElement("div");
    region.id = "kith-said";
    region.className = "nhsuk-u-visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}
