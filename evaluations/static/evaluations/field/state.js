// What waits to be sent, and what the page says of it.
import { Saver } from "../core/saving.js";
import { mergeChanges } from "../core/saving_rules.js";
import { app } from "./app.js";
import { tersimpanDiPaket } from "./package.js";
import { lapor } from "./report.js";
import { inWords } from "./waiting.js";

// Bodies on their way, to be put into the package once they are acknowledged.
const dikirim = new Map();

export function mulaiSimpan() {
  app.saver = new Saver({
    prefix: "f02", // the desk sends what was left here, and the other way round
    user: app.user,
    merge: mergeChanges,
    atOnce: 1, // in the order in which it was typed
    onState(target, state) {
      if (state?.kind === "menyimpan") dikirim.set(target, app.saver.unsent(target));
      if (state?.kind === "tersimpan") {
        tersimpanDiPaket(target, dikirim.get(target), state.jawaban);
        dikirim.delete(target);
      }
      app.layar?.heard?.(target, state);
      berubah();
    },
    onCount: () => berubah(),
    onUnsent(target, body) {
      dikirim.set(target, body);
      app.layar?.heard?.(target, app.saver.state(target));
    },
  });
  return app.saver.restore();
}

let timer = 0;

// Something that is counted or listed has changed; many changes are shown as one.
export function berubah() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    kepala();
    app.layar?.berubah?.();
  }, 120);
}

export function menunggu() {
  return { isian: app.saver?.list() ?? [], foto: app.foto?.list() ?? [] };
}

export function menungguDi(uuid) {
  const { isian, foto } = menunggu();
  return [
    ...isian.filter(({ target }) => target.startsWith(`${uuid}:`)),
    ...foto.filter((item) => item.uuid === uuid),
  ];
}

function kepala() {
  const { isian, foto } = menunggu();
  if (app.saver && app.foto) lapor(isian.length + foto.length);
  const line = document.querySelector("#keadaan");
  const line1 = navigator.onLine ? "Ada jaringan" : "Tanpa jaringan";
  const waiting = inWords([...isian, ...foto], { online: navigator.onLine, session: app.sesi });
  const text = waiting
    ? `${line1} · ${waiting} · aman di perangkat ini`
    : `${line1} · ${app.user ? "semua sudah terkirim" : "belum masuk"}`;
  if (line.textContent !== text) {
    const link = document.createElement("a");
    link.href = "#/antrean";
    link.textContent = text;
    line.replaceChildren(waiting ? link : text);
    line.dataset.jenis = waiting ? "menunggu" : "tersimpan";
  }
  document.querySelector("#siapa").textContent = app.nama;
}
