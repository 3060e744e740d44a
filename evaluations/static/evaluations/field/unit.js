// The first screen (my units, prepared or not) and the screen of one unit.
import { app } from "./app.js";
import { berubah, menunggu, menungguDi } from "./state.js";
import { buang, paket, siapkan } from "./package.js";
import { gantiBilaAman, pekerja } from "./worker.js";
import { el, jam, tombol, tombolYakin, ukuran } from "./display.js";
import { tanpaDasar } from "../f02/rules.js";
import { inWords } from "./waiting.js";

export class LayarBeranda {
  judul = "Unit saya";

  constructor(pesan = "") {
    this.pesan = pesan;
    this.berjalan = new Map(); // uuid -> words about a download
    this.dipilih = new Set();
    this.elemen = el("div");
    this.tanda = "";
  }

  segar() {
    this.berubah();
  }

  berubah() {
    const fresh = JSON.stringify([
      this.pesan, [...this.berjalan], [...this.dipilih], app.daftar, app.sesi, app.dibuang, pekerja,
      navigator.onLine, [...paket].map(([uuid, item]) => [uuid, item.disiapkan, item.byte, item.ditolak]),
      inWords([...menunggu().isian, ...menunggu().foto], { online: navigator.onLine, session: app.sesi }),
    ]);
    if (fresh === this.tanda) return;
    this.tanda = fresh;
    const focused = document.activeElement?.id;
    this.elemen.replaceChildren(...this.bagian());
    if (focused) document.getElementById(focused)?.focus();
  }

  bagian() {
    const prepared = [...paket.values()];
    return [
      el("h1", {}, "Unit saya"),
      this.pesan && el("p", { class: "alert alert-info" }, this.pesan),
      ...this.kabar(),
      prepared.length ? el("ul", { class: "lap-daftar" }, prepared.map((item) => this.siap(item))) : null,
      ...this.pilihan(),
      this.pekerja(),
    ].filter(Boolean);
  }

  kabar() {
    const { masuk, sendiri } = document.body.dataset;
    const said = [];
    if (!app.sesi) {
      said.push(el("p", { class: "alert alert-warning" },
        "Sesi Anda berakhir. Isian tetap aman di perangkat ini. ",
        el("a", { href: `${masuk}?next=${sendiri}` }, "Masuk kembali"), " agar terkirim."));
    }
    if (app.foto?.rapuh) {
      said.push(el("p", { class: "alert alert-danger" },
        "Penyimpanan perangkat ini penuh: foto terakhir hanya ada di halaman ini. Jangan tutup halaman sebelum terkirim."));
    }
    if (app.dibuang?.length) {
      said.push(el("p", { class: "alert alert-info" },
        `Dihapus dari perangkat karena disiapkan lebih dari ${app.hari} hari lalu: ${app.dibuang.join(", ")}. `
        + "Isian yang belum terkirim tetap ada dalam daftar tunggu."));
    }
    return said;
  }

  siap({ data, disiapkan, byte, gambar, diminta, ditolak }) {
    const { terisi, jumlah } = kemajuan(data);
    const wait = inWords(menungguDi(data.uuid), { online: navigator.onLine, session: app.sesi });
    const mine = app.daftar?.find((unit) => unit.uuid === data.uuid);
    return el("li", { class: "lap-kartu" },
      el("h2", {}, el("a", { href: `#/${data.uuid}` }, data.nama)),
      el("p", { class: "muted" }, data.instansi),
      el("p", {}, `${terisi} dari ${jumlah} indikator Anda sudah bernilai`,
        wait ? `; ${wait}` : ""),
      data.tenggat && el("p", {}, `Sampai ${data.tenggat}`),
      el("p", { class: "muted" },
        `Disiapkan ${jam(disiapkan)}, ${ukuran(byte)}${diminta ? `, ${gambar} dari ${diminta} gambar bukti` : ""}. `
        + `Dihapus dari perangkat setelah ${app.hari} hari.`),
      ditolak && el("p", { class: "alert alert-warning" }, ditolak),
      this.berjalan.has(data.uuid) && el("p", { role: "status" }, this.berjalan.get(data.uuid)),
      el("div", { class: "actions" },
        mine && navigator.onLine && tombol("Perbarui", () => this.unduh([mine]), "outline-primary", { id: `p-${data.uuid}` }),
        tombolYakin("Hapus dari perangkat", wait ? "Ya, hapus; yang belum terkirim tetap menunggu" : "Ya, hapus", async () => {
          await buang(data.uuid);
          this.berubah();
        })));
  }

