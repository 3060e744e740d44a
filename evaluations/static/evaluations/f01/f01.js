// The F01 page: every answer saves itself. What travels and what is kept is the saver's matter;
// here are the fields, their states in words, and what the server tells after each save.

import { Saver } from "../core/saving.js";
import { words } from "../core/saving_words.js";
import { showProgress, tellCard } from "./cards.js";

const QUIET = 700; // ms after the last key: a save within a second, not one per letter
const root = document.getElementById("f01");
const notice = document.getElementById("belum-tersimpan");
const status = document.getElementById("f01-status");
const sendForm = document.querySelector("form[data-kirim-f01]");
const { pengguna, evaluasi, url } = root.dataset;

const fields = new Map(); // target -> element
for (const element of root.querySelectorAll("[data-pertanyaan]")) {
  fields.set(targetOf(element), element);
}

function card(element) {
  return element.closest("[data-indikator]");
}

function targetOf(element) {
  return `${evaluasi}:${card(element).dataset.indikator}.${element.dataset.pertanyaan}`;
}

// Values ------------------------------------------------------------------------------------

const boxes = (element) => [...element.querySelectorAll("input[type=checkbox][value]:not([data-tidak-ada])")];
const none = (element) => element.querySelector("[data-tidak-ada]");

// null is unanswered; [] is the answer that there is none at all.
function read(element) {
  switch (element.dataset.jenis) {
    case "ya_tidak":
    case "pilihan_tunggal": {
      const chosen = element.querySelector("input:checked");
      if (!chosen) return null;
      return element.dataset.jenis === "ya_tidak" ? chosen.value === "ya" : chosen.value;
    }
    case "pilihan_ganda": {
      if (none(element).checked) return [];
      const codes = boxes(element).filter((box) => box.checked).map((box) => box.value);
      return codes.length ? codes : null;
    }
    default: {
      const text = element.querySelector("input, textarea").value;
      return text.trim() ? text : null;
    }
  }
}

function write(element, value) {
  const kind = element.dataset.jenis;
  if (kind === "pilihan_ganda") {
    for (const box of boxes(element)) box.checked = (value ?? []).includes(box.value);
    none(element).checked = Array.isArray(value) && value.length === 0;
  } else if (kind === "ya_tidak" || kind === "pilihan_tunggal") {
    const code = kind === "ya_tidak" && value !== null ? (value ? "ya" : "tidak") : value;
    for (const radio of element.querySelectorAll("input[type=radio]")) {
      radio.checked = radio.value === code;
    }
  } else {
    const text = value === null ? "" : String(value);
    element.querySelector("input, textarea").value =
      kind === "persen" ? text.replace(".", ",") : text;
  }
  showClear(element);
}

function inWords(element) {
  const chosen = [...element.querySelectorAll("input:checked")];
  if (chosen.length) {
    return chosen.map((input) => element.querySelector(`label[for="${input.id}"]`).textContent).join(", ");
  }
  return read(element) ?? "belum dijawab";
}

function title(element) {
  const text = element.querySelector("legend, label").firstChild.textContent.trim();
  return `Indikator ${card(element).dataset.indikator}, ${text}`;
}

function showClear(element) {
  const button = element.querySelector("[data-kosongkan]");
  if (button) button.hidden = read(element) === null;
}

// Saving ------------------------------------------------------------------------------------

function save(element, delay) {
  const target = targetOf(element);
  saver.put(
    target,
    {
      indikator: Number(card(element).dataset.indikator),
      pertanyaan: element.dataset.pertanyaan,
      nilai: read(element),
    },
    {
      url,
      versi: Number(element.dataset.versi),
      delay,
      label: `${title(element)}: «${String(inWords(element)).slice(0, 80)}»`,
      href: `${location.pathname}#${element.id}`,
    },
  );
  if (delay) say(element, { kind: "antre" });
}

root.addEventListener("input", (event) => {
  const element = event.target.closest("[data-pertanyaan]");
  if (!element) return;
  if (event.target.type === "checkbox") {
    // "None at all" and any other choice exclude each other.
    if (event.target.matches("[data-tidak-ada]")) {
      if (event.target.checked) for (const box of boxes(element)) box.checked = false;
    } else if (event.target.checked) none(element).checked = false;
  }
  showClear(element);
  save(element, event.target.type === "radio" ? 0 : QUIET);
});

root.addEventListener("click", (event) => {
  if (!event.target.closest("[data-kosongkan]")) return;
  const element = event.target.closest("[data-pertanyaan]");
  write(element, null);
  element.querySelector("input").focus();
  save(element, 0);
});

// States in words ---------------------------------------------------------------------------

function say(element, state) {
  const line = element.querySelector("[data-keadaan]");
  const refused = state?.kind === "ditolak";
  line.textContent = words(state);
  line.className = `keadaan keadaan-${state?.kind ?? "kosong"}`;
  if (["antre", "menyimpan", "tersimpan"].includes(state?.kind)) tellCard(card(element), words(state));
  if (["ditolak", "bentrok"].includes(state?.kind)) card(element).open = true;
  if (refused) line.setAttribute("role", "alert");
  else line.removeAttribute("role");
  for (const input of element.querySelectorAll("input, textarea")) {
    if (refused) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }
}

