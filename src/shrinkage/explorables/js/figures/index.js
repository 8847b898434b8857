// Every figure there is, by its name in pages.

import * as constraintGeometry from "./constraint_geometry/index.js";
import * as oneWeight from "./one_weight.js";
import * as polynomialDegree from "./polynomial_degree/index.js";
import * as shrinkagePaths from "./shrinkage_paths/index.js";
import * as trainedTooLong from "./trained_too_long/index.js";
import * as weightsAsDials from "./weights_as_dials/index.js";

const all = [
  weightsAsDials,
  trainedTooLong,
  polynomialDegree,
  constraintGeometry,
  shrinkagePaths,
  oneWeight,
];

export const figures = Object.fromEntries(all.map(figure => [figure.name, figure]));
