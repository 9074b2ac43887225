"use strict";
// What is on its way to Sayso: one thing at a time, in order, again and again until it is answered. A message keeps its
// id however often it is sent, so it counts once. What of it is put on the device, and when, is in keeping.js.

const PATIENCE = 25000;
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
// When lots of people write at once, what was sent is tried again so often, after these pauses, before anything is said.
const PAUSES_WHEN_BUSY = [2000, 4000, 8000];
const WORTH_ANOTHER_TRY = [408, 425, 429];
// Browsers send a body up to about this size to its end even when the page is closed.
const OUTLIVES_PAGE = 8000;

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// `answered(entry, parts)`: it was taken. `refused(entry, text)`: it cannot be taken as it is. `waiting(text)`: it did
// not get through and will be tried again; `text` is what our side said about it, or nothing. `helped(html)`: help that is
// shown at once, whatever becomes of the rest. `full(entries, text)`: too many are writing; none of these was taken, and
// they go back to the person. `changed(entries, stuck)`: something was added to what waits, or sent; `stuck` says that it
// does not get through. `talk` is what the talk is known by where no cookie says so.
function createOutbox(url, talk, { answered, refused, waiting, helped, full, changed }) {
  const entries = [];
  let stuck = false;
  let running = false;
  let wake = null;

  function add(entry) {
    entry.id = entry.id || randomId();
    entry.turnedAway = 0;
    entries.push(entry);
    changed(entries, stuck);
    run();
  }

  async function run() {
    if (running) {
      return;
    }
    running = true;
    for (let failures = 0; entries.length; ) {
      const result = await send(entries[0]);
      if (!entries.length) {
        break;
      }
      if (result.messages && !entries[0].helped) {
        entries[0].helped = true;
        helped(result.messages);
      }
      if (result.busy && !entries[0].unsure) {
        const wait = PAUSES_WHEN_BUSY[entries[0].turnedAway];
        entries[0].turnedAway += 1;
        if (wait === undefined) {
          full(entries.splice(0), result.problem);
          changed(entries, false);
        } else {
          await pause(wait);
        }
        continue;
      }
      if (result.again) {
        // It may have been taken all the same, so it goes on under its own id until that is known.
        entries[0].unsure = true;
        stuck = true;
        changed(entries, stuck);
        waiting(result.problem);
        await pause(PAUSES[Math.min(failures, PAUSES.length - 1)]);
        failures += 1;
        continue;
      }
      failures = 0;
      stuck = false;
      const entry = entries.shift();
      changed(entries, stuck);
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
      for (const [name, value] of Object.entries(entry.shown)) {
        body.set(name, value);
      }
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
        headers: talk ? { Accept: "application/json", "Sayso-Talk": talk } : { Accept: "application/json" },
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
      return { again, problem: data.problem, messages: data.messages, busy: data.busy };
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
    if (at < 0) {
      return null;
    }
    const [taken] = entries.splice(at, 1);
    changed(entries, stuck);
    return taken;
  }

  return {
    add,
    takeBack,
    // Throws away what waits: the device is somebody else's now.
    forget: () => entries.splice(0),
    late: () => changed(entries, true),
    tryNow: () => wake && wake(),
    has: (value) => entries.some((entry) => entry.value === value && entry.field !== "typed"),
    isEmpty: () => entries.length === 0,
  };
}
