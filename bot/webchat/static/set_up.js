// On the page of an event: makes this device one to be handed round. The chat takes this page's place in the tab, so
// that Back cannot lead from the chat to here.

(() => {
  const form = document.getElementById("share");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = document.getElementById("share-failed");
    try {
      const watched = document.getElementById("watched").checked ? "yes" : "no";
      const answer = await fetch(`${location.pathname}/share?watched=${watched}`, { method: "POST", cache: "no-store" });
      if (answer.ok) {
        location.replace((await answer.json()).address);
        return;
      }
      failed.textContent = answer.status === 409 ? failed.dataset.alerts : failed.dataset.again;
    } catch {
      failed.textContent = failed.dataset.again;
      // no connection: said below
    }
    failed.hidden = false;
  });
  form?.removeAttribute("hidden");
})();
