// What waits and what failed, one by one, with the reason in words; nothing goes without being told.
import { inWords, NAMES } from "../f02/rules.js";
import { words } from "../core/saving_words.js";
import { app } from "./app.js";
import { bentrok } from "./indicator.js";
import { berubah, menunggu } from "./state.js";
import { inWords as waitingWords, needs } from "./waiting.js";
import { el, jam, tombol, tombolYakin } from "./display.js";

export class LayarAntrean {
  judul = "Belum terkirim";

  constructor() {
    this.elemen = el("div");
    this.tanda = "";
  }

  heard() {
    this.berubah();
  }

  berubah() {
    const { isian, foto } = menunggu();
    const fresh = JSON.stringify([isian.map((one) => [one, app.saver.unsent(one.target)]),
      foto.map((one) => [one.kunci, one.state]), navigator.onLine]);
    if (fresh === this.tanda) return;
    this.tanda = fresh;
    const count = isian.length + foto.length;
    const { masuk, sendiri } = document.body.dataset;
    const over = [...isian, ...foto].some((one) => one.state?.kind === "sesi");
    this.elemen.replaceChildren(...[
      el("p", {}, el("a", { href: "#/" }, "‹ Unit saya")),
      el("h1", {}, count ? `${count} belum terkirim` : "Semua sudah terkirim"),
      count > 0 && el("p", { id: "menunggu" }, `${waitingWords([...isian, ...foto], { online: navigator.onLine, session: app.sesi })}.`),
      count > 0 && el("p", {}, "Semuanya tersimpan di perangkat ini. Yang tidak perlu Anda dikirim sendiri bila ada jaringan, menurut urutan waktu."),
      over && el("p", { class: "alert alert-warning" }, "Sesi Anda berakhir. ",
        el("a", { href: `${masuk}?next=${sendiri}` }, "Masuk kembali"), ", lalu semuanya terkirim."),
      count > 0 && tombol("Coba kirim sekarang", () => {
        app.saver.retry();
        app.foto.retry();
      }, "primary", { id: "coba" }),
      // What needs the person stands first.
      el("ul", { class: "lap-daftar", id: "antrean" },
        [...isian.map((one) => [one, isianItem]), ...foto.map((one) => [one, fotoItem])]
          .sort(([a], [b]) => Number(Boolean(needs(b))) - Number(Boolean(needs(a))))
          .map(([one, shown]) => shown(one))),
    ].filter(Boolean));
  }
}

function isianItem({ target, label, href, state }) {
  const body = app.saver.unsent(target) ?? {};
  const text = Object.entries(body.changes ?? { teks: body.teks })
    .map(([name, value]) => `${NAMES[name] ?? "rekomendasi"}: ${inWords(value)}`).join("; ");
  const copied = tombol("Salin teks", async () => {
    try {
      await navigator.clipboard.writeText(`${label}. ${text}`);
      copied.textContent = "Tersalin";
    } catch {
      getSelection().selectAllChildren(said);
      copied.textContent = "Teks dipilih; salin dengan menu perangkat";
    }
  });
  const said = el("p", { class: "lap-isi" }, text);
  const final = ["ditolak", "ditahan"].includes(state?.kind);
  return el("li", { class: "lap-kartu", "data-jenis": state?.kind ?? "menunggu" },
    el("h2", {}, el("a", { href: href ?? "#/" }, label ?? target)),
    said,
    el("p", { class: "lap-keadaan", "data-jenis": state?.kind ?? "menunggu" }, words(state) || "menunggu jaringan"),
    state?.kind === "bentrok" && el("div", { class: "lap-bentrok" }, ...bentrok(target, state.sekarang)),
    el("div", { class: "actions" }, copied,
      final && tombolYakin("Buang", "Ya, buang isian ini", () => {
        app.saver.drop(target);
        berubah();
      })));
}

function fotoItem(one) {
  return el("li", { class: "lap-kartu", "data-jenis": one.state.kind },
    el("h2", {}, `Foto indikator ${one.nomor}, ${one.unit}`),
    el("p", {}, `Diambil ${jam(one.diambil)}${one.keterangan ? `. ${one.keterangan}` : ""}`),
    el("p", { class: "lap-keadaan", "data-jenis": one.state.kind }, one.state.kind === "ditolak" ? `ditolak: ${one.state.pesan}` : one.state.pesan),
    el("div", { class: "actions" },
      one.state.kind === "ditolak" && tombol("Coba lagi", () => app.foto.ulangi(one.kunci)),
      one.state.kind === "ditolak" && simpanSendiri(one),
      one.state.kind === "ditolak" && tombolYakin("Buang", "Ya, buang foto ini", () => app.foto.buang(one.kunci))));
}

// A photo that the server does not want is still the evaluator's: he may keep it as a file.
function simpanSendiri(one) {
  return tombol("Simpan ke perangkat", () => {
    const address = URL.createObjectURL(one.blob);
    el("a", { href: address, download: `foto-${one.nomor}-${one.kunci.slice(0, 8)}.jpg` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  });
}
