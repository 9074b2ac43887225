"use strict";
// What is on its way to Sayso: one thing at a time, in order, again and again until it is answered. A message keeps its
// id however often it is sent, so it counts once. Nothing is put on the phone: it may be somebody else's.

const PATIENCE = 15000;
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
const WORTH_ANOTHER_TRY = [408, 425, 429];
// Browsers send a body up to about this size to its end even when the page is closed.
const OUTLIVES_PAGE = 8000;

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// `answered(entry, parts)`: it was taken. `refused(entry, text)`: it cannot be taken as it is. `waiting(text)`: it did
// not get through and will be tried again; `text` is what our side said about it, or nothing.
function createOutbox(url, { answered, refused, waiting }) {
  const entries = [];
  let running = false;
  let wake = null;

  function add(entry) {
    entry.id = randomId();
    entries.push(entry);
    run();
  }

  async function run() {
    if (running) {
      return;
    }
    running = true;
    for (let failures = 0; entries.length; ) {
      const result = await send(entries[0]);
      if (result.again) {
        waiting(result.problem);
        await pause(PAUSES[Math.min(failures, PAUSES.length - 1)]);
        failures += 1;
        continue;
      }
      failures = 0;
      const entry = entries.shift();
      try {
        if (result.parts) {
          answered(entry, result.parts);
        } else {
          refused(entry, result.problem);
        }
      } catch {
        // The page itself went wrong, so show it anew: everything that was answered is kept on our side.
        window.location.reload();
      }
    }
    running = false;
  }

  async function send(entry) {
    const body = new FormData();
    body.set("message_id", entry.id);
    body.set(entry.field, entry.value);
    if (entry.ended) {
      body.set("ended", entry.ended);
    }
    if (entry.asked) {
      body.set("asked", "1");
    }
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(url, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
        cache: "no-store",
        redirect: "error",
        keepalive: entry.value.length < OUTLIVES_PAGE,
        signal: stop.signal,
      });
      const data = await response.json();
      if (response.ok) {
        return data.choices === undefined ? { again: true } : { parts: data };
      }
      const again = response.status >= 500 || WORTH_ANOTHER_TRY.includes(response.status);
      return { again, problem: data.problem };
    } catch {
      return { again: true };
    } finally {
      clearTimeout(timer);
    }
  }

  function pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds * (0.8 + 0.4 * Math.random()));
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  // Takes back the first thing still waiting that `isIt` says yes to, or nothing.
  function takeBack(isIt) {
    const at = entries.findIndex(isIt);
    return at < 0 ? null : entries.splice(at, 1)[0];
  }

  return {
    add,
    takeBack,
    tryNow: () => wake && wake(),
    has: (value) => entries.some((entry) => entry.value === value && entry.field !== "typed"),
    isEmpty: () => entries.length === 0,
  };
}
