// The documents that an indicator asks for: each tick saves itself, at the F01 and at the desk.
//
//   <div data-dokumen="12" data-url="..." data-evaluasi="...">
//     <li> <select data-tanda="laporan" data-versi="3"> <input (the note)> <small class="keadaan">

import { Saver } from "./saving.js";
import { words } from "./saving_words.js";

const QUIET = 800; // ms after the last key of a note

/** @type {HTMLElement} */
const person = document.querySelector("[data-pengguna]");
const ticks = () => [.../** @type {NodeListOf<HTMLSelectElement>} */ (document.querySelectorAll("[data-tanda]"))];

/** @param {HTMLSelectElement} tick */
function partsOf(tick) {
  /** @type {HTMLElement} */
  const place = tick.closest("[data-dokumen]");
  const line = tick.closest("li");
  /** @type {HTMLInputElement} */
  const note = line.querySelector("input");
  /** @type {HTMLElement} */
  const status = line.querySelector(".keadaan");
  return { place: place.dataset, line, note, status };
}

/** @param {HTMLSelectElement} tick */
function targetOf(tick) {
  const { place } = partsOf(tick);
  return `${place.evaluasi}:${place.dokumen}:dokumen.${tick.dataset.tanda}`;
}

/** @param {string} target */
const find = (target) => ticks().find((tick) => targetOf(tick) === target);

/**
 * @param {HTMLSelectElement} tick
 * @param {{keadaan: string, catatan: string}} values
 */
function show(tick, { keadaan, catatan }) {
  const { note } = partsOf(tick);
  tick.value = keadaan;
  if (document.activeElement !== note) note.value = catatan;
  note.hidden = keadaan !== "catatan";
}

/**
 * @param {HTMLSelectElement} tick
 * @param {number} delay
 */
function save(tick, delay) {
  const { place, note, line } = partsOf(tick);
  const noted = tick.value === "catatan";
  const changes = { keadaan: tick.value, catatan: noted ? note.value.trim() : "" };
  saver.put(targetOf(tick), { indikator: Number(place.dokumen), dokumen: tick.dataset.tanda, changes }, {
    url: place.url,
    versi: Number(tick.dataset.versi),
    delay,
    hold: noted && !changes.catatan ? "tulis catatannya" : "",
    label: `Indikator ${place.dokumen}, ${line.querySelector("label").textContent}`,
    href: location.pathname,
  });
}

document.addEventListener("change", (event) => {
  const tick = /** @type {HTMLElement} */ (event.target).closest("select[data-tanda]");
  if (!(tick instanceof HTMLSelectElement)) return;
  const { note } = partsOf(tick);
  note.hidden = tick.value !== "catatan";
  save(tick, 0);
  if (!note.hidden) note.focus();
});

document.addEventListener("input", (event) => {
  const field = /** @type {HTMLElement} */ (event.target);
  if (!field.matches("[data-dokumen] input")) return;
  save(field.closest("li").querySelector("select"), QUIET);
});

/**
 * @param {string} target
 * @param {import("./saving_words.js").State | null} state
 */
function onState(target, state) {
  const tick = find(target);
  if (!tick) return;
  const { status } = partsOf(tick);
  status.className = `keadaan keadaan-${state?.kind ?? "kosong"}`;
  status.textContent = words(state);
  if (state?.kind === "tersimpan") {
    tick.dataset.versi = state.jawaban.versi;
    if (!saver.unsent(target)) show(tick, state.jawaban);
  }
  if (state?.kind === "bentrok") choose(tick, target, state.sekarang);
}

// Both ticks, who and when; the person picks.
/**
 * @param {HTMLSelectElement} tick
 * @param {string} target
 * @param {{kata: string, oleh: string, pada: string, versi: number, keadaan: string, catatan: string}} now
 */
function choose(tick, target, now) {
  const { status } = partsOf(tick);
  status.textContent = `${now.oleh} menandai «${now.kata}» pukul ${now.pada}. `;
  status.append(
    button("Pakai tanda saya", () => saver.keepMine(target)),
    " ",
    button(`Pakai tanda ${now.oleh}`, () => {
      tick.dataset.versi = String(now.versi);
      saver.drop(target);
      show(tick, now);
    }),
  );
}

/**
 * @param {string} text
 * @param {() => void} act
 */
function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn btn-outline-primary btn-sm";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

// What an earlier page left, or another tab is typing.
/**
 * @param {string} target
 * @param {Record<string, any> | null} body
 */
function onUnsent(target, body) {
  const tick = find(target);
  if (tick && body) show(tick, body.changes);
}

const saver = new Saver({
  prefix: "dokumen", user: person.dataset.pengguna, onState, onUnsent,
  versionOf: (target) => find(target)?.dataset.versi,
});
saver.restore();

// At the desk the next indicator takes the place of this one: what is not sent goes back into it.
const desk = document.querySelector("#f02")?.parentElement;
if (desk) {
  new MutationObserver(() => {
    for (const tick of ticks()) {
      const target = targetOf(tick);
      onUnsent(target, saver.unsent(target));
      if (saver.state(target)?.kind !== "tersimpan") onState(target, saver.state(target));
    }
  }).observe(desk, { childList: true });
}
