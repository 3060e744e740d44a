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
