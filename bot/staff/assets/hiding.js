// Marking words by selecting them in the answer, or by pressing on them: the two lists below say the same and do the same
// without this script. Nothing of it leaves the page but by its form.

(() => {
  const answer = document.querySelector("[data-marking]");
  const form = document.querySelector("form.hiding");
  const first = document.querySelector("#first");
  const last = document.querySelector("#last");
  const typed = document.querySelector("#hide");
  const told = document.querySelector("#marked");
  const hide = document.querySelector("#hide-marked");
  if (!answer || !form || !first || !last || !told || !hide) {
    return;
  }
  const words = [...answer.querySelectorAll("[data-word]")];
  let from = null;

  const show = () => {
    const ends = [Number(first.value || last.value), Number(last.value || first.value)].sort((one, other) => one - other);
    const marked = words.filter((word) => ends[0] && ends[0] <= word.dataset.word && word.dataset.word <= ends[1]);
    words.forEach((word) => word.classList.toggle("marked", marked.includes(word)));
    const written = marked.map((word) => word.textContent).join(" ");
    const said = written.replace(/[\s.,;:!?"'”’]+$/u, "") || written || typed.value.trim();
    told.textContent = said ? `${told.dataset.marked} ${said}` : told.dataset.none;
    hide.disabled = !said;
  };

  const mark = (one, other) => {
    first.value = one.dataset.word;
    last.value = other.dataset.word;
    show();
  };

  // In a language without spaces a name is a part of what stands between two spaces: then just what is selected counts.
  const unspaced = (text) => [...text].some((letter) => letter.codePointAt(0) >= 0x0e00);

  const fromSelection = () => {
    const selection = window.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) {
      return false;
    }
    const range = selection.getRangeAt(0);
    const chosen = words.filter((word) => {
      const own = document.createRange();
      own.selectNodeContents(word);
      return (
        range.compareBoundaryPoints(Range.END_TO_START, own) < 0 && range.compareBoundaryPoints(Range.START_TO_END, own) > 0
      );
    });
    if (!chosen.length) {
      return false;
    }
    const text = selection.toString().trim();
    if (chosen.length === 1 && text && text !== chosen[0].textContent && unspaced(text)) {
      first.value = last.value = "";
      typed.value = text;
      typed.closest("details").open = true;
      show();
    } else {
      mark(chosen[0], chosen[chosen.length - 1]);
    }
    return true;
  };

  // A press on what is selected would else drag it about and leave it selected.
  answer.addEventListener("pointerdown", (event) => {
    if (!event.shiftKey) {
      window.getSelection()?.removeAllRanges();
    }
  });
  answer.addEventListener("click", (event) => {
    const word = event.target.closest("[data-word]");
    if (!word || fromSelection()) {
      return;
    }
    from = event.shiftKey && from ? from : word;
    mark(from, word);
  });
  document.addEventListener("selectionchange", fromSelection);
  hide.addEventListener("click", () => form.requestSubmit(form.querySelector("button[value=try]")));
  [first, last, typed].forEach((box) => box.addEventListener("input", show));

  answer.classList.add("to-mark");
  document.querySelectorAll(".with-script").forEach((part) => (part.hidden = false));
  show();
})();
