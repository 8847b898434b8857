// Every figure there is, by its name in pages.

import * as constraintGeometry from "./constraint_geometry.js";
import * as oneWeight from "./one_weight.js";
import * as polynomialDegree from "./polynomial_degree.js";

export const figures = Object.fromEntries(
  [polynomialDegree, constraintGeometry, oneWeight].map(figure => [figure.name, figure]));
