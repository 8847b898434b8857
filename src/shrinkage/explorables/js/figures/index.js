// Every figure there is, by its name in pages.

import * as oneWeight from "./one_weight.js";

export const figures = Object.fromEntries([oneWeight].map(figure => [figure.name, figure]));
