// Which centers of the contours lead to a weight of exactly 0: exact borders, for the loss
// ½(w − c)ᵀA(w − c) of two weights. A is given as [a₁₁, a₁₂, a₂₂].

const FAR = 1000; // beyond every picture

function inverse(A) {
  const determinant = A[0] * A[2] - A[1] * A[1];
  return ([x, y]) => [(A[2] * x - A[1] * y) / determinant, (A[0] * y - A[1] * x) / determinant];
}

const plus = ([a, b], [c, d], times = 1) => [a + times * c, b + times * d];

/**
 * Returns the centers for which L1 sets a weight to exactly 0, as convex polygons.
 *
 * Within a budget t the solution is the corner (t, 0) where the pull A(c − w) there points between
 * the normals (1, 1) and (1, −1) of the two sides: a wedge. Under a penalty λ a weight is 0 where
 * the pull on it is at most λ: a strip from the parallelogram in which both are.
 *
 * @param {number[]} A - curvature
 * @param {{budget?: number, lam?: number}} strength - one of the two
 * @param {number} edge - centers from −edge to edge, in both directions
 * @returns {{zero: number, points: number[][]}[]} `zero`: 1 the first weight, 2 the second, 3 both
 */
export function zeroRegions(A, { budget, lam }, edge) {
  const turned = inverse(A);
  const found = [];
  for (const axis of [0, 1]) {
    const along = axis === 0 ? [1, 0] : [0, 1];
    const across = axis === 0 ? [0, 1] : [1, 0];
    for (const s of [1, -1]) {
      const [one, other] = [1, -1].map(r => turned(plus(along, across, r)).map(x => s * x));
      const corner = along.map(x => s * x * (budget ?? 0));
      const points = budget === undefined
        ? [
          one.map(x => lam * x), plus(one.map(x => lam * x), along, s * FAR),
          plus(other.map(x => lam * x), along, s * FAR), other.map(x => lam * x),
        ]
        : [corner, plus(corner, one, FAR), plus(corner, plus(one, other), FAR),
          plus(corner, other, FAR)];
      found.push({ zero: axis === 0 ? 2 : 1, points });
    }
  }
  if (budget === undefined) {
    const signs = [[1, 1], [1, -1], [-1, -1], [-1, 1]];
    found.push({ zero: 3, points: signs.map(pair => turned(pair.map(x => lam * x))) });
  }
  return found.map(({ zero, points }) => ({ zero, points: cut(points, edge) }));
}

/**
 * Returns the centers for which L2 sets the first (0) or second (1) other weight to 0: a line.
 *
 * @param {number[]} A - curvature
 * @param {{budget?: number, lam?: number}} strength - one of the two
 * @param {0|1} axis - the axis that the solution lies on
 * @returns {number[][]} its points, from far on one side to far on the other
 */
export function zeroLine(A, { budget, lam }, axis) {
  const along = axis === 0 ? [1, 0] : [0, 1];
  const pulled = inverse(A)(along);
  if (budget === undefined) {
    const way = plus(along, pulled, lam);
    const size = Math.hypot(...way);
    return [-FAR, FAR].map(times => way.map(x => (times * x) / size));
  }
  return [[-budget, -FAR], [-budget, 0], [budget, 0], [budget, FAR]]
    .map(([here, there]) => plus(along.map(x => here * x), pulled, there));
}

/** Cuts a convex polygon to the square from −edge to edge: Sutherland and Hodgman (1974). */
export function cut(points, edge) {
  let left = points;
  for (const axis of [0, 1]) {
    for (const s of [1, -1]) {
      const over = point => s * point[axis] - edge;
      const kept = [];
      left.forEach((point, n) => {
        const before = left[(n + left.length - 1) % left.length];
        const [a, b] = [over(before), over(point)];
        if ((a > 0) !== (b > 0)) kept.push(plus(before, plus(point, before, -1), a / (a - b)));
        if (b <= 0) kept.push(point);
      });
      left = kept;
    }
  }
  return left;
}

/** Returns a polygon's area. */
export function area(points) {
  const twice = points.reduce((sum, [x, y], n) => {
    const [px, py] = points[(n + points.length - 1) % points.length];
    return sum + px * y - x * py;
  }, 0);
  return Math.abs(twice) / 2;
}
