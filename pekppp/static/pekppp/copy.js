// Copies the text that stands beside the button; without this it is selected and copied by hand.

/** @param {HTMLElement} part */
function hidupkan(part) {
  const text = part.querySelector("textarea");
  const said = part.querySelector("[data-salin-kata]");
  const button = part.querySelector("[data-salin]");
  if (!text || !said || !(button instanceof HTMLButtonElement)) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      said.textContent = "Tersalin.";
    } catch {
      text.focus();
      text.select();
      said.textContent = "Teks dipilih; salin dengan Ctrl+C atau menu perangkat.";
    }
  });
}

for (const part of document.querySelectorAll(".bagikan")) {
  if (part instanceof HTMLElement) hidupkan(part);
}
