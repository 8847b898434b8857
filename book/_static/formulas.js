// A formula wider than the page scrolls inside itself: let it be reached and scrolled by keyboard.
(function () {
  "use strict";

  const seen = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const formula = target.closest("div.math");
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  });
  // The line inside too: it alone changes its width when the fonts arrive.
  document.querySelectorAll("div.math, div.math > *").forEach((one) => seen.observe(one));
})();
