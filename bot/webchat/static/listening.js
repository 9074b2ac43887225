"use strict";
// Reads a message aloud where somebody asks for it, with a voice that is on the device itself: other voices would send
// the words to whoever made the browser. Whoever leaves, or clears the screen, leaves in silence.

(function listening() {
  const speech = window.speechSynthesis;
  const VOICES_WITHIN = 1500;
  let playing = null;
  let turn = 0;

  const plain = (language) => language.toLowerCase().replace("_", "-");
  const first = (language) => plain(language).split("-")[0];

  function voiceFor(language) {
    const own = (speech?.getVoices() || []).filter((voice) => voice.localService);
    return (
      own.find((voice) => plain(voice.lang) === plain(language)) ||
      own.find((voice) => first(voice.lang) === first(language))
    );
  }

  // Some browsers look for their voices only when they are asked for them.
  function whenVoicesAreThere(language) {
    if (!speech || voiceFor(language)) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      speech.addEventListener("voiceschanged", resolve, { once: true });
      setTimeout(resolve, VOICES_WITHIN);
    });
  }

  // What is said, one thought after the other: the words, what is in a list, and at the question asked now what there
  // is to pick. A receipt's words are not said: others in the room could come back with them.
  function linesOf(message, secret) {
    const parts = [...message.querySelectorAll(".text, .points li > span")].map((part) => {
      const copy = part.cloneNode(true);
      copy.querySelectorAll(".receipt-words").forEach((words) => words.replaceWith(`\n${secret}\n`));
      copy.querySelectorAll(".count").forEach((count) => count.append(".\n"));
      return copy.textContent;
    });
    const asked = [...document.querySelectorAll("#log .prompt")].pop();
    if (message === asked) {
      parts.push(...[...document.querySelectorAll("#choices .options .choice, .step-words")].map((one) => one.textContent));
    }
    return parts.flatMap((part) => part.split("\n")).map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean);
  }

  function show(button, on) {
    const label = button.querySelector("span");
    button.dataset.start ||= label.textContent;
    label.textContent = on ? button.dataset.stop : button.dataset.start;
    button.classList.toggle("on", on);
  }

  function stop() {
    const button = playing;
    playing = null;
    turn += 1;
    if (button) {
      show(button, false);
    }
    speech?.cancel();
  }

  function sayNone(button) {
    if (button.parentNode.querySelector(".no-voice")) {
      return;
    }
    const note = document.createElement("p");
    note.className = "note no-voice";
    note.textContent = button.dataset.none;
    button.before(note);
  }

  async function start(button) {
    const message = button.parentNode;
    // An offer of another language is in that language, and so is its voice.
    const language = message.querySelector(".text").closest("[lang]").lang;
    playing = button;
    turn += 1;
    const own = turn;
    show(button, true);
    await whenVoicesAreThere(language);
    const voice = voiceFor(language);
    if (own !== turn || !playing) {
      return;
    }
    if (!voice) {
      stop();
      sayNone(button);
      return;
    }
    const lines = linesOf(message, button.dataset.secret);
    lines.forEach((line, at) => {
      const words = new SpeechSynthesisUtterance(line);
      words.voice = voice;
      words.lang = voice.lang;
      // Somebody who listens is there: a shared device must not take them for gone.
      words.onstart = () => own === turn && document.dispatchEvent(new Event("listened", { bubbles: true }));
      words.onend = () => own === turn && at === lines.length - 1 && stop();
      words.onerror = () => own === turn && stop();
      speech.speak(words);
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".listen");
    if (button) {
      const again = button === playing;
      stop();
      if (!again) {
        start(button);
      }
    }
  });
  for (const over of ["leaving", "cleared"]) {
    document.addEventListener(over, stop);
  }
  window.addEventListener("pagehide", stop);
})();
