// How far each chapter has been read. Only this browser knows it: nothing is sent anywhere.
(function () {
  "use strict";

  const here = chapter(location.pathname);

  function chapter(path) {
    const found = /chapters\/([\w-]+)\.html$/.exec(path);
    return found && "read:" + found[1];
  }

  // Where storage is forbidden, nothing is kept and nothing is shown.
  function share(key) {
    try {
      return Number(localStorage.getItem(key)) || 0;
    } catch {
      return 0;
    }
  }

  function keep() {
    const article = document.querySelector(".bd-article").getBoundingClientRect();
    const now = Math.round((100 * (innerHeight - article.top)) / article.height);
    if (now <= share(here)) return;
    try {
      localStorage.setItem(here, Math.min(now, 100));
    } catch {
      return;
    }
    show();
  }

  function note(link, place, read) {
    const shown = place.querySelector(".progress-note") || document.createElement("span");
    const words = read < 96 ? read + "% read" : "read";
    shown.className = "progress-note";
    shown.textContent = words;
    if (place === link) {
      shown.dataset.short = read < 96 ? read + "%" : "✓";
      shown.innerHTML = `<span class="visually-hidden">${words}</span>`;
    }
    place.append(shown);
  }

  function show() {
    for (const link of document.querySelectorAll(".bd-sidenav a, .bd-article li a")) {
      const read = share(chapter(link.pathname));
      const place = link.closest("nav") ? link : link.closest("li").querySelector(".minutes");
      if (read && place) note(link, place, read);
    }
  }

  show();
  if (!here) return;
  // What flies past on the way to somewhere else is not read: the page must rest for a second.
  let rest;
  const wait = () => {
    clearTimeout(rest);
    rest = setTimeout(keep, 1000);
  };
  addEventListener("scroll", wait, { passive: true });
  wait();
})();
