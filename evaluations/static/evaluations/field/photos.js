// Photos: made small on the device, kept there as blobs, sent one after another in the order of time.
import { kecilkan } from "../evidence/photo.js";
import { csrfToken, newKey } from "../core/saving_post.js";
import { verdict } from "../core/saving_rules.js";
import { app } from "./app.js";
import { berubah } from "./state.js";
import { fotoTersimpan, paket, simpanGambar } from "./package.js";

const TERPANJANG = 1600; // pixels
const TUNGGU = 90000; // a photo on a slow line
const ULANG = [3000, 10000, 30000, 60000];

export class AntreanFoto {
  constructor() {
    this.items = new Map(); // kunci -> {kunci, uuid, nomor, unit, blob, diambil, keterangan, at}
    this.states = new Map();
    this.rapuh = false; // the disk refused one: it is only in memory
    this.sending = false;
    this.failures = 0;
    this.timer = 0;
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState !== "hidden") this.retry();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.rapuh && this.items.size) event.preventDefault();
    });
  }

  async restore() {
    for (const [, item] of await app.device.all("foto")) this.items.set(item.kunci, item);
    this.retry();
  }

  list() {
    return [...this.items.values()]
      .sort((a, b) => a.at - b.at)
      .map((item) => ({ ...item, state: this.states.get(item.kunci) ?? { kind: "menunggu", pesan: "menunggu dikirim" } }));
  }

  at(uuid, nomor) {
    return this.list().filter((item) => item.uuid === uuid && item.nomor === nomor);
  }

  async tambah(uuid, nomor, file, keterangan = "") {
    // A picture that was chosen from the gallery was taken when it was written.
    const taken = new Date(Math.min(file.lastModified || Date.now(), Date.now()));
    const item = {
      kunci: newKey(),
      uuid,
      nomor,
      unit: paket.get(uuid)?.data.nama ?? "",
      url: paket.get(uuid)?.data.url_foto,
      blob: await kecilkan(file, TERPANJANG),
      diambil: taken.toISOString(),
      keterangan,
      at: Date.now(),
    };
    this.items.set(item.kunci, item);
    await this.keep(item);
    berubah();
    this.send();
  }

  async keep(item) {
    if (!(await app.device.put("foto", this.key(item), item))) this.rapuh = true;
  }

  key(item) {
    return `${item.uuid}:${item.nomor}:${item.kunci}`;
  }

  async buang(kunci) {
    const item = this.items.get(kunci);
    if (!item) return;
    this.items.delete(kunci);
    this.states.delete(kunci);
    await app.device.remove("foto", this.key(item));
    berubah();
  }

  retry() {
    clearTimeout(this.timer);
    this.timer = 0;
    for (const [kunci, state] of this.states) if (state.kind !== "ditolak") this.states.delete(kunci);
    this.send();
  }

  ulangi(kunci) {
    this.states.delete(kunci);
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    try {
      for (;;) {
        const next = this.list().find((item) => !this.states.has(item.kunci));
        if (!next || !(await this.sendOne(this.items.get(next.kunci)))) break;
      }
    } finally {
      this.sending = false;
      berubah();
    }
  }

  // False where the next one would fare no better.
  async sendOne(item) {
    this.tell(item, { kind: "menyimpan", pesan: "sedang dikirim" });
    const answer = await this.post(item);
    const { status, data } = answer;
    if (!this.items.has(item.kunci)) return true; // given up meanwhile
    const said = verdict(answer, item);
    if (said === "saved") {
      this.failures = 0;
      await simpanGambar(item.uuid, data.foto.url, item.blob);
      fotoTersimpan(item.uuid, item.nomor, data.foto);
      await this.buang(item.kunci);
      return true;
    }
    if (said === "session" || said === "token") {
      this.tell(item, { kind: "sesi", pesan: "sesi berakhir: masuk kembali, lalu foto ini terkirim" });
    } else if (said === "refused") {
      this.tell(item, { kind: "ditolak", pesan: data.pesan ?? `server menolak foto ini (${status})` });
      return true;
    } else {
      const pesan = status >= 500 ? "server belum dapat menyimpan" : "menunggu jaringan";
      this.tell(item, { kind: "menunggu", pesan });
    }
    this.later();
    return false;
  }

  async post(item) {
    const form = new FormData();
    form.set("kunci", item.kunci);
    form.set("indikator", item.nomor);
    form.set("diambil", item.diambil);
    form.set("keterangan", item.keterangan);
    form.set("foto", item.blob, `foto-${item.nomor}.jpg`);
    try {
      const response = await fetch(item.url, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": csrfToken(), "X-Pengguna": app.user },
        body: form,
        signal: AbortSignal.timeout ? AbortSignal.timeout(TUNGGU) : undefined,
      });
      return { status: response.status, data: await response.json().catch(() => ({})) };
    } catch {
      return { status: 0, data: {} };
    }
  }

  tell(item, state) {
    this.states.set(item.kunci, state);
    berubah();
  }

  later() {
    if (this.timer) return;
    const wait = ULANG[Math.min(this.failures, ULANG.length - 1)];
    this.failures += 1;
    this.timer = setTimeout(() => this.retry(), wait);
  }
}
