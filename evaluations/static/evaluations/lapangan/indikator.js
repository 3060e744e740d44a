// One indicator: what the unit said, my level with reasons and notes, photos.
import { csrfToken } from "../saving_post.js";
import { words } from "../saving_words.js";
import { app } from "./app.js";
import { fotoHilang, gambar, indikatorDari, paket } from "./paket.js";
import { disebut, el, jam, tombol, tombolYakin } from "./tampilan.js";
import { levelDi, milikSaya } from "./unit.js";

const JEDA_LEVEL = 250; // arrow keys run through the radios: the last one counts
const JEDA_TEKS = 800;
export const NAMA = {
  level: "nilai",
  alasan: "alasan",
  tidak_terverifikasi: "tidak dapat diverifikasi",
  alasan_tidak_terverifikasi: "alasan tidak dapat diverifikasi",
  catatan_unit: "catatan untuk unit",
  catatan_internal: "catatan internal",
};

export class LayarIndikator {
  constructor(uuid, nomor) {
    this.uuid = uuid;
    this.nomor = nomor;
    this.item = indikatorDari(uuid, nomor);
    this.elemen = el("div", { class: "lap-layar" });
    this.alamat = []; // of blobs, given back when the screen closes
    if (!this.item) {
      this.judul = "Indikator";
      this.elemen.append(el("p", {}, "Indikator ini tidak ada."));
      return;
    }
    this.judul = `Indikator ${nomor}`;
    this.fotoTempat = el("ul", { class: "lap-foto", id: "foto" });
    // Seen while one types far below; read aloud only once, above.
    this.cermin = el("p", { class: "lap-cermin", "aria-hidden": "true" });
    this.kaki = el("nav", { class: "lap-kaki", "aria-label": "Antarindikator" });
    this.panel = this.item.panel.map((panel) => new Panel(this, panel));
    const aspek = paket.get(uuid).data.aspek.find((one) => one.nomor.includes(nomor));
    this.elemen.append(
      el("p", {}, el("a", { href: `#/${uuid}` }, `‹ ${paket.get(uuid).data.nama}`)),
      el("h1", {}, `${nomor}. ${this.item.nama}`),
      el("p", { class: "muted" }, aspek.nama),
      ...this.keterangan(),
      ...this.panel.map((panel) => panel.elemen),
      ...(this.item.saya ? [] : [el("p", { class: "alert alert-info" }, "Indikator ini bukan bagian Anda; hanya dapat dibaca.")]),
      ...(this.panel.length ? this.foto() : []),
      this.kaki,
    );
    this.lukisKaki();
    this.lukisFoto();
  }

  tutup() {
    for (const address of this.alamat) URL.revokeObjectURL(address);
  }

  heard(target, state) {
    const panel = this.panel?.find((one) => one.target === target);
    panel?.heard(state);
  }

  berubah() {
    if (!this.item) return;
    this.lukisKaki();
    this.lukisFoto();
  }

  // A fresh package: what is typed stays, what is not being typed follows.
  segar() {
    const fresh = indikatorDari(this.uuid, this.nomor);
    if (!fresh || !this.item) return;
    this.item = fresh;
    for (const panel of this.panel) panel.segar(fresh.panel.find((one) => one.peran === panel.data.peran));
    this.lukisFoto();
  }

  keterangan() {
    const { jawaban, bukti, usulan, usulan_tersembunyi: hidden, percakapan, lain, periksa, diminta, lalu, tim } = this.item;
    const parts = [];
    const lipat = (title, ...children) => parts.push(el("details", { class: "lap-lipat" }, el("summary", {}, title), ...children));
    if (jawaban === null) lipat("Jawaban unit", el("p", {}, "Jawaban unit terlihat setelah F01 dikirim."));
    else {
      lipat(`Jawaban unit (${jawaban.length})`,
        el("dl", {}, jawaban.map(([ask, answer]) => el("div", {}, el("dt", {}, ask), el("dd", {}, answer)))),
        ...periksa.map((text) => el("p", { class: "lap-periksa" }, text)));
    }
    lipat(`Bukti dukung (${bukti.length})`, this.bukti(bukti),
      diminta.length ? el("p", { class: "muted" }, `Bukti yang diminta: ${diminta.join("; ")}.`) : null);
    if (percakapan.length) {
      lipat(`Percakapan (${percakapan.length})`, ...percakapan.map((one) =>
        el("p", {}, el("strong", {}, one.siapa), ` ${one.pada}`, el("br"), one.isi)));
    }
    if (usulan) {
      lipat(`Usulan dari jawaban unit: level ${usulan.level}`, el("p", {}, usulan.uraian),
        usulan.berikut !== null && el("p", {}, `Belum level ${usulan.berikut}, karena:`),
        el("ul", {}, usulan.kurang.map((text) => el("li", {}, text))));
    }
    if (hidden) {
      parts.push(el("p", { class: "muted" },
        "Usulan disembunyikan sampai Anda memberi nilai (ketentuan siklus ini). Bila nilai Anda ternyata berbeda, alasan diminta saat terkirim."));
    }
    const beside = lain.map((one) => `${one.siapa} (${one.peran}): ${one.level}`);
    if (tim) beside.push(`Tim: ${tim}`);
    if (lalu) beside.push(`Tahun lalu: ${lalu}`);
    if (beside.length) lipat("Nilai lain", el("ul", {}, beside.map((text) => el("li", {}, text))));
    return parts;
  }

