// Put into a page before anything else of it: writes down when it painted, moved and answered.
(function () {
  "use strict";

  const seen = (window.measured = { lcp: 0, element: "", shift: 0, shifted: [], changed: null,
    widget: null });

  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      seen.lcp = one.startTime;
      const text = one.element ? one.element.textContent.trim().slice(0, 40) : "";
      seen.element = one.element ? `${one.element.localName}: ${text}` : "";
    }
  }).observe({ type: "largest-contentful-paint", buffered: true });

  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) {
      if (one.hadRecentInput) continue;
      seen.shift += one.value;
      seen.shifted.push(...one.sources.map((source) => {
        const node = source.node && (source.node.outerHTML || source.node.textContent);
        return `${one.startTime.toFixed(0)} ms ${one.value.toFixed(4)}: ` +
          (node || "").trim().replace(/\s+/g, " ").slice(0, 80);
      }));
    }
  }).observe({ type: "layout-shift", buffered: true });

  // The frame after the next is painted when the change is on the screen.
  const stamp = (name) => requestAnimationFrame(() => requestAnimationFrame(() => {
    seen[name] ??= performance.now();
  }));

  let watched = null;
  (function look() {
    if (seen.widget === null && document.querySelector(".widget-slider")) stamp("widget");
    const view = document.querySelector("figure.lab .lab-picture, .explorable-stage");
    // While the page is still read, its own text changes the picture.
    if (view && !watched && document.readyState !== "loading") {
      watched = new MutationObserver(() => stamp("changed"));
      watched.observe(view, { subtree: true, childList: true, attributes: true,
        characterData: true });
    }
    setTimeout(look, 10);
  })();
})();
