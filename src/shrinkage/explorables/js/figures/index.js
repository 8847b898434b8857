// Every figure there is, by its name in pages.

import * as oneWeight from "./one_weight.js";
import * as shrinkagePaths from "./shrinkage_paths/index.js";
import * as trainedTooLong from "./trained_too_long.js";
import * as weightsAsDials from "./weights_as_dials.js";

const all = [
  weightsAsDials,
  trainedTooLong,
  shrinkagePaths,
  oneWeight,
];

export const figures = Object.fromEntries(all.map(figure => [figure.name, figure]));
