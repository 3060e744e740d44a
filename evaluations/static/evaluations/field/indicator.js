// One indicator: what the unit said, my level with reasons and notes, photos.
import { PanelForm } from "../f02/form.js";
import { bothValues, changedElsewhere, NAMES } from "../f02/rules.js";
import { csrfToken } from "../core/saving_post.js";
import { app } from "./app.js";
import { dokumenTersimpan, fotoHilang, gambar, indikatorDari, paket } from "./package.js";
import { el, jam, tombol, tombolYakin } from "./display.js";
import { levelDi, milikSaya } from "./unit.js";
import { Dokumen } from "./documents.js";

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
    this.dokumen = new Dokumen(uuid, nomor);
    const aspek = paket.get(uuid).data.aspek.find((one) => one.nomor.includes(nomor));
    this.elemen.append(
      el("p", {}, el("a", { href: `#/${uuid}` }, `‹ ${paket.get(uuid).data.nama}`)),
      el("h1", {}, `${nomor}. ${this.item.nama}`),
      el("p", { class: "muted" }, aspek.nama),
      ...this.maksud(),
      ...this.keterangan(),
      this.dokumen.elemen,
      ...this.panel.map((panel) => panel.form),
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
    this.dokumen?.heard(target, state);
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
    this.dokumen.segar();
    this.lukisFoto();
  }

  // A package of an earlier release has none of it.
  maksud() {
    const { penjelasan, istilah = [] } = this.item;
    if (!penjelasan && !istilah.length) return [];
    return [el("details", { class: "lap-lipat" }, el("summary", {}, "Apa maksudnya?"),
      penjelasan && el("p", {}, penjelasan),
      el("dl", {}, istilah.map(([term, meaning]) => el("div", {}, el("dt", {}, term), el("dd", {}, meaning)))))];
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

// The form of one panel out of the page's template, with the words of its rubric.
function formulir({ peran, judul, terkunci, nama_acuan: name }, levels, rubric) {
  /** @type {HTMLTemplateElement} */
  const blank = document.querySelector("#panel");
  const form = /** @type {HTMLFormElement} */ (blank.content.firstElementChild.cloneNode(true));
  const part = (place) => form.querySelector(`[data-${place}]`);
  form.dataset.panel = peran;
  part("judul").textContent = judul;
  part("nama-acuan").textContent = name || "usulan";
  if (terkunci) part("terkunci").textContent = terkunci;
  else part("terkunci").remove();
  form.querySelector("fieldset").disabled = Boolean(terkunci);
  for (const one of form.querySelectorAll("[data-untuk]")) if (one.dataset.untuk !== peran) one.remove();
  for (const box of form.querySelectorAll(".lap-kotak")) {
    const text = box.querySelector("textarea");
    text.id = `${text.name}-${peran}`;
    box.querySelector("label").htmlFor = text.id;
  }
  part("anak").replaceWith(...levels.map((level, index) => anak(part("anak"), level, rubric[index])));
  return form;
}

function anak(blank, level, words) {
  const step = blank.cloneNode(true);
  step.querySelector("input").value = level;
  step.querySelector(".lap-angka").textContent = level;
  step.querySelector("[data-uraian]").textContent = words;
  return step;
}

// My level in one capacity, with its reasons and notes: each change is a save of its own.
class Panel extends PanelForm {
  constructor(layar, data) {
    super(formulir(data, paket.get(layar.uuid).data.level, layar.item.rubrik), app.saver, layar.uuid, layar.nomor);
    this.layar = layar;
    this.data = data;
    this.isikan(this.isi);
    const state = app.saver.state(this.target);
    if (state) this.heard(state);
    else this.status.textContent = app.saver.unsent(this.target) ? "belum terkirim" : data.keadaan;
    this.boxes();
  }

  get isi() {
    return { ...this.data.isi, ...(app.saver.unsent(this.target)?.changes ?? {}) };
  }

  get reference() {
    return { acuan: this.data.acuan, namaAcuan: this.data.nama_acuan };
  }

  get versi() {
    return this.data.versi;
  }

  get how() {
    const { uuid, nomor } = this.layar;
    const { url_nilai: url, nama } = paket.get(uuid).data;
    return { url, label: `Indikator ${nomor}, ${nama}`, href: `${document.body.dataset.sendiri}#/${uuid}/${nomor}` };
  }

  // The suggestion is hidden until a first level has arrived at the server.
  get mayBeAsked() {
    return this.layar.item.usulan_tersembunyi && this.level !== null;
  }

  isikan(values) {
    this.fill(values, document.activeElement);
    this.boxes();
  }

  heard(state) {
    this.tell(state, this.layar.cermin);
    if (!this.status.textContent) this.status.textContent = this.data.keadaan;
    if (state?.kind === "bentrok") this.conflict.replaceChildren(...bentrok(this.target, state.sekarang));
    if (state?.kind === "tersimpan") this.data = indikatorDari(this.layar.uuid, this.layar.nomor)?.panel.find((one) => one.peran === this.data.peran) ?? this.data;
    if (state === null || state?.kind === "ditabLain" || state?.lain) this.isikan(this.isi);
    this.boxes();
  }

  segar(fresh) {
    if (!fresh) return;
    this.data = fresh;
    this.isikan(this.isi);
    if (!app.saver.state(this.target)) this.status.textContent = fresh.keadaan;
  }
}

// Both values, who and when; the person picks. For the screen of an indicator and for the queue.
export function bentrok(target, now) {
  const [uuid, nomor, peran] = target.split(":");
  const unsent = app.saver.unsent(target) ?? {};
  const mine = unsent.changes ?? { teks: unsent.teks };
  return [
    el("p", {}, changedElsewhere(now)),
    el("ul", {}, bothValues(mine, now).map((words) => el("li", {}, words))),
    el("div", { class: "actions" },
      tombol("Pakai isian saya", () => app.saver.keepMine(target), "primary"),
      tombol("Pakai yang tersimpan", () => {
        const panel = indikatorDari(uuid, nomor)?.panel.find((one) => one.peran === peran);
        if (peran.startsWith("dokumen.")) dokumenTersimpan(uuid, nomor, peran, now);
        else if (panel) {
          for (const name of Object.keys(NAMES)) if (name in now) panel.isi[name] = now[name];
          Object.assign(panel, { versi: now.versi, keadaan: `tersimpan ${now.pada}` });
        }
        app.saver.drop(target);
      })),
  ];
}
