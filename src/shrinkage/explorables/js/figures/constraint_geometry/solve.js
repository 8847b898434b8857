// What L1 and L2 make of one loss over two weights; no DOM.

import {
  curvature, minimizePenalized, minimizeWithin, zeros,
} from "../../core/constraint_geometry.js";
import { area, zeroRegions } from "../../core/zero_regions.js";

export const EDGE = 2; // of the centers that can be chosen

export const curvatureOf = ({ angle, stretch }) => curvature((angle * Math.PI) / 180, stretch);
export const strengthOf = (values, kind) => (values.given === "budget"
  ? { budget: values[`budget_${kind}`] } : { lam: values[`lam_${kind}`] });

function solution(values, kind) {
  const A = curvatureOf(values);
  const center = [values.c1, values.c2];
  const { budget, lam } = strengthOf(values, kind);
  const found = budget === undefined
    ? minimizePenalized(A, center, kind, lam) : minimizeWithin(A, center, kind, budget);
  return {
    w: found.w,
    budget: found.budget,
    // No λ is large enough for L2's weights to be 0.
    lam: Number.isFinite(found.lam) ? found.lam : null,
    loss: found.loss,
    zeros: zeros(found.w),
  };
}

/** Return both solutions, and how many of all centers lead to a weight of 0. */
export function solve(values) {
  const regions = zeroRegions(curvatureOf(values), strengthOf(values, "l1"), EDGE);
  const all = regions.reduce((sum, { points }) => sum + area(points), 0);
  return {
    l1: solution(values, "l1"),
    l2: solution(values, "l2"),
    // Of all centers that can be chosen, how many lead L1 to a weight of 0.
    share_l1: all / (2 * EDGE) ** 2,
    share_l2: values.given === "budget" && values.budget_l2 === 0 ? 1 : 0,
  };
}

