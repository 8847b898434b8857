// Put into a page before anything else of it: times each answer to what the reader moves.
(function () {
  "use strict";

  const answers = (window.answers = []);
  let now = null; // the move that is being answered

  // On the window a listener that captures is the first to hear of an event, and one that does not
  // is the last; and a frame asked for in the first is called before those that the figure asks for.
  function heard(event) {
    const { timeStamp } = event;
    if (now) {
      now.handling = performance.now();
      return;
    }
    const whole = document.querySelector(".explorable");
    const before = JSON.stringify(whole.explorable.get());
    const { port1, port2 } = new MessageChannel();
    const move = (now = { handlers: 0, handling: performance.now() });
    requestAnimationFrame(() => {
      const began = performance.now();
      port2.postMessage(null);
      // Style, layout and paint belong to the same task as the frame's callbacks.
      port1.onmessage = () => {
        const done = performance.now();
        now = null;
        answers.push({
          work: move.handlers + done - began,
          whole: done - timeStamp,
          changed: JSON.stringify(whole.explorable.get()) !== before,
        });
      };
    });
  }

  function handled() {
    if (now) now.handlers += performance.now() - now.handling;
  }

  for (const name of ["pointermove", "input"]) {
    window.addEventListener(name, heard, { capture: true });
    window.addEventListener(name, handled);
  }
})();
