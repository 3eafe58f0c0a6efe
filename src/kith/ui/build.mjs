// Builds the styles and gathers the scripts into static/ui/build/. Run by `npm run build`.
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileAsync, NodePackageImporter } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "static/ui/build");
const resolve = createRequire(import.meta.url).resolve;
const nhs = dirname(resolve("nhsuk-frontend"));
const htmx = dirname(resolve("htmx.org/dist/htmx.min.js"));

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "images"), { recursive: true });

for (const sheet of ["public", "staff"]) {
  const { css } = await compileAsync(join(here, `scss/${sheet}.scss`), {
    style: "compressed",
    importers: [new NodePackageImporter(here)],
    // nhsuk-frontend warns about its own names that go in version 11.
    quietDeps: true,
    logger: { debug() {}, warn(message, { deprecation }) { if (!message.includes("nhsuk")) console.warn(message); } },
  });
  await writeFile(join(out, `${sheet}.css`), css);
}

// Icons only: the favicons and pictures with the NHS logo stay behind.
for (const name of await readdir(join(nhs, "assets/images"))) {
  if (/^nhsuk-icon-[a-z-]+\.svg$/.test(name) && name !== "nhsuk-icon-mask.svg") {
    await cp(join(nhs, "assets/images", name), join(out, "images", name));
  }
}
// Without the line that names a source map, which is not served and which Django's manifest would look for.
for (const script of [join(nhs, "nhsuk-frontend.min.js"), join(htmx, "htmx.min.js")]) {
  const text = await readFile(script, "utf8");
  await writeFile(join(out, basename(script)), text.replace(/\/\/# sourceMappingURL=\S+\s*$/, ""));
}
