// The note above the box that asks before words are sent on. Asked once: whatever is in the box then goes.

function createAsking(box, sendButton) {
  const note = document.getElementById("asking");
  const field = document.querySelector("input[name=asked]");
  let asked = field !== null;

  // `next` is the button that was pressed with the words; it waits with them.
  function ask(html, next) {
    asked = true;
    note.innerHTML = html;
    const send = note.querySelector("button");
    if (next) {
      send.name = next.field;
      send.value = next.value;
    }
    note.hidden = false;
    note.focus({ preventScroll: true });
  }

  function done() {
    asked = false;
    note.hidden = true;
    note.replaceChildren();
  }

  note.addEventListener("click", (event) => {
    if (event.target.closest("#change")) {
      event.preventDefault();
      box.focus();
    }
  });

  return {
    ask,
    done,
    wasAsked: () => asked,
    remember: () => {
      asked = true;
    },
    sends: (button) => button === sendButton || (note.contains(button) && button.name === "asked"),
  };
}
