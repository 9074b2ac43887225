// Wires the page together. Without this script the same form works by itself, page by page.

(function wire() {
  const form = document.getElementById("form");
  const box = document.getElementById("reply");
  const sendButton = document.getElementById("send");
  const status = document.getElementById("status");
  const again = document.getElementById("again");
  const room = document.getElementById("room");
  const leave = document.getElementById("leave");
  const limit = Number(form.dataset.limit);
  const thread = createThread();
  const asking = createAsking(box, sendButton);
  const hasKeyboard = window.matchMedia("(hover: hover) and (pointer: fine)");
  const SOON_FULL = 500;
  const SLOW = 800;
  const LATE = 5000;
  const NEXT = ":.next";
  let words = JSON.parse(form.dataset.words);
  let slow = null;
  let late = null;
  let unsent = 0;
  let trouble = "";
  const keeping = createKeeping(form.dataset.keep);

  const outbox = createOutbox(form.action, form.dataset.talk, {
    answered(entry, parts) {
      settle();
      if (entry.bubble) {
        entry.bubble.classList.remove("unsent");
      }
      if (parts.refused && entry.field === "typed") {
        giveBack(entry);
      }
      apply(parts);
      const first = parts.inPlace ? null : thread.addMessages(parts.messages);
      if (parts.inPlace) {
        thread.markChoices(parts.choices);
        if (parts.asking) {
          // Next, pressed with these words, would leave the question without them.
          asking.ask(parts.asking, outbox.takeBack((waiting) => waiting.value.endsWith(NEXT)));
        }
        return;
      }
      thread.setChoices(parts.choices);
      if (parts.ended) {
        form.dataset.ended = "1";
      }
      const help = thread.helpIn(first);
      if (help) {
        thread.showFromTop(help);
      } else if (first) {
        // Under long words of their own the answer and Next would be out of sight.
        thread.show(entry.bubble && entry.bubble.isConnected && thread.fits(entry.bubble) ? entry.bubble : first);
      }
      if (help && !hasKeyboard.matches && !box.value) {
        // What can help fills the screen: a phone's keyboard would cover half of it.
        document.activeElement.blur();
      } else {
        moveFocus(entry, parts);
      }
    },
    refused(entry, problem) {
      settle();
      if (entry.field === "typed") {
        giveBack(entry);
      }
      document.querySelectorAll(".sent").forEach((button) => button.classList.remove("sent"));
      thread.show(thread.addProblem(problem || words.noSignal));
    },
    helped(html) {
      const first = thread.addMessages(html);
      const help = thread.helpIn(first);
      if (help) {
        thread.showFromTop(help);
      } else {
        thread.show(first);
      }
    },
    full(entries, problem) {
      settle();
      for (const entry of entries.reverse()) {
        if (entry.field === "typed") {
          giveBack(entry);
        }
      }
      document.querySelectorAll(".sent").forEach((button) => button.classList.remove("sent"));
      thread.show(thread.addProblem(problem));
    },
    waiting(problem) {
      clearTimeout(slow);
      trouble = problem || words.noSignal;
      sayUnsent();
      again.hidden = false;
    },
    // From when something does not get through it lies on the device too, until all is sent.
    changed(entries, stuck) {
      unsent = entries.length;
      const lasting = entries.filter((entry) => !entry.ended);
      if (!lasting.length) {
        keeping.remove();
      } else if (stuck || keeping.isUsed()) {
        keeping.save(lasting);
      }
      if (!entries.some((entry) => entry.field === "typed")) {
        thread.removeNotSent();
      } else if (stuck) {
        thread.addNotSent(words.notSent);
      }
      if (trouble) {
        sayUnsent();
      }
    },
  });

  function say(text) {
    if (status.textContent !== text) {
      status.textContent = text;
    }
  }

  function sayUnsent() {
    say(`${trouble} ${words.unsent.replace("{count}", unsent)}`);
  }

  function settle() {
    clearTimeout(slow);
    clearTimeout(late);
    trouble = "";
    again.hidden = true;
    say("");
  }

  // Puts words that were not kept back where they were written.
  function giveBack(entry) {
    entry.bubble.remove();
    if (entry.asked) {
      asking.remember();
    }
    box.value = box.value ? `${entry.value}\n${box.value}` : entry.value;
    measure();
  }

  function apply(parts) {
    const root = document.documentElement;
    words = parts.words;
    if (root.lang !== parts.language) {
      // What it asks is in the language before; whoever sends the words is asked again, in the new one.
      asking.done();
    }
    root.lang = parts.language;
    root.dir = parts.direction;
    document.querySelector("label[for=reply]").textContent = words.yourMessage;
    box.placeholder = words.yourMessage;
    sendButton.textContent = words.send;
    again.textContent = words.tryAgain;
    form.setAttribute("aria-label", words.yourMessage);
    document.getElementById("log").setAttribute("aria-label", words.messages);
    document.getElementById("choices").setAttribute("aria-label", words.choices);
    for (const place of document.querySelectorAll("main [data-say]")) {
      place.textContent = words[place.dataset.say];
    }
    leave.textContent = words.leave;
    leave.dataset.presses = words.leavePresses;
    document.getElementById("leave-key").textContent = words.leaveKey;
    thread.setHeader(parts.header);
  }

  // After words the focus stays in the box. After a pick it goes where the answer is given: the box where there are
  // real keys and words fit; else the buttons, since on a phone the box would cover half the page with its keyboard.
  function moveFocus(entry, parts) {
    if (entry.field === "typed") {
      if (hasKeyboard.matches || document.activeElement !== document.body) {
        box.focus({ preventScroll: true });
      }
    } else if (parts.acceptsWords && !parts.ended && hasKeyboard.matches) {
      box.focus({ preventScroll: true });
    } else {
      thread.focusChoices();
    }
  }

  // On a slow line, too, somebody should soon know that their words are not through, and who to call.
  function lookLater() {
    clearTimeout(late);
    late = setTimeout(() => outbox.isEmpty() || outbox.late(), LATE);
  }

  function put(field, value, bubble, asked = false) {
    clearTimeout(slow);
    slow = setTimeout(() => again.hidden && say(words.sending), SLOW);
    lookLater();
    const ended = form.dataset.ended;
    outbox.add({ field, value, bubble, asked, ended, shown: ended ? thread.stillShown() : {} });
  }

  function sendWords() {
    const value = box.value;
    if (!value.trim()) {
      return false;
    }
    box.value = "";
    measure();
    const bubble = thread.addOwn(value, words.youSaid);
    thread.show(bubble);
    put("typed", value, bubble, asking.wasAsked());
    asking.done();
    return true;
  }

  // Sends the step of a scale that is chosen; where none is, the first is the place to choose.
  function rate(button) {
    const steps = [...form.elements].filter((field) => field.name === "scale");
    const chosen = steps.find((step) => step.checked);
    if (!chosen) {
      steps[0].focus();
    } else if (!outbox.has(chosen.value)) {
      button.classList.add("sent");
      put("pick", chosen.value, null);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (!button || asking.sends(button)) {
      if (!sendWords()) {
        box.focus();
      }
      return;
    }
    if (button.name === "rated") {
      rate(button);
      return;
    }
    if (outbox.has(button.value)) {
      return;
    }
    if (button.value.endsWith(NEXT)) {
      sendWords();
    }
    button.classList.add("sent");
    put(button.name, button.value, null);
  });

  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && hasKeyboard.matches) {
      event.preventDefault();
      sendWords();
    }
  });

  function measure() {
    const left = limit - Array.from(box.value.trim()).length;
    const near = left < SOON_FULL;
    const text = left < 0 ? words.charactersOver : words.charactersLeft;
    room.textContent = near ? text.replace("{count}", Math.abs(left)) : "";
    if (!CSS.supports("field-sizing", "content")) {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 3}px`;
    }
  }

  box.addEventListener("input", () => {
    if (!box.value.trim()) {
      asking.done();
    }
    measure();
  });

  function kindOf(file) {
    const kind = file.type.split("/")[0];
    return { image: "photo", video: "video", audio: "voice" }[kind] || "file";
  }

  function takeFiles(event, files) {
    if (files && files.length) {
      event.preventDefault();
      put("unsupported", kindOf(files[0]), null);
    }
  }

  box.addEventListener("paste", (event) => takeFiles(event, event.clipboardData && event.clipboardData.files));
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files")) {
      event.preventDefault();
    }
  });
  document.addEventListener("drop", (event) => takeFiles(event, event.dataTransfer && event.dataTransfer.files));

  // Whoever leaves at once wants nothing of it to stay, nor to come out later: what was not sent is gone.
  document.addEventListener("leaving", () => {
    outbox.forget();
    keeping.remove();
  });
  document.addEventListener("cleared", () => outbox.forget());
  again.addEventListener("click", () => outbox.tryNow());
  window.addEventListener("online", () => outbox.tryNow());
  window.addEventListener("pageshow", () => outbox.tryNow());
  document.addEventListener("visibilitychange", () => document.hidden || outbox.tryNow());
  window.addEventListener("beforeunload", (event) => {
    if (!outbox.isEmpty() && !document.documentElement.classList.contains("left")) {
      event.preventDefault();
    }
  });

  // Help opens over the page; Escape and a tap elsewhere close it.
  document.addEventListener("keydown", (event) => {
    const help = document.getElementById("help");
    if (event.key === "Escape" && help?.open) {
      help.open = false;
      help.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    const help = document.getElementById("help");
    if (help?.open && !help.contains(event.target)) {
      help.open = false;
    }
  });

  // Some phones lay their keyboard over the page instead of making it smaller.
  if (window.visualViewport) {
    const lift = () => {
      const covered = window.innerHeight - window.visualViewport.height - window.visualViewport.offsetTop;
      const zoomed = window.visualViewport.scale > 1.01;
      document.documentElement.style.setProperty("--keyboard", zoomed ? "0px" : `${Math.max(0, covered)}px`);
    };
    window.visualViewport.addEventListener("resize", lift);
    window.visualViewport.addEventListener("scroll", lift);
  }

  // What is brought into sight must not end up under the header, whose height depends on the words in it.
  const header = document.getElementById("header");
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--header", `${header.offsetHeight}px`);
  }).observe(header);

  document.documentElement.classList.add("moves");
  measure();

  // What an earlier page of this talk could not send any more goes first.
  keeping.load().then((entries) => {
    for (const entry of entries) {
      const bubble = entry.field === "typed" ? thread.addOwn(entry.value, words.youSaid) : null;
      outbox.add({ ...entry, bubble });
    }
  });
})();
