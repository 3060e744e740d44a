// What was typed into a plain form and did not arrive: because the session had ended, because the
// page had grown stale, because there was no network. It waits in this tab, for the person who typed
// it, and is put back into the form when its page is open again. It is never sent by itself; never
// are passwords, codes or files kept. Forms that scripts send (F01, F02, htmx) keep their own.
//
//   <body data-pengguna="17">            who is logged in
//   <body data-tak-terkirim="sesi">      this page stands where the answer to a form should have come:
//                                        "sesi" (to be logged in again) or "galat" (refused, failed)
//
// An entry: {pengguna, halaman, aksi, tanda, ke, keadaan, pada, berkas, bidang: [...]}
//   aksi, tanda, ke    which form: its address, its hidden fields, its place among those alike
//   keadaan            "dikirim": the next page will tell; else why it did not arrive
//   bidang             {nama, label, nilai} or, of a box or circle, {nama, label, nilai, dipilih}

import { bidangDari, isi, kenali, samakah } from "./typed_fields.js";

const TEMPAT = "pekppp.isian";
const JAM = 12;
const PALING_BANYAK = 10;
const KATA = {
  sesi: "Isian ini dari sebelum sesi berakhir; periksa, lalu kirim.",
  galat: "Isian ini belum terkirim; periksa, lalu kirim.",
};
const pengguna = document.body.dataset.pengguna ?? "";
const sebab = document.body.dataset.takTerkirim;
const halaman = location.pathname + location.search;

function baca() {
  try {
    return JSON.parse(sessionStorage.getItem(TEMPAT)) ?? [];
  } catch {
    return [];
  }
}

function tulis(entries) {
  try {
    sessionStorage.removeItem(TEMPAT);
    if (entries.length) sessionStorage.setItem(TEMPAT, JSON.stringify(entries));
  } catch {
    // Switched off, or full: the form is sent all the same.
  }
}

// Of whom this browser knows nothing any more (device.js), nothing is kept.
function masihAda(user) {
  try {
    return localStorage.getItem("pekppp.pengguna") === user;
  } catch {
    return false;
  }
}

function kembaliKe(entry) {
  const cara = performance.getEntriesByType("navigation")[0]?.type;
  return ["back_forward", "reload"].includes(cara) && entry.halaman === halaman;
}

// What this page tells about the forms that were sent before it.
function putuskan(entry) {
  if (entry.keadaan !== "dikirim") return entry;
  if (sebab) return { ...entry, keadaan: sebab };
  // Here again, and no page in between: nobody knows whether it arrived.
  if (kembaliKe(entry)) return { ...entry, keadaan: "galat" };
  return null; // answered
}

const sejak = Date.now() - JAM * 3600 * 1000;
let entries = baca()
  .filter(({ pada, pengguna: siapa }) => pada > sejak && masihAda(siapa))
  // Whoever logs in here next sees nothing of it, and finds nothing.
  .filter(({ pengguna: siapa }) => !pengguna || siapa === pengguna)
  .map(putuskan)
  .filter(Boolean);
tulis(entries);

const ditaruh = new Map(); // entry -> the form it was put back into
const bersih = (list, baru) => list.filter((entry) => !samakah(entry, baru));

// Last of all: a script that sends by itself has said so by then.
window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !pengguna || form.method !== "post") return;
  const bidang = bidangDari(form);
  const baru = {
    ...kenali(form), pengguna, halaman, bidang, keadaan: "dikirim", pada: Date.now(),
    berkas: /** @type {HTMLInputElement[]} */ ([...form.elements]).some((one) => one.type === "file" && one.files.length),
  };
  entries = bersih(entries, baru).filter((entry) => ditaruh.get(entry) !== form);
  if (bidang.length) entries.push(baru);
  tulis(entries.slice(-PALING_BANYAK));
});

// Back into the forms -----------------------------------------------------------------------

function buat(tag, text, look = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = look;
  return made;
}

function buang(entry, notice, form) {
  entries = entries.filter((one) => one !== entry);
  tulis(entries);
  form?.reset();
  notice.remove();
}

function pemberitahuan(entry, form, sisa) {
  const notice = buat("div", "", "alert alert-warning isian-kembali");
  notice.setAttribute("role", "status");
  notice.tabIndex = -1;
  notice.append(buat("p", form
    ? KATA[entry.keadaan]
    : "Isian di bawah ini belum terkirim, dan formulirnya tidak ada di halaman ini. Salin yang masih perlu."));
  if (form && entry.berkas) notice.append(buat("p", "Berkas harus dipilih lagi."));
  if (form && sisa.length) notice.append(buat("p", "Yang tidak ada lagi di formulir ini:"));
  if (sisa.length) {
    const list = buat("dl", "");
    for (const { label, nilai } of sisa) list.append(buat("dt", label), buat("dd", nilai));
    notice.append(list);
  }
  const button = buat("button", "Buang isian ini", "btn btn-outline-primary btn-sm");
  button.type = "button";
  button.addEventListener("click", () => buang(entry, notice, form));
  notice.append(button);
  return notice;
}

function formUntuk({ aksi, tanda, ke }) {
  const searched = [...document.forms].filter((form) => form.method === "post")
    .map((form) => ({ form, ...kenali(form) })).filter((one) => one.aksi === aksi);
  const alike = searched.filter((one) => one.tanda === tanda);
  const only = (list) => (list.length === 1 ? list[0] : undefined);
  return (alike.find((one) => one.ke === ke) ?? only(alike) ?? only(searched))?.form;
}

function taruh(entry) {
  const form = formUntuk(entry);
  if (!form) return;
  ditaruh.set(entry, form);
  const notice = pemberitahuan(entry, form, isi(form, entry.bidang));
  for (let at = form.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
  if (form.checkVisibility?.() ?? true) form.before(notice);
  else document.querySelector("main").prepend(notice);
  notice.scrollIntoView({ block: "center" });
  notice.focus({ preventScroll: true });
}

function taruhSemua() {
  if (!pengguna) return;
  for (const entry of entries) {
    if (entry.keadaan !== "dikirim" && !ditaruh.has(entry)) taruh(entry);
  }
}

// Its form is not here: on the page it was on, or on the first one after logging in, its words are.
function tunjukkan() {
  for (const entry of entries) {
    if (!pengguna || sebab || entry.keadaan === "dikirim" || ditaruh.has(entry)) continue;
    if (entry.halaman !== halaman && entry.ditunjukkan) continue;
    entry.ditunjukkan = true;
    const terisi = entry.bidang.filter(({ nilai, dipilih }) => nilai.trim() && dipilih !== false);
    if (terisi.length) document.querySelector("main").prepend(pemberitahuan(entry, null, terisi));
  }
  tulis(entries);
}

taruhSemua();
document.addEventListener("htmx:load", taruhSemua); // a form that came later
// Once what the page fetches by itself had time to come.
window.addEventListener("load", () => setTimeout(tunjukkan, 1500));
