// The messages and the buttons on the page: adding, replacing, scrolling, moving the focus. It knows nothing of sending.

function createThread() {
  const log = document.getElementById("log");
  const choices = document.getElementById("choices");
  const header = document.getElementById("header");
  const tools = document.getElementById("tools");
  // Within this time a second tap of the same finger could hit a button that has only just appeared there.
  const SETTLING = 300;

  function nodesOf(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content;
  }

  // Each message enters the log once and whole, so that a screen reader says it once.
  function addMessages(html) {
    const nodes = nodesOf(html);
    const first = nodes.firstElementChild;
    log.append(nodes);
    return first;
  }

  // Each message says its language: after a change of language it stays on the page.
  function newMessage(className) {
    const message = document.createElement("div");
    message.className = className;
    message.lang = document.documentElement.lang;
    message.dir = document.documentElement.dir;
    return message;
  }

  function addOwn(words, youSaid) {
    const message = newMessage("message own echo unsent");
    message.dataset.key = "answer";
    const speaker = document.createElement("span");
    speaker.className = "unseen";
    speaker.textContent = youSaid;
    const text = document.createElement("p");
    text.className = "text";
    text.dir = "auto";
    text.textContent = words.trim();
    message.append(speaker, text);
    log.append(message);
    return message;
  }

  function addProblem(text) {
    const message = newMessage("message bot error");
    const paragraph = document.createElement("p");
    paragraph.className = "text";
    paragraph.textContent = text;
    message.append(paragraph);
    log.append(message);
    return message;
  }

  // Says that something was not sent, with the help lines that the page has had from the beginning.
  function addNotSent(text) {
    if (document.getElementById("not-sent")) {
      return;
    }
    const message = addProblem(text);
    message.id = "not-sent";
    message.classList.replace("error", "signpost");
    const lines = document.querySelector("#help .points");
    if (lines) {
      message.append(lines.cloneNode(true));
    }
    const listen = document.querySelector(".listen:not(.on)");
    if (listen) {
      message.append(listen.cloneNode(true));
    }
    show(message);
  }

  function removeNotSent() {
    document.getElementById("not-sent")?.remove();
  }

  function setChoices(html) {
    const held = choices.contains(document.activeElement) ? document.activeElement.value : null;
    choices.replaceChildren(nodesOf(html));
    choices.classList.add("settling");
    setTimeout(() => choices.classList.remove("settling"), SETTLING);
    return held;
  }

  // Changes the marks on the buttons that are there, so that the one with the focus keeps it.
  function markChoices(html) {
    const fresh = nodesOf(html);
    const before = [...choices.querySelectorAll("button")];
    const after = [...fresh.querySelectorAll("button")];
    const same = before.length === after.length && before.every((button, at) => button.value === after[at].value);
    if (!same) {
      const held = setChoices(html);
      [...choices.querySelectorAll("button")].find((button) => button.value === held)?.focus();
      return;
    }
    before.forEach((button, at) => {
      button.classList.remove("sent");
      const pressed = after[at].getAttribute("aria-pressed");
      if (pressed !== null) {
        button.setAttribute("aria-pressed", pressed);
      }
    });
  }

  function setHeader(html) {
    const open = document.getElementById("help").open;
    tools.replaceChildren(nodesOf(html));
    document.getElementById("help").open = open;
  }

  // Whether a message and all that follows it have room at once.
  function fits(first) {
    const room = window.innerHeight - header.offsetHeight - document.getElementById("form").offsetHeight;
    return choices.getBoundingClientRect().bottom - first.getBoundingClientRect().top < room;
  }

  // Brings what is new into sight: its end if it fits, else its beginning.
  function show(first) {
    if (fits(first)) {
      window.scrollTo(0, document.documentElement.scrollHeight);
    } else {
      first.scrollIntoView({ block: "start" });
    }
  }

  // The signpost among messages that were just added, or nothing.
  function helpIn(first) {
    for (let message = first; message; message = message.nextElementSibling) {
      if (message.matches(".signpost") && message.querySelector(".points")) {
        return message;
      }
    }
    return null;
  }

  // What stands under a talk's last words and is said again in a language they change to.
  function stillShown() {
    const receipt = [...log.querySelectorAll(".receipt-words")].pop();
    const helped = log.querySelector(".signpost .points");
    return { ...(receipt && { receipt: receipt.textContent }), ...(helped && { helped: "1" }) };
  }

  function showFromTop(message) {
    message.scrollIntoView({ block: "start" });
  }

  function focusChoices() {
    choices.focus({ preventScroll: true });
  }

  return {
    addNotSent,
    removeNotSent,
    addMessages,
    addOwn,
    addProblem,
    setChoices,
    markChoices,
    setHeader,
    show,
    fits,
    helpIn,
    stillShown,
    showFromTop,
    focusChoices,
  };
}
