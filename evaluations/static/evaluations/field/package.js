// The units that lie on the device: prepared, refreshed, removed, and thrown away when they are old.
// Nothing unsent is in here: that is kept apart, and stays.
import { openDevice, usersOnDevice } from "../core/device.js";
import { app } from "./app.js";

const HARI = 86400000;

export const paket = new Map(); // uuid -> {data, disiapkan: ms, byte, gambar}

async function ambil(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw Object.assign(new Error(address), { status: response.status });
  return response;
}

const diakui = new Map(); // uuid -> how often the server has acknowledged something of this unit

// A package that was read while something was being sent may be older than what was acknowledged
// meanwhile: it would hide a sent photo, and the next save would conflict with one's own level.
async function baca(address, uuid) {
  for (;;) {
    const before = diakui.get(uuid);
    const text = await (await ambil(address)).text();
    if (diakui.get(uuid) === before) return text;
  }
}

function akui(uuid) {
  diakui.set(uuid, (diakui.get(uuid) ?? 0) + 1);
}

export async function muatPaket() {
  for (const [, item] of await app.device.all("lapangan", "paket:")) paket.set(item.data.uuid, item);
}

// JSON first, so that the unit is usable; then the pictures one by one.
export async function siapkan(unit, progress) {
  const text = await baca(unit.paket, unit.uuid);
  const data = JSON.parse(text);
  const pictures = data.indikator.flatMap((item) => item.bukti.map((bukti) => bukti.gambar)).filter(Boolean);
  const item = { data, disiapkan: Date.now(), byte: text.length, gambar: 0, diminta: pictures.length };
  paket.set(data.uuid, item);
  let kept = await simpan(data.uuid);
  progress(1, pictures.length + 1, item.byte);
  for (const [index, address] of pictures.entries()) {
    try {
      const blob = await (await ambil(address)).blob();
      kept = (await app.device.put("lapangan", gambarKunci(data.uuid, address), blob)) && kept;
      item.gambar += 1;
      item.byte += blob.size;
    } catch {
      // A picture that is missing is said to be missing; the rest is there.
    }
    progress(index + 2, pictures.length + 1, item.byte);
  }
  await simpan(data.uuid);
  return kept;
}

// What is on the server now, for what is prepared already; pictures are not fetched again.
export async function segarkan() {
  for (const [uuid, item] of paket) {
    try {
      const data = JSON.parse(await baca(alamat(uuid), uuid));
      paket.set(uuid, { ...item, data, disiapkan: Date.now(), ditolak: "" });
      await simpan(uuid);
    } catch (error) {
      if (![403, 404].includes(error.status)) continue;
      item.ditolak = "Unit ini bukan lagi tugas Anda.";
    }
  }
}

const alamat = (uuid) => `${document.body.dataset.sendiri}${uuid}/paket.json`;
const gambarKunci = (uuid, address) => `gambar:${uuid}:${address}`;

const menulis = new Map();

// Writes of one package follow each other; what is overtaken while it waits is written once.
function simpan(uuid) {
  if (!menulis.has(uuid)) {
    menulis.set(uuid, Promise.resolve().then(() => {
      menulis.delete(uuid);
      return paket.has(uuid) ? app.device.put("lapangan", `paket:${uuid}`, paket.get(uuid)) : true;
    }));
  }
  return menulis.get(uuid);
}

export async function buang(uuid) {
  paket.delete(uuid);
  await buangDari(app.device, uuid);
}

async function buangDari(device, uuid) {
  await device.remove("lapangan", `paket:${uuid}`);
  for (const key of await device.keys("lapangan", `gambar:${uuid}:`)) await device.remove("lapangan", key);
}

// After the set number of days, whoever prepared it: names of the units that went.
export async function buangLama() {
  const gone = [];
  for (const user of await usersOnDevice()) {
    const device = openDevice(user);
    for (const [, item] of await device.all("lapangan", "paket:")) {
      if (Date.now() - item.disiapkan < app.hari * HARI) continue;
      if (user === app.user) {
        gone.push(item.data.nama);
        paket.delete(item.data.uuid);
      }
      await buangDari(device, item.data.uuid);
    }
  }
  return gone;
}

export async function gambar(uuid, address) {
  const blob = await app.device.get("lapangan", gambarKunci(uuid, address));
  return blob ? URL.createObjectURL(blob) : "";
}

export function simpanGambar(uuid, address, blob) {
  return app.device.put("lapangan", gambarKunci(uuid, address), blob);
}

export function indikatorDari(uuid, nomor) {
  return paket.get(uuid)?.data.indikator.find((item) => item.nomor === Number(nomor)) ?? null;
}

// The server has acknowledged a body: what is shown without network has to know.
export function tersimpanDiPaket(target, body, jawaban) {
  const [uuid, nomor, peran] = target.split(":");
  const item = paket.get(uuid);
  akui(uuid);
  if (!item || !jawaban) return;
  if (nomor === "rek") rekomendasiTersimpan(item.data, body, jawaban);
  else if (peran.startsWith("dokumen.")) dokumenTersimpan(uuid, nomor, peran, jawaban);
  else {
    const panel = indikatorDari(uuid, nomor)?.panel.find((one) => one.peran === peran);
    if (!panel) return;
    Object.assign(panel.isi, body?.changes ?? {});
    panel.versi = jawaban.versi;
    panel.keadaan = `tersimpan ${jawaban.pada}`;
  }
  simpan(uuid);
}

// What the server says of a tick, taken or told in a conflict.
export function dokumenTersimpan(uuid, nomor, bagian, { keadaan, catatan, versi }) {
  const kode = bagian.slice("dokumen.".length);
  const item = indikatorDari(uuid, nomor)?.dokumen?.find((one) => one.kode === kode);
  if (item) Object.assign(item, { isi: { keadaan, catatan }, versi });
}

function rekomendasiTersimpan(data, body, jawaban) {
  const aspek = data.aspek.find(({ kode }) => kode === body?.aspek);
  if (!aspek) return;
  const known = aspek.rekomendasi.find(({ uuid }) => uuid === jawaban.uuid);
  const fresh = {
    uuid: jawaban.uuid,
    versi: jawaban.versi,
    teks: body.teks,
    indikator: body.indikator ? Number(body.indikator) : null,
    keadaan: `tersimpan ${jawaban.pada}`,
  };
  if (known) Object.assign(known, fresh);
  else aspek.rekomendasi.push(fresh);
}

export function fotoTersimpan(uuid, nomor, foto) {
  akui(uuid);
  const item = indikatorDari(uuid, nomor);
  if (!item || item.foto.some((one) => one.uuid === foto.uuid)) return;
  item.foto.push(foto);
  simpan(uuid);
}

export function fotoHilang(uuid, nomor, foto) {
  akui(uuid);
  const item = indikatorDari(uuid, nomor);
  if (item) item.foto = item.foto.filter((one) => one.uuid !== foto);
  simpan(uuid);
}
