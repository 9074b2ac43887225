// Shows how far a file is that is being made: asks for the page again every few seconds and takes the new figures from it. Once it
// is made, or could not be, the page is opened anew. Without this script the browser opens it anew by itself.

(() => {
  const EVERY = 3000;
  const place = location.pathname;
  const step = document.getElementById("step");
  const bar = document.getElementById("how-much");

  const look = async () => {
    try {
      const answer = await fetch(place, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.getElementById("making")) {
        location.replace(place);
        return;
      }
      const said = page.getElementById("step").textContent;
      // What has not changed is left alone, so that no screen reader says it again.
      if (step.textContent !== said) {
        step.textContent = said;
      }
      bar.value = page.getElementById("how-much").value;
    } catch {
      // Without a connection it is asked again.
    }
    setTimeout(look, EVERY);
  };

  setTimeout(look, EVERY);
})();
