// Tick or clear all rows of a page: <button hidden data-centang="pilih">. Without scripts the
// button stays hidden and every row can still be ticked.
for (const button of document.querySelectorAll("[data-centang]")) {
  /** @type {() => NodeListOf<HTMLInputElement>} */
  const boxes = () =>
    document.querySelectorAll(`input[type=checkbox][name="${button.dataset.centang}"]`);
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = [...boxes()];
    const tick = all.some((box) => !box.checked);
    for (const box of all) box.checked = tick;
    button.textContent = tick ? "Kosongkan centang" : "Centang semua di halaman ini";
  });
}
