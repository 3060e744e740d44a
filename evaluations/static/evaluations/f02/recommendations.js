// Recommendations on the overview: what exists saves by itself, a new one by its button. A draft
// that was not saved stays in this browser until it is.
import { button } from "./buttons.js";
import { words } from "../core/saving_words.js";

const DELAY = 1000;

export class Recommendations {
  constructor(element, saver, listeners) {
    this.data = element.dataset;
    this.saver = saver;
    this.listeners = listeners;
    this.all = [...element.querySelectorAll("[data-rekomendasi]")].map((box) => new One(box, this));
  }

  restored() {
    for (const one of this.all) one.restored();
  }

  refill(target, body) {
    this.all.find((one) => one.target === target)?.fill(body);
  }
}

class One {
  constructor(box, page) {
    this.box = box;
    this.page = page;
    this.saver = page.saver;
    this.form = box.querySelector("form");
    this.text = box.querySelector('[name="teks"]');
    this.about = box.querySelector('[name="indikator"]');
    this.status = box.querySelector("[data-keadaan]");
    this.conflict = box.querySelector("[data-bentrok]");
    this.uuid = box.dataset.rekomendasi;
    this.target = `${page.data.evaluasi}:rek:${this.uuid || this.blank}`;
    page.listeners.set(this.target, (state) => this.heard(state));
    for (const item of box.querySelectorAll("[data-tanpa-js]")) item.hidden = true;
    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("change", () => this.uuid && this.saver.flush());
    this.about.addEventListener("change", () => this.typed());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    box.addEventListener("click", (event) => {
      const chosen = event.target.closest("[data-pakai-lagi]");
      if (chosen) this.reuse(chosen.closest("li").querySelector("[data-teks]").textContent);
    });
  }

  restored() {
    const unsent = this.saver.unsent(this.target);
    if (unsent) this.fill(unsent);
  }

  fill({ teks, indikator }) {
    this.box.closest("[data-tulis]")?.setAttribute("open", "");
    this.text.value = teks;
    this.about.value = indikator;
  }

  // One draft for the aspect, and one for each of its indicators.
  get blank() {
    const { aspek, untuk } = this.box.dataset;
    return `baru-${aspek}${untuk ? `-${untuk}` : ""}`;
  }

  // Below what is typed already: nothing is lost, and it can be changed before it is saved.
  reuse(words) {
    const typed = this.text.value.trimEnd();
    this.text.value = typed ? `${typed}\n${words}` : words;
    this.typed();
    this.text.focus();
  }

  typed() {
    if (this.uuid) this.put({ delay: DELAY });
    else if (this.text.value.trim()) this.put({ hold: "tekan Simpan" });
    else this.saver.drop(this.target);
  }

  send() {
    this.put({});
    // The server names a new one after this save: it must not change on the way.
    if (!this.uuid) this.text.readOnly = true;
  }

  put(how) {
    const { aspek, versi, untuk } = this.box.dataset;
    const { evaluasi, nama, urlRekomendasi } = this.page.data;
    this.saver.put(
      this.target,
      { aspek, rekomendasi: this.uuid, teks: this.text.value, indikator: this.about.value },
      {
        ...how,
        url: urlRekomendasi,
        versi: Number(versi),
        label: `Rekomendasi aspek ${aspek}, ${nama}`,
        href: `/evaluasi/${evaluasi}/f02/${untuk ? `${untuk}/` : ""}#rekomendasi-${aspek}`,
      },
    );
  }

  heard(state) {
    this.status.textContent = words(state);
    this.status.dataset.jenis = state?.kind ?? "";
    this.conflict.hidden = state?.kind !== "bentrok";
    if (state?.kind === "bentrok") this.showConflict(state.sekarang);
    if (["ditolak", "tersimpan"].includes(state?.kind)) this.text.readOnly = false;
    if (state?.kind !== "tersimpan") return;
    this.box.dataset.versi = state.jawaban.versi;
    if (!this.uuid) this.added(state.jawaban.html);
  }

  added(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const box = holder.content.querySelector("[data-rekomendasi]");
    this.box.closest("[data-aspek-rekomendasi]").querySelector("[data-rekomendasi-daftar]").append(box);
    new One(box, this.page);
    this.text.value = "";
    this.about.value = this.box.dataset.untuk;
    this.box.dataset.versi = 0;
  }

  showConflict(now) {
    const text = document.createElement("p");
    text.textContent = `Sudah diubah pukul ${now.pada} oleh ${now.oleh}: «${now.teks}»`;
    this.conflict.replaceChildren(
      text,
      button("Pakai tulisan saya", () => this.saver.keepMine(this.target)),
      button("Pakai yang tersimpan", () => {
        this.box.dataset.versi = now.versi;
        this.saver.drop(this.target);
        this.text.value = now.teks;
        this.status.textContent = `tersimpan ${now.pada}`;
      }),
    );
  }
}
