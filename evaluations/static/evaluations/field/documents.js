// The documents that an indicator asks for, ticked on site: each tick is a save of its own.
import { app } from "./app.js";
import { indikatorDari, paket } from "./package.js";
import { el } from "./display.js";
import { words } from "../core/saving_words.js";

const KEADAAN = [["", "Belum ditandai"], ["ada", "Ada"], ["catatan", "Ada dengan catatan"], ["tidak", "Tidak ada"]];
const SENYAP = 800; // ms after the last key of a note

export class Dokumen {
  constructor(uuid, nomor) {
    this.uuid = uuid;
    this.nomor = nomor;
    this.baris = new Map(); // target -> {kode, pilih, catatan, status}
    this.elemen = el("div");
    const { dokumen = [], boleh_tandai: may } = indikatorDari(uuid, nomor);
    if (!dokumen.length) return;
    this.elemen = el("details", { class: "lap-lipat lap-dokumen" },
      el("summary", {}, `Dokumen yang diminta (${dokumen.length})`),
      el("ul", {}, dokumen.map((item) => this.satu(item, may))));
    this.segar();
  }

  satu({ kode, teks, lain }, may) {
    const id = `dokumen-${kode}`;
    const target = `${this.uuid}:${this.nomor}:dokumen.${kode}`;
    const pilih = el("select", { class: "form-select", id, disabled: !may, onchange: () => this.simpan(target, 0) },
      KEADAAN.map(([value, text]) => el("option", { value }, text)));
    const catatan = el("input", {
      class: "form-control", maxlength: 500, "aria-label": `Catatan ${teks}`, placeholder: "Tulis catatannya",
      disabled: !may, oninput: () => this.simpan(target, SENYAP),
    });
    const status = el("p", { class: "lap-keadaan", role: "status" });
    this.baris.set(target, { kode, pilih, catatan, status });
    return el("li", {}, el("label", { for: id }, teks), ...lain.map((text) => el("p", { class: "muted" }, text)),
      pilih, catatan, status);
  }

  simpan(target, delay) {
    const { kode, pilih, catatan } = this.baris.get(target);
    const noted = pilih.value === "catatan";
    const changes = { keadaan: pilih.value, catatan: noted ? catatan.value.trim() : "" };
    catatan.hidden = !noted;
    const { url_dokumen: url, nama } = paket.get(this.uuid).data;
    const item = indikatorDari(this.uuid, this.nomor).dokumen.find((one) => one.kode === kode);
    app.saver.put(target, { indikator: this.nomor, dokumen: kode, changes }, {
      url,
      delay,
      versi: item.versi,
      hold: noted && !changes.catatan ? "tulis catatannya" : "",
      label: `Indikator ${this.nomor}, ${item.teks}, ${nama}`,
      href: `${document.body.dataset.sendiri}#/${this.uuid}/${this.nomor}`,
    });
  }

  heard(target, state) {
    const row = this.baris.get(target);
    if (!row) return;
    row.status.textContent = words(state);
    row.status.dataset.jenis = state?.kind ?? "";
    if (state?.kind === "bentrok") {
      row.status.append(" ", el("a", { href: "#/antrean" }, "Pilih yang dipakai"));
    }
    if (state === null || state?.kind === "ditabLain" || state?.lain) this.isikan(target);
  }

  // Typed and unsent, or else what was saved.
  isikan(target) {
    const { kode, pilih, catatan } = this.baris.get(target);
    const item = indikatorDari(this.uuid, this.nomor).dokumen.find((one) => one.kode === kode);
    const values = { ...item.isi, ...(app.saver.unsent(target)?.changes ?? {}) };
    pilih.value = values.keadaan;
    if (document.activeElement !== catatan) catatan.value = values.catatan;
    catatan.hidden = values.keadaan !== "catatan";
  }

  segar() {
    for (const target of this.baris.keys()) {
      this.isikan(target);
      const state = app.saver.state(target);
      if (state) this.heard(target, state);
    }
  }
}
