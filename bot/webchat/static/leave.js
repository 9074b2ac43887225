"use strict";
// Leaving at once, by the button or by a key. It needs nothing of the rest of the page, so that it works whatever else
// does not. The key is Shift, pressed alone, three times: every keyboard has it, and it is the key of other public
// services. Escape stays what it is to people and to screen readers.

(function leaveAtOnce() {
  const PRESSES = 3;
  const WITHIN = 5000;
  const root = document.documentElement;
  const link = document.getElementById("leave");
  const key = document.getElementById("leave-key");
  const status = document.getElementById("leave-status");
  const { to, cover, seconds } = link.dataset;
  let pressed = 0;
  let alone = false;
  let timer = null;

  function leave() {
    // Others on this page may have something to put away first, or another way to leave.
    if (!document.dispatchEvent(new Event("leaving", { cancelable: true }))) {
      return;
    }
    root.classList.add("left");
    document.body.replaceChildren();
    window.location.replace(to);
    if (!cover) {
      return;
    }
    const secure = window.location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${cover}=1; path=/chat; max-age=${seconds}; samesite=lax${secure}`;
  }

  function count(presses) {
    clearTimeout(timer);
    pressed = presses;
    status.textContent = presses ? link.dataset.presses.replace("{count}", PRESSES - presses) : "";
    timer = presses ? setTimeout(() => count(0), WITHIN) : null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      alone = false;
      count(0);
    } else if (!event.repeat) {
      alone = !event.ctrlKey && !event.altKey && !event.metaKey;
    }
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !alone) {
      return;
    }
    alone = false;
    if (pressed + 1 === PRESSES) {
      leave();
    } else {
      count(pressed + 1);
    }
  });
  // Shift and a click or a tap choose text: no press of the key alone.
  document.addEventListener("pointerdown", () => {
    alone = false;
  });

  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") {
      event.preventDefault();
      leave();
    }
  });

  // Should a browser bring the page itself back, instead of asking us for it: it was left, and it stays empty.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && cover && (root.classList.contains("left") || document.cookie.includes(`${cover}=`))) {
      root.classList.add("left");
      window.location.reload();
    }
  });

  key.hidden = false;
  link.setAttribute("aria-describedby", key.id);
  root.classList.add("scripts");
})();
