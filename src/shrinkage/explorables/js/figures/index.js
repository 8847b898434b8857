// Every figure there is, by its name in pages.

import * as oneWeight from "./one_weight.js";
import * as polynomialDegree from "./polynomial_degree.js";

export const figures = Object.fromEntries(
  [oneWeight, polynomialDegree].map(figure => [figure.name, figure]));