  bukti(rows) {
    if (!rows.length) return el("p", {}, "Unit tidak menyerahkan bukti untuk indikator ini.");
    return el("ul", { class: "lap-bukti" }, rows.map((row) => {
      const place = el("span");
      if (row.gambar) {
        gambar(this.uuid, row.gambar).then((address) => {
          if (!address) return;
          this.alamat.push(address);
          place.append(el("img", { src: address, alt: `Halaman pertama ${row.nama}`, loading: "lazy" }));
        });
      }
      return el("li", {}, place, el("strong", {}, row.nama), ` (${row.ukuran})`, row.keterangan && el("br"), row.keterangan);
    }));
  }

  // Photos ------------------------------------------------------------------------------------

  foto() {
    if (this.panel.every((panel) => panel.data.terkunci)) return [el("h2", {}, "Foto"), this.fotoTempat];
    const caption = el("input", { type: "text", class: "form-control", id: "keterangan-foto", maxlength: 500 });
    const input = (id, more) => el("input", {
      type: "file", accept: "image/*", class: "visually-hidden", id, ...more,
      onchange: async (event) => {
        const files = [...event.target.files];
        for (const file of files) await app.foto.tambah(this.uuid, this.nomor, file, caption.value.trim());
        event.target.value = "";
        caption.value = "";
      },
    });
    return [
      el("h2", {}, "Foto"),
      el("label", { class: "form-label", for: "keterangan-foto" }, "Keterangan foto berikutnya (boleh kosong)"),
      caption,
      el("div", { class: "lap-ambil" },
        input("kamera", { capture: "environment" }), el("label", { class: "btn btn-primary", for: "kamera" }, "Ambil foto"),
        input("galeri", { multiple: true }), el("label", { class: "btn btn-outline-primary", for: "galeri" }, "Pilih dari galeri")),
      this.fotoTempat,
    ];
  }

  lukisFoto() {
    const waiting = app.foto.at(this.uuid, this.nomor);
    const sent = indikatorDari(this.uuid, this.nomor)?.foto ?? [];
    const fresh = JSON.stringify([waiting.map((one) => [one.kunci, one.state]), sent]);
    if (fresh === this.tandaFoto) return;
    this.tandaFoto = fresh;
    this.fotoTempat.replaceChildren(
      ...waiting.map((one) => el("li", { "data-foto": one.state.kind },
        this.img(URL.createObjectURL(one.blob), `Foto ${jam(one.diambil)}`),
        el("span", {}, el("strong", {}, `Diambil ${jam(one.diambil)}`), one.keterangan && el("br"), one.keterangan,
          el("br"), `${one.state.pesan}; tersimpan di perangkat ini`),
        one.state.kind === "ditolak" && tombol("Coba lagi", () => app.foto.ulangi(one.kunci)),
        tombolYakin("Buang", "Ya, buang foto ini", () => app.foto.buang(one.kunci)))),
      ...sent.map((one) => this.terkirim(one)),
    );
  }

  img(address, alt) {
    if (address.startsWith("blob:")) this.alamat.push(address);
    return el("img", { src: address, alt });
  }

  terkirim(one) {
    const place = el("span");
    const alt = `Foto ${one.diambil}`;
    gambar(this.uuid, one.url).then((address) => {
      if (address) place.append(this.img(address, alt));
      else if (navigator.onLine) place.append(this.img(one.url, alt));
    });
    return el("li", { "data-foto": "terkirim" }, place,
      el("span", {}, el("strong", {}, `Diambil ${one.diambil}`), ` ${one.oleh}`, one.keterangan && el("br"), one.keterangan,
        el("br"), "terkirim"),
      one.hapus && navigator.onLine && tombolYakin("Hapus", "Ya, hapus foto ini", () => this.hapus(one)));
  }

