import assert from "node:assert/strict";
import test from "node:test";

import { words } from "../ui/numbers.js";

test("numbers are written with three digits and a real minus", () => {
  assert.deepEqual([0, 0.4545, -2, 12345, 99999].map(one => words(one)),
    ["0", "0.455", "−2", "12345", "99999"]);
});

test("a bare power of ten has no 1 before it, and others keep their factor", () => {
  assert.deepEqual([1e6, -1e6, 1e-8, 2.5e-8, -2.5e5].map(one => words(one)),
    ["10⁶", "−10⁶", "10⁻⁸", "2.5·10⁻⁸", "−2.5·10⁵"]);
});
