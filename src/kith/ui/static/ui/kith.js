// Everything the pages do beyond working without it.
import { initAll } from "./build/nhsuk-frontend.min.js";
import { replaceOnTap } from "./anew.js";
import { copyOnPress } from "./copy.js";
import { saveDrafts } from "./drafts.js";
import { judgeFiles } from "./files.js";
import { listenForKeys } from "./keys.js";
import { workOffline } from "./offline.js";
import { foldMenus } from "./menu.js";
import { openNow } from "./open.js";
import { printOnPress } from "./print.js";
import { plainRadios } from "./radios.js";
import { sayWhenNotSaved } from "./saved.js";
import { chooseByDigit } from "./scale.js";
import { measureSticky } from "./sticky.js";
import { sendOnce } from "./submit.js";

initAll();
plainRadios();
sendOnce();
replaceOnTap();
saveDrafts(document);
judgeFiles(document);
copyOnPress(document);
printOnPress(document);
listenForKeys();
chooseByDigit();
sayWhenNotSaved();
measureSticky();
foldMenus();
openNow();
workOffline();

// What htmx brings in gets the same, once.
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt === document.body) return;
  initAll({ scope: elt });
  saveDrafts(elt);
  judgeFiles(elt);
  copyOnPress(elt);
});