  pilihan() {
    if (!app.daftar) {
      return [el("p", { class: "muted" }, navigator.onLine && app.sesi
        ? "Memeriksa tugas Anda …"
        : "Unit lain dapat disiapkan bila ada jaringan dan Anda masuk.")];
    }
    const left = app.daftar.filter((unit) => !paket.has(unit.uuid));
    if (!left.length) {
      return [el("p", { class: "muted" }, app.daftar.length
        ? "Semua tugas Anda sudah ada di perangkat ini."
        : "Belum ada unit yang ditugaskan kepada Anda.")];
    }
    const chosen = left.filter((unit) => this.dipilih.has(unit.uuid));
    const bytes = chosen.reduce((sum, unit) => sum + unit.byte, 0);
    return [
      el("h2", {}, "Siapkan untuk lapangan"),
      el("p", { class: "muted" }, "Rubrik, jawaban unit, dan gambar bukti diunduh, lalu dapat dipakai tanpa jaringan."),
      el("ul", { class: "lap-daftar" }, left.map((unit) => el("li", { class: "lap-kartu" },
        el("label", { class: "lap-pilih" },
          el("input", {
            type: "checkbox", id: `u-${unit.uuid}`, checked: this.dipilih.has(unit.uuid), onchange: (event) => {
              if (event.target.checked) this.dipilih.add(unit.uuid);
              else this.dipilih.delete(unit.uuid);
              this.berubah();
            },
          }),
          el("span", {}, el("strong", {}, unit.nama), el("br"),
            el("span", { class: "muted" }, `${unit.instansi}. ${unit.kata} Sekitar ${ukuran(unit.byte)}`
              + `${unit.gambar ? `, ${unit.gambar} gambar bukti` : ""}.`))),
        this.berjalan.has(unit.uuid) && el("p", { role: "status" }, this.berjalan.get(unit.uuid))))),
      !navigator.onLine ? el("p", {}, "Menyiapkan unit perlu jaringan.") : tombol(chosen.length ? `Siapkan untuk lapangan: ${chosen.length} unit, sekitar ${ukuran(bytes)}` : "Siapkan untuk lapangan",
        () => this.unduh(chosen), "primary", { id: "siapkan", disabled: !chosen.length, class: "btn btn-primary lap-lebar" }),
    ];
  }

  async unduh(units) {
    for (const unit of units) {
      this.kata(unit.uuid, "Mengunduh …");
      try {
        const kept = await siapkan(unit, (done, all, bytes) => {
          this.kata(unit.uuid, `Mengunduh ${done} dari ${all} bagian, ${ukuran(bytes)}`);
        });
        this.berjalan.delete(unit.uuid);
        this.dipilih.delete(unit.uuid);
        if (!kept) this.pesan = "Penyimpanan perangkat ini menolak: unit hanya ada selama halaman ini terbuka.";
      } catch (error) {
        this.kata(unit.uuid, error.status === 403 || error.status === 404
          ? "Tidak dapat disiapkan: unit ini bukan lagi tugas Anda."
          : "Unduhan terputus. Coba lagi bila ada jaringan.");
      }
    }
    navigator.storage?.persist?.(); // so that the browser does not throw it away when it needs room
    berubah();
    this.berubah();
  }

  kata(uuid, words) {
    this.berjalan.set(uuid, words);
    this.berubah();
  }

  pekerja() {
    const { isian, foto } = menunggu();
    const said = {
      siap: "Halaman ini tersimpan di perangkat dan dapat dibuka tanpa jaringan.",
      memasang: "Halaman ini sedang disimpan di perangkat …",
      memeriksa: "",
      gagal: "Halaman ini belum dapat disimpan di perangkat. Tanpa jaringan ia tidak dapat dibuka.",
      "tidak ada": "Peramban ini tidak dapat membuka halaman tanpa jaringan. Pakai Chrome, Edge, Firefox, atau Safari terbaru melalui alamat https.",
    }[pekerja.keadaan];
    return el("div", { class: "lap-pekerja" },
      el("p", { id: "pekerja", "data-pekerja": pekerja.keadaan }, said),
      pekerja.baru && el("p", {}, isian.length || foto.length
        ? "Versi baru halaman ini sudah siap; dipasang setelah semua terkirim."
        : "Versi baru halaman ini sudah siap. "),
      pekerja.baru && !isian.length && !foto.length && tombol("Pakai versi baru", gantiBilaAman, "outline-primary", { id: "versi" }),
      el("p", {}, el("a", { href: "/tugas/" }, "Ke Tugas saya (perlu jaringan)")));
  }
}

// My level as I see it here: typed and unsent, or else what was saved.
export function levelDi(uuid, item) {
  const panel = item.panel[0];
  if (!panel) return null;
  const unsent = app.saver.unsent(`${uuid}:${item.nomor}:${panel.peran}`)?.changes;
  return unsent && "level" in unsent ? unsent.level : panel.isi.level;
}

