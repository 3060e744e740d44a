// The evaluator's desk: starts the saver, shows what is not sent yet, and listens to the keys.
import { Indicator } from "./panel.js";
import { Recommendations } from "./recommendations.js";
import { Saver } from "../core/saving.js";
import { mergeChanges } from "../core/saving_rules.js";
import { words } from "../core/saving_words.js";

const queue = document.querySelector("#antrean");

// What is shown on this page listens to its own target; the rest is listed in the queue.
const listeners = new Map();
// What was saved while the next indicator was on its way: its page was written without it.
const meanwhile = new Map();

const saver = new Saver({
  prefix: "f02",
  user: queue.dataset.pengguna,
  merge: mergeChanges,
  onState(target, state) {
    listeners.get(target)?.(state);
    page?.heard?.(target, state);
    if (state?.kind === "tersimpan") meanwhile.set(target, state);
    showQueue();
  },
  onCount: () => showQueue(),
  onUnsent: (target, body) => page?.refill(target, body),
  versionOf: (target) => page?.versionOf?.(target),
});

const overview = document.querySelector("#ikhtisar");
let page = null;
if (overview) page = new Recommendations(overview, saver, listeners);
else if (document.querySelector("#f02")) page = new Indicator(document.querySelector("#f02"), saver, listeners);

await saver.restore();
page?.restored();

// The next indicator takes the place of this one: a fraction of a page, and nothing starts anew.
if (page instanceof Indicator) {
  history.replaceState({ f02: true }, "");
  document.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement} */
    const link = event.target.closest?.("a[data-sebelum], a[data-sesudah], a[data-berikut], a[data-langkah]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (event.defaultPrevented || !/\/f02\/\d+\/$/.test(link.pathname)) return;
    event.preventDefault();
    open(link.href, true);
  });
  window.addEventListener("popstate", (event) => {
    if (event.state?.f02) open(location.href, false);
  });
}

let opening = 0;

async function open(address, push) {
  opening += 1;
  const mine = opening;
  saver.flush();
  meanwhile.clear();
  let html = "";
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, cache: "no-store" });
    if (answer.ok) html = await answer.text();
  } catch {
    // Without network the browser says so itself, as for any link.
  }
  if (mine !== opening) return; // another key was pressed meanwhile
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.querySelector("#f02");
  if (!fresh) {
    if (push) location.assign(address);
    else location.reload();
    return;
  }
  page.leave();
  document.querySelector("#f02").replaceWith(fresh);
  if (push) history.pushState({ f02: true }, "", address);
  document.title = `${fresh.dataset.judul} · PEKPPP`;
  window.htmx?.process(fresh);
  page = new Indicator(fresh, saver, listeners);
  page.restored();
  for (const [target, state] of meanwhile) page.heard(target, state);
  showQueue();
  window.scrollTo(0, 0);
  fresh.querySelector("h1").focus({ preventScroll: true });
}

queue.querySelector("[data-antrean-coba]").addEventListener("click", () => saver.retry());
queue.dataset.siap = ""; // what an earlier page left is known, and every listener in its place

function showQueue() {
  const waiting = saver.list().filter(
    ({ target, state }) => !listeners.has(target) || ["ditolak", "sesi"].includes(state?.kind),
  );
  queue.hidden = waiting.length === 0;
  queue.querySelector("[data-antrean-masuk]").hidden = !waiting.some(
    ({ state }) => state?.kind === "sesi",
  );
  queue.querySelector("[data-antrean-coba]").hidden = !waiting.some(
    ({ state }) => ["sesi", "menunggu"].includes(state?.kind),
  );
  queue.querySelector("[data-antrean-judul]").textContent =
    `${waiting.length} isian Anda belum tersimpan di server`;
  queue.querySelector("[data-antrean-daftar]").replaceChildren(...waiting.map(queueItem));
}

function queueItem({ target, label, href, state }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = href ?? "#";
  link.textContent = label ?? target;
  item.append(link, ` — ${words(state) || "menunggu"} `);
  if (["ditolak", "bentrok", "ditahan"].includes(state?.kind)) item.append(dropButton(target));
  return item;
}

// Two clicks: what was typed is given up only on purpose.
function dropButton(target) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline-primary btn-sm";
  button.textContent = "Buang";
  button.addEventListener("click", () => {
    if (button.dataset.yakin) {
      saver.drop(target);
      if (listeners.has(target)) location.reload();
      return;
    }
    button.dataset.yakin = "1";
    button.textContent = "Ya, buang isian ini";
  });
  return button;
}