function onState(target, state) {
  const element = fields.get(target);
  if (element) {
    say(element, state);
    showConflict(element, target, state);
    if (state?.kind === "tersimpan") learn(element, state.jawaban, state.lain);
  }
  showNotice();
}

// What the server says after a save: what is asked now, checks, suggestion, progress.
function learn(element, answer, otherTab) {
  element.dataset.versi = answer.versi;
  if (otherTab && !saver.unsent(targetOf(element))) write(element, answer.nilai);
  if (answer.milik_lain) {
    write(element, answer.nilai);
    say(element, { kind: "tersimpan", pada: `${answer.pada}, isian ${answer.oleh}` });
  }
  const own = card(element);
  for (const other of own.querySelectorAll("[data-pertanyaan]")) {
    other.hidden = !answer.tampil.includes(other.dataset.pertanyaan);
  }
  const live = own.querySelector("[data-hidup]");
  if (live.innerHTML.trim() !== answer.hidup) {
    const open = live.querySelector("details")?.open;
    live.innerHTML = answer.hidup;
    const details = live.querySelector("details");
    if (open && details) details.open = true;
  }
  const { indikator, aspek, semua } = answer.kemajuan;
  showProgress(own, indikator);
  for (const [name, pair] of [["aspek", aspek], ["semua", semua]]) {
    const place = document.querySelector(`[data-kemajuan="${name}"]`);
    if (place) place.textContent = pair.join("/");
  }
  /** @type {HTMLProgressElement} */
  const bar = document.querySelector('[data-kemajuan="semua-bilah"]');
  if (bar) [bar.value, bar.max] = [semua[0], semua[1] || 1];
}

function showConflict(element, target, state) {
  const box = element.querySelector("[data-bentrok]");
  box.replaceChildren();
  box.hidden = state?.kind !== "bentrok";
  if (box.hidden) return;
  const now = state.sekarang;
  const text = document.createElement("p");
  text.textContent =
    `${now.oleh} mengisi «${now.kata}» pukul ${now.pada}. Isian Anda: «${inWords(element)}». ` +
    "Pilih yang dipakai.";
  box.append(
    text,
    button("Pakai isian saya", "btn-primary", () => saver.keepMine(target)),
    button(`Pakai isian ${now.oleh}`, "btn-outline-primary", () => {
      saver.drop(target);
      write(element, now.nilai);
      // Saves nothing new: the server answers with what this answer means for the rest.
      save(element, 0);
    }),
  );
}

function button(label, look, work) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm ${look}`;
  made.textContent = label;
  made.addEventListener("click", work);
  return made;
}

// What this browser still holds of other pages, and whether one has to log in again.
function showNotice() {
  const waiting = saver.list();
  const elsewhere = waiting.filter(({ target }) => !fields.has(target) && target.startsWith(evaluasi));
  const session = waiting.some(({ state }) => state?.kind === "sesi");
  notice.querySelector("[data-sesi]").hidden = !session;
  notice.querySelector("[data-lain]").hidden = !elsewhere.length;
  notice.querySelector("[data-daftar]").replaceChildren(...elsewhere.map(item));
  const fragile = !notice.querySelector("[data-rapuh]").hidden;
  notice.hidden = !session && !elsewhere.length && !fragile;
}

function item({ target, label, href, state }) {
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  link.textContent = label;
  line.append(link, ` – ${words(state)} `);
  if (state?.kind === "ditolak" || state?.kind === "bentrok") {
    line.append(button("Buang isian ini", "btn-outline-primary", () => {
      saver.drop(target);
      showNotice();
    }));
  }
  return line;
}

// Said only when it lasts: a screen reader is not told of every letter.
let telling = 0;
let dirty = false;
function onCount(count) {
  if (count) dirty = true;
  clearTimeout(telling);
  telling = setTimeout(() => {
    if (status) status.textContent = count ? `${count} isian belum tersimpan` : dirty ? "Semua isian tersimpan" : "";
    // The summary was drawn without them.
    if (!count && dirty && sendForm) saver.settled().then(() => location.reload());
  }, count ? 1500 : 300);
}

// What an earlier page left, or what is just typed in another tab of this person.
function onUnsent(target, body) {
  const element = fields.get(target);
  if (element && body) write(element, body.nilai);
}

// One after another: two at once would not know of each other, and what the server tells last would
// leave one of them out of the suggestion and of the count.
const saver = new Saver({
  prefix: "jawaban", user: pengguna, onState, onCount, onUnsent, atOnce: 1,
  versionOf: (target) => fields.get(target)?.dataset.versi,
});
saver.restore().then(() => {
  root.dataset.siap = ""; // what an earlier page left is known and under way
  showNotice();
});
saver.device.ready.then((kept) => {
  notice.querySelector("[data-rapuh]").hidden = kept;
  showNotice();
});

sendForm?.addEventListener("submit", (event) => {
  const mine = saver.list().filter(({ target }) => target.startsWith(evaluasi));
  if (!mine.length) return;
  event.preventDefault();
  event.stopPropagation();
  notice.hidden = false;
  notice.scrollIntoView({ block: "center" });
  saver.retry();
});
