// One tick for all rows of the page; without script they are ticked one by one.
const all = document.querySelector("[data-pilih-semua]");
if (all) {
  /** @type {() => NodeListOf<HTMLInputElement>} */
  const rows = () => document.querySelectorAll('input[name="pilih"]');
  const box = all.querySelector("input");
  all.hidden = false;
  box.addEventListener("change", () => {
    for (const row of rows()) row.checked = box.checked;
  });
  document.addEventListener("change", (event) => {
    if (event.target.name === "pilih") box.checked = [...rows()].every((row) => row.checked);
  });
}
