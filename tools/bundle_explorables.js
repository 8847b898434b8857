// Bundles the interactive figures: one script and one style sheet for pages, one for JupyterLab.

import { build } from "esbuild";

const FOLDER = "src/shrinkage/explorables";
const common = {
  bundle: true,
  minify: true,
  target: "es2020",
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
};

// The style sheet is not lowered: it asks for what browsers of today have.
const sheet = await build({
  ...common,
  target: undefined,
  entryPoints: [`${FOLDER}/js/style/explorables.css`],
  outfile: `${FOLDER}/static/explorables.css`,
  write: false,
});
const css = sheet.outputFiles[0];

await Promise.all([
  build({
    ...common,
    entryPoints: [`${FOLDER}/js/host/pages.js`],
    outfile: `${FOLDER}/static/explorables.js`,
    format: "iife",
  }),
  build({
    ...common,
    entryPoints: [`${FOLDER}/js/host/jupyter.js`],
    outfile: `${FOLDER}/static/jupyter.js`,
    format: "esm",
    // JupyterLab loads the module alone; it brings its styles along.
    define: { EXPLORABLE_CSS: JSON.stringify(css.text) },
  }),
]);
const { mkdir, writeFile } = await import("node:fs/promises");
await mkdir(`${FOLDER}/static`, { recursive: true });
await writeFile(css.path, css.contents);