  async hapus(one) {
    try {
      const response = await fetch(one.hapus, {
        method: "POST", credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), "X-Pengguna": app.user },
      });
      if (response.ok || response.status === 404) fotoHilang(this.uuid, this.nomor, one.uuid);
      else this.fotoTempat.prepend(el("li", {}, (await response.json().catch(() => ({}))).pesan ?? "Foto ini tidak dapat dihapus sekarang."));
    } catch {
      this.fotoTempat.prepend(el("li", {}, "Menghapus foto perlu jaringan. Coba lagi nanti."));
    }
    this.lukisFoto();
  }

  // The way to the others ---------------------------------------------------------------------

  lukisKaki() {
    const { data } = paket.get(this.uuid);
    const mine = milikSaya(data).length ? milikSaya(data) : data.indikator;
    const at = mine.findIndex((item) => item.nomor === this.nomor);
    const ahead = [...mine.slice(at + 1), ...mine.slice(0, Math.max(at, 0))];
    const open = ahead.find((item) => item.saya && levelDi(this.uuid, item) === null);
    const link = (item, text, look) => item && el("a", { class: `btn btn-${look}`, href: `#/${this.uuid}/${item.nomor}` }, text);
    const before = mine[at - 1];
    const after = mine[at + 1];
    const fresh = JSON.stringify([before?.nomor, after?.nomor, open?.nomor]);
    if (fresh === this.tandaKaki) return;
    this.tandaKaki = fresh;
    this.kaki.replaceChildren(...[
      this.cermin,
      link(before, `‹ ${before?.nomor}`, "outline-primary"),
      link(after, `${after?.nomor} ›`, "outline-primary"),
      link(open, `Belum dinilai: ${open?.nomor}`, "primary"),
    ].filter(Boolean));
    for (const item of this.kaki.querySelectorAll(".btn-outline-primary")) {
      item.setAttribute("aria-label", `Indikator ${item.textContent.replace(/[‹›]/g, "").trim()}`);
    }
  }
}

// My level in one capacity, with its reasons and notes: each change is a save of its own.
class Panel {
  constructor(layar, data) {
    this.layar = layar;
    this.data = data;
    this.target = `${layar.uuid}:${layar.nomor}:${data.peran}`;
    this.keadaan = el("p", { class: "lap-keadaan", role: "status" });
    this.bentrok = el("div", { class: "lap-bentrok", hidden: true });
    this.elemen = el("form", { class: "lap-panel", "data-panel": data.peran });
    this.elemen.append(
      el("h2", {}, data.judul),
      data.terkunci ? el("p", { class: "alert alert-info" }, data.terkunci) : "",
      this.keadaan, this.bentrok,
      el("fieldset", { disabled: Boolean(data.terkunci) }, this.tangga(), ...this.kotak()),
    );
    this.elemen.addEventListener("submit", (event) => event.preventDefault());
    this.isikan(this.isi);
    const state = app.saver.state(this.target);
    if (state) this.heard(state);
    else this.keadaan.textContent = app.saver.unsent(this.target) ? "belum terkirim" : data.keadaan;
    this.periksa();
  }

  get isi() {
    return { ...this.data.isi, ...(app.saver.unsent(this.target)?.changes ?? {}) };
  }

  tangga() {
    const { level: levels } = paket.get(this.layar.uuid).data;
    return el("fieldset", { class: "lap-tangga" },
      el("legend", {}, "Pilih level"),
      levels.map((level, index) => el("label", { class: "lap-anak" },
        el("input", { type: "radio", name: "level", value: level, onchange: () => this.simpan("level", level, JEDA_LEVEL) }),
        el("span", { class: "lap-angka" }, String(level)),
        el("span", {}, this.layar.item.rubrik[index]))),
      el("label", { class: "lap-anak lap-kosong" },
        el("input", { type: "radio", name: "level", value: "", onchange: () => this.simpan("level", null, JEDA_LEVEL) }),
        el("span", { class: "lap-angka" }, "–"), el("span", {}, "belum dinilai")));
  }

  kotak() {
    const { peran } = this.data;
    const made = [this.teks("alasan", `Alasan berbeda dari ${this.data.nama_acuan || "usulan"}`)];
    if (peran === "evaluator") {
      made.push(el("label", { class: "lap-centang" },
        el("input", { type: "checkbox", name: "tidak_terverifikasi", onchange: (event) => this.simpan("tidak_terverifikasi", event.target.checked, 0) }),
        " Tidak dapat diverifikasi"));
      made.push(this.teks("alasan_tidak_terverifikasi", "Mengapa tidak dapat diverifikasi"));
    }
    made.push(this.teks("catatan_unit", "Catatan untuk unit"), this.teks("catatan_internal", "Catatan internal (tidak pernah terlihat oleh unit)"));
    return made;
  }

  teks(name, label) {
    const id = `${name}-${this.data.peran}`;
    return el("div", { class: "lap-kotak", "data-kotak": name },
      el("label", { class: "form-label", for: id }, label),
      el("textarea", {
        class: "form-control", id, name, rows: 2, maxlength: 4000,
        oninput: (event) => this.simpan(name, event.target.value, JEDA_TEKS), onchange: () => app.saver.flush(),
      }));
  }

