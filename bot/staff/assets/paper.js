// Typing in sheets without a mouse: Enter goes to the next box, Shift and Enter begins a new line in an answer. The last
// box leads to the button, which stores the sheet. Without this script Enter only shows the form again.

(() => {
  const form = document.querySelector("form.sheet");
  const boxes = () =>
    [...form.querySelectorAll("input:not([type=hidden]), textarea, button[name=step]:not([tabindex])")].filter(
      (box) => !box.disabled,
    );

  form?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.tagName === "BUTTON") {
      return;
    }
    event.preventDefault();
    const all = boxes();
    all[all.indexOf(event.target) + 1]?.focus();
  });

  // Where something has to be read first, the page stays where that stands.
  if (!document.querySelector("[role=alert]")) {
    form?.querySelector("input:not([type=hidden])")?.focus();
  }
})();
