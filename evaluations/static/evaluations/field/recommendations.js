// Recommendations of one unit, by aspect. A new one has its public id from here, so that it can be
// changed before it has arrived.
import { newKey } from "../core/saving_post.js";
import { words } from "../core/saving_words.js";
import { app } from "./app.js";
import { bentrok } from "./indicator.js";
import { paket } from "./package.js";
import { el, tombol } from "./display.js";

const JEDA = 1000;

export class LayarRekomendasi {
  constructor(uuid) {
    this.uuid = uuid;
    this.tulisan = new Map(); // target -> One
    const { data } = this;
    this.judul = `Rekomendasi ${data.nama}`;
    this.elemen = el("div", {},
      el("p", {}, el("a", { href: `#/${uuid}` }, `‹ ${data.nama}`)),
      el("h1", {}, "Rekomendasi"),
      data.aspek.map((aspek) => this.aspek(aspek)));
  }

  get data() {
    return paket.get(this.uuid).data;
  }

  heard(target, state) {
    this.tulisan.get(target)?.heard(state);
  }

  aspek(aspek) {
    const list = el("div");
    const items = [...aspek.rekomendasi];
    // What was written here and has not arrived is not in the package.
    for (const { target } of app.saver.list()) {
      const [uuid, kind, id] = target.split(":");
      const body = app.saver.unsent(target);
      if (uuid !== this.uuid || kind !== "rek" || body?.aspek !== aspek.kode) continue;
      if (!body.baru || items.some((one) => one.uuid === id)) continue;
      items.push({ uuid: id, baru: true, versi: 0, teks: body.teks, indikator: null, keadaan: "" });
    }
    const tambah = (teks = "") => {
      const one = this.satu(aspek, { uuid: newKey(), baru: true, versi: 0, teks: "", indikator: null, keadaan: "" }, list);
      if (teks) one.pakai(teks);
      one.teks.focus();
    };
    const section = el("section", { class: "lap-kartu", "data-aspek": aspek.kode }, el("h2", {}, aspek.nama), list);
    for (const item of items) {
      if (aspek.boleh_rekomendasi) this.satu(aspek, item, list);
      else list.append(el("p", {}, item.teks));
    }
    if (!aspek.boleh_rekomendasi && !items.length) list.append(el("p", { class: "muted" }, "Belum ada."));
    if (aspek.boleh_rekomendasi) {
      section.append(tombol("Tulis rekomendasi", () => tambah(), "outline-primary"));
      if (aspek.pakai_lagi.length) {
        section.append(el("details", { class: "lap-lipat" }, el("summary", {}, `Pakai lagi (${aspek.pakai_lagi.length})`),
          el("ul", {}, aspek.pakai_lagi.map((teks) => el("li", {}, teks, " ", tombol("Pakai", () => tambah(teks)))))));
      }
    }
    return section;
  }

  satu(aspek, item, list) {
    const one = new Satu(this, aspek, item);
    this.tulisan.set(one.target, one);
    list.append(one.elemen);
    return one;
  }
}

class Satu {
  constructor(layar, aspek, item) {
    this.layar = layar;
    this.aspek = aspek;
    this.item = item;
    this.target = `${layar.uuid}:rek:${item.uuid}`;
    const id = `rek-${item.uuid}`;
    const unsent = app.saver.unsent(this.target);
    this.teks = el("textarea", {
      class: "form-control", id, rows: 3, maxlength: 4000, oninput: () => this.simpan(JEDA), onchange: () => app.saver.flush(),
    });
    this.teks.value = unsent?.teks ?? item.teks;
    this.tentang = el("select", { class: "form-select", id: `${id}-i`, onchange: () => this.simpan(0) },
      el("option", { value: "" }, "Seluruh aspek"),
      aspek.nomor.map((nomor) => el("option", { value: nomor }, `Indikator ${nomor}`)));
    this.tentang.value = unsent?.indikator ?? (item.indikator === null ? "" : String(item.indikator));
    this.keadaan = el("p", { class: "lap-keadaan", role: "status" }, item.keadaan);
    this.bentrok = el("div", { class: "lap-bentrok", hidden: true });
    this.elemen = el("div", { class: "lap-kotak" },
      el("label", { class: "form-label", for: id }, item.baru ? `Rekomendasi baru aspek ${aspek.kode}` : `Rekomendasi aspek ${aspek.kode}`),
      this.teks,
      el("label", { class: "form-label", for: `${id}-i` }, "Tentang"), this.tentang,
      this.keadaan, this.bentrok);
    const state = app.saver.state(this.target);
    if (state) this.heard(state);
  }

  pakai(text) {
    this.teks.value = text;
    this.simpan(0);
  }

  simpan(delay) {
    const { item } = this;
    const { data } = this.layar;
    if (!this.teks.value.trim()) {
      if (item.baru && item.versi === 0) app.saver.drop(this.target);
      else this.keadaan.textContent = "Rekomendasi yang kosong tidak disimpan. Menghapus dilakukan pada halaman F02.";
      return;
    }
    app.saver.put(
      this.target,
      {
        aspek: this.aspek.kode,
        rekomendasi: item.baru ? "" : item.uuid,
        baru: item.baru ? item.uuid : "",
        teks: this.teks.value,
        indikator: this.tentang.value,
      },
      {
        url: data.url_rekomendasi,
        versi: item.versi,
        delay,
        label: `Rekomendasi aspek ${this.aspek.kode}, ${data.nama}`,
        href: `${document.body.dataset.sendiri}#/${this.layar.uuid}/rekomendasi`,
      },
    );
  }

  heard(state) {
    this.keadaan.textContent = words(state);
    this.keadaan.dataset.jenis = state?.kind ?? "";
    this.bentrok.hidden = state?.kind !== "bentrok";
    if (state?.kind === "bentrok") {
      this.kini = state.sekarang;
      this.bentrok.replaceChildren(...bentrok(this.target, state.sekarang));
    } else if (state === null && this.kini) {
      // What is stored was chosen.
      Object.assign(this.item, { teks: this.kini.teks, versi: this.kini.versi });
      this.teks.value = this.kini.teks;
      this.keadaan.textContent = `tersimpan ${this.kini.pada}`;
      this.kini = null;
    }
    if (state?.kind === "tersimpan" && state.jawaban) this.item.versi = state.jawaban.versi;
  }
}
