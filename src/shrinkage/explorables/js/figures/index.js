// Every figure there is, by its name in pages.

import * as oneWeight from "./one_weight.js";
import * as shrinkagePaths from "./shrinkage_paths/index.js";

const all = [
  shrinkagePaths,
  oneWeight,
];

export const figures = Object.fromEntries(all.map(figure => [figure.name, figure]));
