// One more row of a form that has many: <button name="tambah" data-tambah-baris="PREFIX">. Without
// scripts the button is sent, and the server adds rows.
/** @type {NodeListOf<HTMLButtonElement>} */
const buttons = document.querySelectorAll("[data-tambah-baris]");

for (const button of buttons) {
  const prefix = button.dataset.tambahBaris;
  /** @type {HTMLElement | null} */
  const rows = document.querySelector(`[data-baris="${prefix}"]`);
  /** @type {HTMLTemplateElement | null} */
  const template = document.querySelector(`template[data-baris-baru="${prefix}"]`);
  /** @type {HTMLInputElement | null} */
  const total = document.querySelector(`input[name="${prefix}-TOTAL_FORMS"]`);
  if (!rows || !template || !total) continue;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Number(total.value);
    const copy = document.createElement("template");
    copy.innerHTML = template.innerHTML
      .replaceAll("__prefix__", String(number))
      .replaceAll("__nomor__", String(number + 1));
    rows.append(copy.content);
    total.value = String(number + 1);
    /** @type {HTMLElement | null} */
    const first = rows.querySelector(`[name="${prefix}-${number}-jenis_instansi"]`);
    first?.focus();
  });
}
