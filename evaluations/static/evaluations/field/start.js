// The field page: who it is, what lies on the device, which screen the address names.
import { lastUser, noteUser, openDevice } from "../core/device.js";
import { LayarAntrean } from "./queue.js";
import { app } from "./app.js";
import { AntreanFoto } from "./photos.js";
import { LayarIndikator } from "./indicator.js";
import { berubah, mulaiSimpan } from "./state.js";
import { buangLama, muatPaket, paket, segarkan } from "./package.js";
import { laporLagi } from "./report.js";
import { cariVersiBaru, gantiBilaAman, pasangPekerja } from "./worker.js";
import { LayarRekomendasi } from "./recommendations.js";
import { el } from "./display.js";
import { LayarBeranda, LayarUnit } from "./unit.js";

const isi = document.querySelector("#isi");
const SABAR = 3000;
const CATATAN = "pengguna"; // in the device's store: name and number of days, for without network

async function mulai() {
  const installed = pasangPekerja();
  const asked = tanya();
  const known = lastUser();
  // With network the server says who it is before anything is shown; a dead line is not waited for.
  if (navigator.onLine || !known) await (known ? Promise.race([asked, jeda(SABAR)]) : asked);
  if (!known) return belumMasuk(); // or, noted by now, the page is about to start again
  if (known !== lastUser()) return undefined;
  app.user = known;
  app.device = openDevice(known);
  await app.device.ready;
  const noted = await app.device.get("lapangan", CATATAN);
  app.nama = noted?.nama ?? "";
  app.hari = noted?.hari ?? app.hari;
  await muatPaket();
  app.foto = new AntreanFoto();
  await mulaiSimpan();
  await app.foto.restore();
  window.addEventListener("hashchange", () => buka());
  window.addEventListener("offline", () => berubah());
  window.addEventListener("online", async () => {
    berubah();
    milikSaya(await tanya());
  });
  // Taken out of the browser's memory after this person has logged out.
  window.addEventListener("pageshow", () => {
    if (lastUser() === app.user) return;
    document.documentElement.classList.add("tertutup");
    location.reload();
  });
  buka({ first: true });
  berubah();
  // Nothing is fetched while a new version takes over: a request that starts the old worker again
  // just as it stops leaves the new one waiting (Chromium). Taken over, the page starts once more.
  await Promise.race([installed.then(gantiBilaAman), jeda(SABAR)]);
  await milikSaya(await asked);
  return undefined;
}

const jeda = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

// Who is logged in, and which units are his; null without an answer. Whoever else it is starts with
// a page of his own.
async function tanya() {
  let response;
  try {
    response = await fetch(document.body.dataset.daftar, {
      headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store",
    });
  } catch {
    return null;
  }
  if (response.status === 401) {
    app.sesi = false;
    app.layar?.berubah?.();
    return null;
  }
  const data = response.ok ? await response.json().catch(() => null) : null;
  if (data && String(data.pengguna) !== lastUser()) {
    noteUser(data.pengguna);
    location.reload();
    return null;
  }
  return data;
}

async function milikSaya(data) {
  if (!data) return;
  Object.assign(app, { sesi: true, nama: data.nama, hari: data.hari, daftar: data.unit });
  await app.device.put("lapangan", CATATAN, { nama: data.nama, hari: data.hari });
  app.dibuang = await buangLama();
  laporLagi();
  berubah();
  await segarkan();
  cariVersiBaru();
  berubah();
  app.layar?.segar?.();
}

function belumMasuk() {
  const { masuk, sendiri } = document.body.dataset;
  isi.replaceChildren(
    el("h1", {}, "Lapangan"),
    el("p", {}, navigator.onLine
      ? "Masuk dahulu agar tugas Anda dapat disiapkan di perangkat ini."
      : "Tidak ada jaringan, dan belum ada yang masuk di peramban ini. Sambungkan ke jaringan lalu masuk."),
    el("p", {}, el("a", { class: "btn btn-primary", href: `${masuk}?next=${sendiri}` }, "Masuk")),
  );
  berubah();
}

function layar() {
  const [uuid, place] = location.hash.replace(/^#\/?/, "").split("/");
  if (!uuid) return new LayarBeranda();
  if (uuid === "antrean") return new LayarAntrean();
  if (!paket.has(uuid)) return new LayarBeranda("Unit ini belum disiapkan di perangkat ini.");
  if (place === "rekomendasi") return new LayarRekomendasi(uuid);
  if (/^\d+$/.test(place ?? "")) return new LayarIndikator(uuid, Number(place));
  return new LayarUnit(uuid);
}

function buka({ first = false } = {}) {
  app.saver.flush(); // a text that still waits for quiet
  app.layar?.tutup?.();
  app.layar = layar();
  isi.replaceChildren(app.layar.elemen);
  app.layar.berubah?.();
  document.title = `${app.layar.judul} · Lapangan · PEKPPP`;
  if (first) return;
  window.scrollTo(0, 0);
  isi.focus({ preventScroll: true });
}

mulai();
