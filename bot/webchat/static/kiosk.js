"use strict";
// A device that is handed round: a large Start, a question where nobody touches it any more, and nothing left over. The
// page is the whole talk. To clear it means to empty the page and to load it anew in its own place.

(function kiosk() {
  const root = document.documentElement;
  const ready = document.getElementById("ready");
  const start = document.getElementById("start");
  const dialog = document.getElementById("still");
  const here = document.getElementById("here");
  const seconds = document.getElementById("still-seconds");
  const said = document.getElementById("still-said");
  const form = document.getElementById("form");
  const { address, waiting } = ready.dataset;
  const QUIET = Number(ready.dataset.quiet) * 1000;
  const AFTER_HELP = Number(ready.dataset.afterHelp) * 1000;
  const WARNING = Number(ready.dataset.warning) * 1000;
  const SAY_AT = [30, 10];
  const TRY_AGAIN = 3000;
  let touched = Date.now();
  let asked = 0;
  let cleared = false;

  // Whoever was shown help may sit still for longer: reading, or thinking what to do.
  function quietFor() {
    return document.querySelector("#log .signpost") ? AFTER_HELP : QUIET;
  }

  function empty() {
    root.classList.add("left");
    if (dialog.open) {
      dialog.close();
    }
    document.body.replaceChildren();
  }

  // Where there is no signal there is no new page: an empty one waits for it, rather than the browser's own trouble.
  async function loadAnew() {
    try {
      const answer = await fetch(address, { method: "HEAD", cache: "no-store", credentials: "same-origin" });
      if (answer.ok || answer.status === 403) {
        window.location.replace(address);
        return;
      }
    } catch {
      // No signal: said below, and tried again.
    }
    if (!document.body.firstChild) {
      const note = document.createElement("p");
      note.className = "kiosk-waiting";
      note.textContent = waiting;
      document.body.append(note);
      root.classList.remove("left");
    }
    setTimeout(loadAnew, TRY_AGAIN);
  }

  function clear() {
    if (cleared) {
      return;
    }
    cleared = true;
    document.dispatchEvent(new Event("cleared"));
    empty();
    loadAnew();
  }

  function stay() {
    touched = Date.now();
    asked = 0;
    said.textContent = "";
    if (dialog.open) {
      dialog.close();
    }
  }

  function ask() {
    asked = Date.now();
    dialog.showModal();
    here.focus();
  }

  function look() {
    if (cleared || !root.classList.contains("started")) {
      return;
    }
    if (!asked) {
      if (Date.now() - touched >= quietFor()) {
        ask();
      }
      return;
    }
    const left = Math.ceil((asked + WARNING - Date.now()) / 1000);
    seconds.textContent = Math.max(0, left);
    if (SAY_AT.includes(left)) {
      said.textContent = said.dataset.text.replace("{seconds}", left);
    }
    if (left <= 0) {
      clear();
    }
  }

  // The page may have waited here since before the event was over: no adult is told of anything any more, as it says.
  async function leaveIfOver() {
    try {
      const answer = await fetch(address, { method: "HEAD", cache: "no-store", credentials: "same-origin" });
      if (answer.status === 403) {
        clear();
      }
    } catch {
      // No signal: nothing can be sent either, and each thing that is sent says so.
    }
  }

  function begin() {
    leaveIfOver();
    root.classList.add("started");
    ready.hidden = true;
    touched = Date.now();
    window.scrollTo(0, 0);
    document.getElementById("main").focus({ preventScroll: true });
  }

  function print() {
    const words = [...document.querySelectorAll(".receipt-words")].pop();
    document.getElementById("slip-text").textContent = words.textContent;
    window.print();
  }

  // Where the four words are opened: on a device of their own, so no link leads there from here.
  function sayWhere() {
    for (const place of document.querySelectorAll(".where:empty")) {
      place.textContent = `${window.location.host}/receipt`;
    }
  }

  sayWhere();
  new MutationObserver(sayWhere).observe(document.getElementById("log"), { childList: true });
  start.addEventListener("click", begin);
  here.addEventListener("click", stay);
  dialog.addEventListener("cancel", stay);
  document.addEventListener("click", (event) => {
    const what = event.target.closest("[data-kiosk]")?.dataset.kiosk;
    if (what === "done") {
      clear();
    } else if (what === "print") {
      print();
    }
  });

  // Nobody who does anything at all is asked. While it asks, only an answer counts: a knock against the table is none.
  // Somebody who listens to the page with a screen reader only moves the focus and the page.
  for (const name of ["pointerdown", "pointermove", "keydown", "input", "wheel", "scroll", "touchmove", "focusin", "listened"]) {
    window.addEventListener(
      name,
      (event) => {
        // A browser also says that the pointer moved where only the page moved under it.
        const still = name === "pointermove" && !event.movementX && !event.movementY;
        if (!asked && !still) {
          touched = Date.now();
        }
      },
      { capture: true, passive: true },
    );
  }

  // Leaving at once means here: clear it all, now. There is no other website that the next person should find.
  document.addEventListener("leaving", (event) => {
    event.preventDefault();
    clear();
  });

  // A screen that was switched off is dark until the time is looked at again: it may be somebody else who wakes it.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      root.classList.toggle("away", root.classList.contains("started"));
      return;
    }
    if (root.classList.contains("started") && Date.now() - touched >= quietFor() + WARNING) {
      clear();
    }
    look();
    root.classList.remove("away");
  });

  // Should the browser put this page by, it puts by an empty one.
  window.addEventListener("pagehide", () => {
    cleared = true;
    empty();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      window.location.replace(address);
    }
  });

  // A slip of the finger must not load the page anew in the middle of somebody's talk.
  window.addEventListener("beforeunload", (event) => {
    if (!cleared && root.classList.contains("started") && !form.dataset.ended) {
      event.preventDefault();
    }
  });

  setInterval(look, 500);
  start.disabled = false;
  start.focus({ preventScroll: true });
})();
