import assert from "node:assert/strict";
import { test } from "node:test";

import { figures } from "../figures/index.js";
import { openModel, pageHost } from "../ui/model.js";
import { starts } from "../ui/state.js";

globalThis.requestAnimationFrame ??= () => 1;
globalThis.cancelAnimationFrame ??= () => {};

/* A host that takes nothing away by itself, and counts what it is asked to keep. */
function countingHost(figure) {
  const host = pageHost({ ...starts(figure.state), prediction: "" });
  host.saved = 0;
  host.save_changes = () => { host.saved += 1; };
  return host;
}

for (const figure of Object.values(figures)) {
  const key = Object.keys(figure.state)[0];
  const one = figure.state[key];
  const other = [one.min, one.max, !one.start, one.options?.at(-1)]
    .find(value => value !== undefined && value !== one.start);

  if (one.kind !== "list") {
    test(`${figure.name}: once closed it hears nothing, and what was set is kept`, () => {
      const host = countingHost(figure);
      const model = openModel(figure, host);
      let heard = 0;
      model.subscribe(() => { heard += 1; });
      model.set({ [key]: other });
      assert.equal(model.state[key], other);
      assert.equal(heard, 1);
      model.close();
      assert.equal(host.saved, 1);
      host.set(key, one.start);
      assert.equal(model.state[key], other);
      assert.equal(heard, 1);
    });

    test(`${figure.name}: a late answer to an earlier change does not undo a later one`, () => {
      const frames = [];
      const [ask, forget] = [globalThis.requestAnimationFrame, globalThis.cancelAnimationFrame];
      globalThis.requestAnimationFrame = call => frames.push(call);
      globalThis.cancelAnimationFrame = () => {};
      try {
        const host = countingHost(figure);
        const model = openModel(figure, host);
        model.set({ [key]: other });
        frames.shift()();
        assert.equal(host.get(key), other);
        model.set({ [key]: one.start });
        // The kernel answers the first before the second is told.
        host.set(key, other);
        assert.equal(model.state[key], one.start);
        frames.shift()();
        assert.equal(host.get(key), one.start);
        assert.equal(model.state[key], one.start);
        assert.equal(host.saved, 2);
        model.close();
      } finally {
        globalThis.requestAnimationFrame = ask;
        globalThis.cancelAnimationFrame = forget;
      }
    });
  }
}
