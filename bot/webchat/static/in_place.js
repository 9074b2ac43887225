// Forms that lead to this same address are sent from here, and the jump over the header is made here: so the browser's
// Back goes to where somebody came from, and its list of pages does not grow while they talk.

(function stayInPlace() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.dataset.inPlace === undefined) {
      return;
    }
    event.preventDefault();
    const body = new FormData(form);
    if (event.submitter) {
      body.set(event.submitter.name, event.submitter.value);
    }
    try {
      await fetch(form.action, {
        method: "POST",
        body,
        credentials: "same-origin",
        cache: "no-store",
        redirect: "manual",
      });
    } catch {
      // No signal: the page that is asked for next says so.
    }
    window.location.replace(form.action);
  });

  // Who left at once and comes back finds nothing kept on the device either, should leaving have been too quick for it.
  if (document.querySelector("button[name=uncover]")) {
    window.indexedDB?.deleteDatabase("sayso");
  }

  document.getElementById("skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
})();
