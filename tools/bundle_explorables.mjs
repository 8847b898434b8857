// Bundles the interactive figures: one script and one style sheet for pages, one for JupyterLab.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";

import { build } from "esbuild";

const FOLDER = "src/shrinkage/explorables";
// What the bundles are made from, besides what stands in js/.
const OTHERS = [
  "package-lock.json", "src/shrinkage/explore/static/slider.css", "tools/bundle_explorables.mjs",
];
const common = {
  bundle: true,
  minify: true,
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  write: false,
};

/* What licenses ask for: the notice of each package that is in a bundle, each text once. */
async function notices({ inputs }) {
  const names = new Set(Object.keys(inputs)
    .map(path => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const found = new Map();
  for (const name of [...names].sort()) {
    const text = (await readFile(`node_modules/${name}/LICENSE`, "utf8")).trim();
    found.set(text, [...(found.get(text) ?? []), name]);
  }
  return [...found].map(([text, all]) => `/*!\n${all.join(", ")}\n\n${text}\n*/\n`).join("");
}

async function bundle(options) {
  const { metafile, outputFiles: [{ path, text }] } = await build({ ...common, ...options });
  await writeFile(path, await notices(metafile) + text);
}

/* Style sheets are not lowered: they ask for what browsers of today have. */
async function styles(name) {
  const { outputFiles: [{ text }] } = await build({
    ...common, target: undefined, entryPoints: [`${FOLDER}/js/style/${name}.css`],
  });
  return text;
}

await mkdir(`${FOLDER}/static`, { recursive: true });
await writeFile(`${FOLDER}/static/explorables.css`, await styles("explorables"));

await bundle({
  entryPoints: [`${FOLDER}/js/host/pages.js`],
  outfile: `${FOLDER}/static/explorables.js`,
  format: "iife",
});
await bundle({
  entryPoints: [`${FOLDER}/js/host/jupyter.js`],
  outfile: `${FOLDER}/static/jupyter.js`,
  format: "esm",
  // JupyterLab loads the module alone; it brings its styles along.
  define: { EXPLORABLE_CSS: JSON.stringify(await styles("jupyter")) },
});

// What the bundles were made from, as `fingerprint` in tools/build_explorables.py works it out.
const listed = await readdir(`${FOLDER}/js`, { recursive: true });
const sources = listed.map(path => `${FOLDER}/js/${path.replaceAll("\\", "/")}`)
  .filter(path => /\.(js|css)$/.test(path) && !path.startsWith(`${FOLDER}/js/test/`))
  .sort();
const digest = createHash("sha256");
for (const path of [...sources, ...OTHERS]) {
  digest.update(`${path}\0`).update(await readFile(path));
}
await writeFile(`${FOLDER}/static/built-from`, digest.digest("hex"));
