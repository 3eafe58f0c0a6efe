// Files that are too many or too large are said so when they are chosen: the server could only refuse the whole form.

const MEGABYTE = 1_000_000;

/** Judges every [data-most-files] input inside `scope` as it changes; what is refused is not sent. */
export function judgeFiles(scope) {
  for (const input of scope.querySelectorAll("input[data-most-files]")) {
    const said = document.createElement("p");
    said.className = "nhsuk-error-message";
    said.id = `${input.id}-said`;
    said.setAttribute("role", "alert");
    input.before(said);
    input.addEventListener("change", () => {
      said.textContent = wrong(input);
      if (said.textContent) input.value = "";
    });
  }
}

function wrong(input) {
  const files = [...input.files];
  const { mostFiles, mostBytes, mostTogether } = input.dataset;
  const large = files.find((file) => file.size > mostBytes);
  const together = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > mostFiles) return `Choose up to ${mostFiles} files.`;
  if (large) return `${large.name} is larger than ${mostBytes / MEGABYTE} MB. Choose again.`;
  if (together > mostTogether) return `These files are larger than ${mostTogether / MEGABYTE} MB together. Choose again.`;
  return "";
}
