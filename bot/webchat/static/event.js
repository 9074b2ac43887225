// The page of an event: asks every few seconds whether there is something to tell, and says so when it cannot ask.
"use strict";

(() => {
  const EVERY = 3000;
  const PATIENCE = 6000;
  const LOST_AFTER = 10000;

  const byId = (id) => document.getElementById(id);
  const now = byId("now");
  const lost = byId("lost");
  const button = byId("sound-button");
  let mark = now.dataset.mark;
  let heardAt = Date.now();
  let asking = false;
  let audio = null;
  let screenLock = null;

  const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const tone = (start, pitch) => {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.15, start + 0.05);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.45);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.5);
  };

  const alarm = () => {
    if (!audio) return;
    audio.resume();
    tone(audio.currentTime, 523);
    tone(audio.currentTime + 0.4, 659);
    if (navigator.vibrate) navigator.vibrate([300, 150, 300]);
  };

  const keepScreenOn = async () => {
    try {
      screenLock = await navigator.wakeLock.request("screen");
    } catch {
      screenLock = null; // an old browser, or a battery that is nearly empty: the page works all the same
    }
  };

  const show = (parts) => {
    heardAt = Date.now();
    setText(lost, "");
    setText(byId("standing"), parts.standing);
    setText(byId("checked"), parts.checked);
    // Only what changed is put in, so that a screen reader says it once. The server has escaped whatever staff wrote.
    const fresh = document.createElement("template");
    fresh.innerHTML = parts.now;
    if (fresh.innerHTML.trim() !== now.innerHTML.trim()) now.replaceChildren(fresh.content);
    if (parts.mark && parts.mark !== mark) alarm();
    mark = parts.mark;
  };

  const ask = async () => {
    if (asking) return;
    asking = true;
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PATIENCE);
    try {
      const answer = await fetch(`${location.pathname}/now`, { cache: "no-store", signal: limit.signal });
      if (answer.status === 404) location.reload();
      if (answer.ok) show(await answer.json());
    } catch {
      // no connection: `watch` says so when it lasts
    } finally {
      clearTimeout(timer);
      asking = false;
    }
  };

  const watch = () => {
    if (Date.now() - heardAt > LOST_AFTER) setText(lost, lost.dataset.text);
  };

  button.addEventListener("click", async () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? button.dataset.on : button.dataset.off;
    if (on) {
      audio = new AudioContext();
      alarm();
      await keepScreenOn();
    } else {
      await audio.close();
      audio = null;
      if (screenLock) await screenLock.release();
      screenLock = null;
    }
  });

  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    if (audio) await keepScreenOn();
    await ask();
  });

  byId("sound").hidden = false;
  setInterval(ask, EVERY);
  setInterval(watch, 1000);
  window.addEventListener("offline", () => setText(lost, lost.dataset.text));
  window.addEventListener("online", ask);
})();
