// Small manners every page shares. No inline script anywhere: the CSP forbids it.

// A form that was sent once is not sent twice by an impatient second click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.terkirim) {
    event.preventDefault();
    return;
  }
  if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.terkirim = "1";
});
// Coming back with the browser's back button gives a usable form again.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-terkirim]")) delete form.dataset.terkirim;
});

// Filters submit themselves: <select data-kirim-otomatis>.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-kirim-otomatis]")) event.target.form.requestSubmit();
});

// <button data-salin="#id">: copy a link, and say so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-salin]");
  if (!button) return;
  /** @type {HTMLInputElement} */ // or any element with text, which has no value
  const source = document.querySelector(button.dataset.salin);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    button.textContent = "Tersalin";
  } catch {
    source.focus();
    source.select?.();
  }
});

// An expired session answers htmx with 401: say it, keep what was typed.
// A slot that another part of the application may fill says nothing when it stays empty.
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.elt.hasAttribute("data-opsional")) return;
  const status = event.detail.xhr.status;
  const box = document.createElement("div");
  box.className = "alert alert-danger";
  box.setAttribute("role", "alert");
  box.textContent =
    status === 401
      ? "Sesi Anda berakhir. Masuk kembali di tab lain, lalu ulangi."
      : "Permintaan tidak berhasil. Coba lagi sebentar.";
  document.querySelector("main").prepend(box);
});

// How many letters are left in a box that takes only so many. It appears when one writes, and stays:
// what lies below it moves once, and never under a finger.
document.addEventListener("input", (event) => {
  /** @type {Element} */
  const box = event.target;
  if (!(box instanceof HTMLTextAreaElement) || box.maxLength < 0) return;
  let line = box.nextElementSibling;
  if (!line?.matches("[data-sisa]")) {
    line = document.createElement("p");
    line.className = "helptext mb-0";
    line.setAttribute("data-sisa", "");
    box.after(line);
  }
  const left = box.maxLength - box.value.length;
  line.textContent = `tersisa ${left.toLocaleString("id-ID")} dari ${box.maxLength.toLocaleString("id-ID")} huruf`;
  // Read aloud only where it begins to matter.
  if (left < box.maxLength / 10) line.setAttribute("role", "status");
  else line.removeAttribute("role");
});

// A long list to choose from is narrowed by typing. The list stays what it is; without a script
// nothing is missing but the box above it.
const LONG_LIST = 15;

function narrowing(select) {
  if (select.dataset.dicari || select.multiple || select.options.length <= LONG_LIST) return;
  select.dataset.dicari = "1";
  const all = [...select.options];
  const name = select.labels[0]?.firstChild?.textContent.trim() ?? "";
  const box = document.createElement("input");
  box.type = "search";
  box.className = "form-control mb-1";
  box.autocomplete = "off";
  box.setAttribute("aria-label", `Cari dalam daftar ${name}`);
  box.placeholder = `Cari di antara ${all.length} pilihan`;
  const said = document.createElement("span");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  select.before(box, said);
  box.addEventListener("input", () => {
    const words = box.value.toLocaleLowerCase("id").split(/\s+/).filter(Boolean);
    const chosen = select.value;
    const fits = (option) =>
      !option.value || option.value === chosen ||
      words.every((word) => option.text.toLocaleLowerCase("id").includes(word));
    const left = words.length ? all.filter(fits) : all;
    select.replaceChildren(...left);
    select.value = chosen;
    said.textContent = words.length ? `${left.length} pilihan` : "";
  });
  // Typing is no answer: Enter goes on to the list instead of sending the form.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
}

/** @param {ParentNode} within */
const narrowAll = (within) => {
  for (const select of within.querySelectorAll("select.form-select")) narrowing(select);
};
narrowAll(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) narrowAll(event.target);
});