  isikan(values) {
    for (const [name, value] of Object.entries(values)) {
      for (const field of this.elemen.querySelectorAll(`[name="${name}"]`)) {
        if (field.type === "radio") field.checked = field.value === (value === null ? "" : String(value));
        else if (field.type === "checkbox") field.checked = Boolean(value);
        else if (field !== document.activeElement) field.value = value ?? "";
      }
    }
    this.periksa();
  }

  nilai(name) {
    return this.elemen.querySelector(`[name="${name}"]`)?.value.trim() ?? "";
  }

  get level() {
    const chosen = this.elemen.querySelector('[name="level"]:checked')?.value ?? "";
    return chosen === "" ? null : Number(chosen);
  }

  // What has to be written before the server would take it.
  kurang() {
    const { acuan, nama_acuan: name } = this.data;
    if (name && acuan !== null && this.level !== null && this.level !== acuan && !this.nilai("alasan")) {
      return `tulis alasan berbeda dari ${name} (${acuan})`;
    }
    const mark = this.elemen.querySelector('[name="tidak_terverifikasi"]');
    if (mark?.checked && !this.nilai("alasan_tidak_terverifikasi")) return "tulis mengapa tidak dapat diverifikasi";
    return "";
  }

  periksa() {
    const { acuan } = this.data;
    const asked = app.saver.state(this.target)?.field === "alasan";
    const differs = acuan !== null && this.level !== null && this.level !== acuan;
    const hidden = this.layar.item.usulan_tersembunyi && this.level !== null;
    const box = (name) => this.elemen.querySelector(`[data-kotak="${name}"]`);
    box("alasan").hidden = !differs && !asked && !hidden && !this.nilai("alasan");
    box("alasan").querySelector("textarea").setAttribute("aria-required", String(differs || asked));
    const mark = this.elemen.querySelector('[name="tidak_terverifikasi"]');
    if (mark) box("alasan_tidak_terverifikasi").hidden = !mark.checked;
  }

  simpan(name, value, delay) {
    this.periksa();
    app.saver.put(
      this.target,
      { indikator: this.layar.nomor, peran: this.data.peran, changes: { [name]: value } },
      {
        url: paket.get(this.layar.uuid).data.url_nilai,
        versi: this.data.versi,
        delay,
        hold: this.kurang(),
        label: `Indikator ${this.layar.nomor}, ${paket.get(this.layar.uuid).data.nama}`,
        href: `${document.body.dataset.sendiri}#/${this.layar.uuid}/${this.layar.nomor}`,
      },
    );
  }

  heard(state) {
    this.keadaan.textContent = words(state) || this.data.keadaan;
    this.keadaan.dataset.jenis = state?.kind ?? "";
    if (this.layar.cermin) this.layar.cermin.textContent = words(state);
    this.bentrok.hidden = state?.kind !== "bentrok";
    if (state?.kind === "bentrok") this.bentrok.replaceChildren(...bentrok(this.target, state.sekarang));
    if (state?.kind === "tersimpan") this.data = indikatorDari(this.layar.uuid, this.layar.nomor)?.panel.find((one) => one.peran === this.data.peran) ?? this.data;
    if (state === null || state?.kind === "ditabLain" || state?.lain) this.isikan(this.isi);
    this.periksa();
  }

  segar(fresh) {
    if (!fresh) return;
    this.data = fresh;
    this.isikan(this.isi);
    if (!app.saver.state(this.target)) this.keadaan.textContent = fresh.keadaan;
  }
}

// Both values, who and when; the person picks. For the screen of an indicator and for the queue.
export function bentrok(target, now) {
  const [uuid, nomor, peran] = target.split(":");
  const unsent = app.saver.unsent(target) ?? {};
  const mine = unsent.changes ?? { teks: unsent.teks };
  return [
    el("p", {}, `Isian ini sudah diubah di tempat lain pukul ${now.pada} oleh ${now.oleh}.`),
    el("ul", {}, Object.entries(mine).map(([name, value]) =>
      el("li", {}, `${NAMA[name] ?? "rekomendasi"}: Anda ${disebut(value)}; tersimpan ${disebut(now[name])}`))),
    el("div", { class: "actions" },
      tombol("Pakai isian saya", () => app.saver.keepMine(target), "primary"),
      tombol("Pakai yang tersimpan", () => {
        const panel = indikatorDari(uuid, nomor)?.panel.find((one) => one.peran === peran);
        if (panel) {
          for (const name of Object.keys(NAMA)) if (name in now) panel.isi[name] = now[name];
          Object.assign(panel, { versi: now.versi, keadaan: `tersimpan ${now.pada}` });
        }
        app.saver.drop(target);
      })),
  ];
}
