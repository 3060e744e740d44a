// Logging out: says what of this person is not sent yet, offers to send it, and then takes
// everything of his off this browser. Without this script the page still logs out.

import { forget, openDevice, waitingOn } from "./device.js";
import { csrfToken, post } from "./saving_post.js";
import { settle, verdict } from "./saving_rules.js";

/** @type {HTMLFormElement} */
const form = document.querySelector("[data-keluar]");
const part = (name) => form.querySelector(`[data-${name}]`);
const { pengguna, lapangan } = form.dataset;
const device = openDevice(pengguna);
const outcomes = new Map(); // key -> why it could not be sent, in words

function say(text) {
  part("kata").textContent = text;
}

function busy(now) {
  for (const button of form.querySelectorAll("button")) button.disabled = now;
}

function line(href, label, why) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = label;
  item.append(link, why ? ` – ${why}` : "");
  return item;
}

// Draws what waits; answers whether anything does.
async function show() {
  const { kiriman, foto } = await waitingOn(device);
  const waits = kiriman.length + foto.length > 0;
  const lines = kiriman.map(([key, { label, target, href, hold }]) =>
    line(href ?? "/", label ?? target, outcomes.get(key) ?? (hold ? `belum lengkap: ${hold}` : "")));
  if (foto.length) {
    lines.push(line(lapangan, `${foto.length} foto lapangan`, "dikirim dari halaman Lapangan"));
  }
  const words = [kiriman.length && `${kiriman.length} isian`, foto.length && `${foto.length} foto`];
  part("judul").textContent = `${words.filter(Boolean).join(" dan ")} belum terkirim dari perangkat ini`;
  part("daftar").replaceChildren(...lines);
  part("menunggu").hidden = !waits;
  part("kirim").hidden = !kiriman.length;
  part("biasa").hidden = waits;
  part("hapus").hidden = !waits;
  return waits;
}

// One save, and what was typed after it. The answer that decided, or null once all is saved.
async function sendOne(key, entry) {
  const { target, url } = entry;
  let versi = entry.sending?.versi ?? entry.versi;
  for (const save of [entry.sending, entry.hold ? null : entry.waiting]) {
    if (!save) continue;
    const { kunci, body } = save;
    const answer = await post(url, { ...body, versi, kunci }, { user: pengguna });
    if (verdict(answer, save) !== "saved") return answer;
    const { data } = answer;
    versi = data.versi;
    await device.update("kiriman", key, (there) => without(there, kunci, versi));
    const prefix = key.slice(0, -target.length - 1);
    device.announce({ kind: "beres", prefix, target, kunci, body, versi, pada: data.pada, jawaban: data });
  }
  return null;
}

// The entry without the save that was just acknowledged; null once nothing of it is left.
function without(entry, kunci, versi) {
  if (!entry) return undefined;
  const left = { ...entry };
  return settle(left, kunci, versi) ? left : null;
}

function why({ status, data }) {
  if (status === 401) return "sesi berakhir: muat ulang halaman ini dan masuk kembali";
  if (status === 409) return "bentrok dengan isian orang lain: buka halamannya untuk memilih";
  if (status === 0) return "belum ada jaringan";
  if (status >= 500) return "server belum dapat menyimpan";
  return `ditolak: ${data.pesan ?? status}`;
}

async function sendAll() {
  busy(true);
  say("Mengirim …");
  const { kiriman } = await waitingOn(device);
  kiriman.sort(([, one], [, other]) => (one.at ?? 0) - (other.at ?? 0));
  for (const [key, entry] of kiriman) {
    const refused = await sendOne(key, entry);
    if (refused) outcomes.set(key, why(refused));
    else outcomes.delete(key);
    if (refused?.status === 401 || refused?.status === 0) break; // the next one would fare no better
  }
  busy(false);
  if (!(await show())) return leave();
  say("Belum semua terkirim. Buka isian di bawah ini untuk melihat sebabnya, atau coba lagi.");
  return undefined;
}

// First the session, then the device: nothing is deleted for somebody who is still logged in.
async function leave() {
  busy(true);
  say("Keluar …");
  let response = null;
  try {
    response = await fetch(form.action, {
      method: "POST",
      headers: { "X-CSRFToken": csrfToken() },
      body: new FormData(form),
      redirect: "manual",
    });
  } catch {
    // No network: told below.
  }
  if (response?.type !== "opaqueredirect") {
    busy(false);
    say(response
      ? "Belum berhasil keluar. Muat ulang halaman ini, lalu coba lagi."
      : "Server tidak terjangkau, jadi Anda belum keluar dan tidak ada yang dihapus. Coba lagi sebentar.");
    return;
  }
  await forget(pengguna);
  // Here again without a session, the server leads on to where this visitor belongs.
  location.replace(location.href);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  leave();
});
part("kirim").addEventListener("click", sendAll);

const chosen = document.referrer.startsWith(`${location.origin}/`)
  && performance.getEntriesByType("navigation")[0]?.type === "navigate";
const waits = await show();
say(waits
  ? "Ada isian Anda yang belum sampai di server."
  : "Anda yakin ingin keluar? Salinan data Anda di peramban ini ikut dihapus.");
// Asked for in a menu of ours, and nothing to decide: no second question.
if (chosen && !waits) await leave();