// What I have typed beside my level, sent or not.
function isiDi(uuid, item) {
  const panel = item.panel.find((one) => one.peran === "evaluator");
  if (!panel) return null;
  return { ...panel.isi, ...(app.saver.unsent(`${uuid}:${item.nomor}:evaluator`)?.changes ?? {}) };
}

// The numbers of my high levels that nothing supports, with what waits on this device counted in.
export function raguDi(uuid, data) {
  if (!data.tanya_dasar) return [];
  return data.indikator.filter((item) => {
    const isi = isiDi(uuid, item);
    const shown = item.bukti.length + item.foto.length + app.foto.at(uuid, item.nomor).length > 0;
    return isi && tanpaDasar(isi, data.level, shown);
  }).map((item) => item.nomor);
}

export function milikSaya(data) {
  return data.indikator.filter((item) => item.saya && item.panel.length);
}

export function kemajuan(data) {
  const mine = milikSaya(data);
  return { terisi: mine.filter((item) => levelDi(data.uuid, item) !== null).length, jumlah: mine.length };
}

export class LayarUnit {
  constructor(uuid) {
    this.uuid = uuid;
    this.judul = this.data.nama;
    this.elemen = el("div");
    this.tanda = "";
  }

  get data() {
    return paket.get(this.uuid).data;
  }

  segar() {
    this.berubah();
  }

  berubah() {
    if (!paket.has(this.uuid)) return;
    const { data } = this;
    const rows = data.indikator.map((item) => [item.nomor, levelDi(this.uuid, item), this.tunggu(item)]);
    const doubtful = raguDi(this.uuid, data);
    const fresh = JSON.stringify([rows, data.tenggat, data.status, data.aspek, doubtful]);
    if (fresh === this.tanda) return;
    this.tanda = fresh;
    const { terisi, jumlah } = kemajuan(data);
    const open = milikSaya(data).find((item) => levelDi(this.uuid, item) === null);
    const locked = milikSaya(data).map((item) => item.panel[0].terkunci).find(Boolean);
    this.elemen.replaceChildren(...[
      el("p", {}, el("a", { href: "#/" }, "‹ Unit saya")),
      el("h1", {}, data.nama),
      el("p", { class: "muted" }, `${data.instansi} · ${data.siklus} · ${data.status}`),
      data.tenggat && el("p", {}, `Sampai ${data.tenggat}`),
      locked && el("p", { class: "alert alert-info" }, locked),
      el("label", { class: "lap-kemajuan" }, `${terisi} dari ${jumlah} indikator Anda sudah bernilai`,
        el("progress", { max: jumlah || 1, value: terisi })),
      open && el("a", { class: "btn btn-primary lap-lebar", href: `#/${this.uuid}/${open.nomor}` }, `Nilai indikator ${open.nomor}`),
      doubtful.length && el("section", { class: "alert alert-warning", id: "ragu" },
        el("p", {}, `Nilai tinggi tanpa dasar atau tidak dapat diverifikasi (${doubtful.length}). `
          + "Ambil foto, tulis catatan, atau tandai «Diamati di lokasi»; ketua tim menjawabnya saat menyelesaikan F02."),
        el("p", {}, doubtful.map((nomor) => [el("a", { href: `#/${this.uuid}/${nomor}` }, `Indikator ${nomor}`), " "]))),
      ...data.aspek.map((aspek) => this.aspek(aspek)),
      el("a", { class: "btn btn-outline-primary lap-lebar", href: `#/${this.uuid}/rekomendasi` }, "Rekomendasi"),
    ].filter(Boolean));
  }

  tunggu(item) {
    const count = menunggu().isian.filter(({ target }) => target.startsWith(`${this.uuid}:${item.nomor}:`)).length
      + app.foto.at(this.uuid, item.nomor).length;
    return count;
  }

  aspek(aspek) {
    const items = this.data.indikator.filter((item) => aspek.nomor.includes(item.nomor));
    return el("section", {},
      el("h2", {}, aspek.nama),
      el("ul", { class: "lap-indikator" }, items.map((item) => {
        const level = levelDi(this.uuid, item);
        const wait = this.tunggu(item);
        const said = level === null ? "belum dinilai" : `nilai ${level}`;
        return el("li", {}, el("a", { href: `#/${this.uuid}/${item.nomor}`, "data-nomor": item.nomor },
          el("span", { class: "lap-nomor" }, String(item.nomor)),
          el("span", { class: "lap-nama" }, item.nama,
            el("span", { class: "muted" }, item.saya ? ` ${said}${wait ? ", belum terkirim" : ""}` : " bukan bagian Anda")),
          el("span", { class: "lap-angka", "aria-hidden": "true" }, level === null ? "·" : String(level))));
      })));
  }
}
