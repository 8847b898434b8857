/* Brings the pictures of a lab as it nears the view, from a script of their own. */
(() => {
  "use strict";

  const NEAR = "1200px"; // some time to load before the reader is there
  const stores = [...document.querySelectorAll(".lab script[data-src]")];

  window.labFrames = (address, text) => {
    const store = stores.find((one) => one.dataset.src === address);
    store.textContent = text;
    store.dispatchEvent(new Event("load"));
  };

  const load = (store) => {
    const script = document.createElement("script");
    script.src = store.dataset.src;
    script.setAttribute("async", "");
    // Where it can't be had, the picture of the start stays.
    document.head.append(script);
  };

  const nearing = new IntersectionObserver((seen) => {
    for (const one of seen.filter((entry) => entry.isIntersecting)) {
      nearing.unobserve(one.target);
      load(one.target.querySelector("script[data-src]"));
    }
  }, { rootMargin: NEAR });
  for (const store of stores) nearing.observe(store.closest(".lab"));
})();
