// Single saves that lose nothing: what F01 and F02 share. No framework, no inline anything.
//
//   import { Saver, words } from "./saving.js"
//
//   const saver = new Saver({
//     prefix: "jawaban",            // names the kind of save in this browser's storage
//     user: "17",                   // id of the person who is logged in; part of every storage key
//     merge: (old, fresh) => fresh, // how an unsent body takes in a newer one; default: replace
//     onState(target, state) {},    // called on every change of a target's state, see below
//     onCount(count) {},            // how many saves of this person are not acknowledged yet
//     atOnce: 4,                    // requests in the air
//     onUnsent(target, body) {},    // put this into the fields: an earlier page left it, or another
//                                   // tab of this person is typing it, or has just saved it
//   });
//   await saver.restore();          // must be called: sends what an earlier page (or a killed
//                                   // browser) left behind. Saves put before it is done wait.
//
//   saver.put(target, body, {
//     url,                          // where it is posted
//     versi: 3,                     // the version the person saw; the saver follows it afterwards
//     delay: 800,                   // ms of quiet before sending (0: at once); text fields wait
//     label: "Indikator 3",         // words and place for lists of what is not sent yet
//     href: "/evaluasi/.../",
//     hold: "tulis alasannya",      // keep it here and do not send yet; the reason in words
//   });
//
// `target` is a string that names the thing over all pages of this person, for example
// "<uuid evaluasi>:12:evaluator". Sent is {...body, versi, kunci} as JSON; `kunci` is a UUID that is
// made with the body and stays the same however often, and from whichever tab, this one save is
// tried. It is on the disk (perangkat.js) before it is sent. The server's answers:
//
//   2xx {kunci, versi, pada}              saved, but only if `kunci` is the one that was sent;
//                                         `pada` is the time in words ("14.03")
//   401                                   session over: kept, tried again after logging in
//   403 {galat: "csrf"}                   token of an old login, or no cookies: as 401, but sooner
//   409 {pesan, sekarang: {versi, ...}}   somebody else saved meanwhile: kept until one is chosen
//   other 4xx {pesan, field}              refused: kept until it is changed or given up
//   anything else (no network, 5xx, a page that is not ours)    kept, tried again
//
// States: {kind, ...}
//   "menyimpan" | "tersimpan" {pada, jawaban} | "menunggu" {pesan} | "sesi" | "ditahan" {pesan}
//   | "bentrok" {pesan, sekarang} | "ditabLain" {pesan} | "ditolak" {pesan, field, jawaban}
// `words(state)` says them in Indonesian. `lain: true`: another tab saved it. `rapuh: true`: this
// browser keeps nothing, so what is unsent is gone when the page is closed.
//
// Tabs of one person tell each other: what is typed here appears there, is sent by the tab it was
// typed in (by another one once that has fallen silent), and is settled in all of them.
//
//   saver.unsent(target)      the body that is not acknowledged, to put back into the fields, or null
//   saver.state(target)       its last known state, or null
//   saver.list()              [{target, label, href, state}] of everything that is not acknowledged
//   saver.keepMine(target)    after "bentrok": send mine over what is there now
//   saver.drop(target)        give the unsent body up (after "bentrok" or "ditolak")
//   saver.retry()             try everything that waits, now
//   await saver.settled()     the disk knows what this page knows: it may be reloaded

import { openDevice } from "./perangkat.js";

const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const TIMEOUT = 20000;
const AT_ONCE = 4; // requests in the air; one target never has two
const TAKE_OVER = 45000; // a tab that was silent for so long may be gone: its save is sent from here
const DISK = 2000; // longer than this no save waits for the disk

// Over plain http (an office server without a certificate) randomUUID does not exist.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Afresh every time: logging in again in another tab changes it.
export function csrfToken() {
  return document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";
}

export function words(state) {
  const where = state?.rapuh
    ? "peramban ini tidak menyimpannya, jangan tutup halaman ini"
    : "isian aman di peramban ini";
  switch (state?.kind) {
    case "antre":
    case "menyimpan": return "menyimpan …";
    case "tersimpan": return state.pada ? `tersimpan ${state.pada}` : "tersimpan";
    case "menunggu": return `${state.pesan}; ${where}`;
    case "sesi": return "sesi berakhir: masuk kembali, lalu isian ini terkirim";
    case "ditabLain": return state.pesan;
    case "ditahan": return `belum tersimpan: ${state.pesan}`;
    case "bentrok": return `bentrok: ${state.pesan}`;
    case "ditolak": return `ditolak: ${state.pesan}`;
    default: return "";
  }
}

// One save on its way; `user` is who typed it, and the only one under whose name it may be saved.
export async function post(url, body, { user, keepalive = false } = {}) {
  try {
    const response = await fetch(url, {
      method: "POST",
      credentials: "same-origin",
      keepalive,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": csrfToken(),
        // Another person may have logged in meanwhile: the server then answers 401.
        "X-Pengguna": user,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout ? AbortSignal.timeout(TIMEOUT) : undefined,
    });
    const data = await response.json().catch(() => ({}));
    return { status: response.status, data };
  } catch {
    return { status: 0, data: {} };
  }
}

const keysOf = (entry) => [entry.sending?.kunci, entry.waiting?.kunci].filter(Boolean);
const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

export class Saver {
  constructor({
    prefix, user, merge = (_, fresh) => fresh, onState = () => {}, onCount = () => {},
    onUnsent = () => {}, atOnce = AT_ONCE,
  }) {
    this.atOnce = atOnce;
    this.user = String(user);
    this.prefix = prefix;
    this.merge = merge;
    this.onState = onState;
    this.onCount = onCount;
    this.onUnsent = onUnsent;
    this.device = openDevice(this.user);
    this.early = []; // what was put before the stored ones were read; null once they are
    this.entries = new Map(); // target -> what is not acknowledged
    this.states = new Map();
    this.versions = new Map();
    this.timers = new Map();
    this.takeOvers = new Map();
    this.flying = new Set();
    this.writes = new Map(); // target -> the last write to the disk
    this.unwritten = new Set();
    this.unkept = new Set(); // what the disk refused
    this.over = new Set(); // keys that are acknowledged or given up
    this.failures = 0;
    this.retryTimer = 0;
    this.device.listen((message) => this.told(message));
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
      else this.retry();
    });
    window.addEventListener("pagehide", () => this.flush());
    window.addEventListener("beforeunload", (event) => {
      if ([...this.unkept].some((target) => this.entries.has(target))) event.preventDefault();
    });
  }

  async restore() {
    const stored = await this.device.all("kiriman", `${this.prefix}:`);
    stored.sort(([, one], [, other]) => (one?.at ?? 0) - (other?.at ?? 0)); // as it was typed
    for (const [, entry] of stored) {
      if (entry?.target) this.entries.set(entry.target, entry);
    }
    const left = [...this.entries.keys()];
    const early = this.early ?? [];
    this.early = null;
    for (const [target, body, how] of early) this.put(target, body, how);
    for (const target of left) {
      const entry = this.entries.get(target);
      if (!entry) continue;
      this.onUnsent(target, this.unsent(target));
      if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
      else if (!this.timers.has(target)) this.send(target);
    }
    this.onCount(this.entries.size);
  }

  put(target, body, how = {}) {
    if (this.early) {
      this.early.push([target, body, how]);
      return;
    }
    const { url, versi, delay = 0, label, href, hold } = how;
    const entry = this.entries.get(target) ?? { target, waiting: null, sending: null };
    // In conflict: not tried again as it was, the new body goes out with it.
    if (this.states.get(target)?.kind === "bentrok") this.takeBack(entry);
    this.add(entry, body);
    if (entry.versi === undefined) entry.versi = this.versions.get(target) ?? versi ?? 0;
    Object.assign(entry, { url, label, href, hold: hold ?? "", at: Date.now() });
    this.entries.set(target, entry);
    this.keep(target);
    this.onCount(this.entries.size);
    clearTimeout(this.timers.get(target));
    this.timers.delete(target);
    this.mine(target);
    if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
    else if (delay) this.timers.set(target, setTimeout(() => this.send(target), delay));
    else this.send(target);
  }

  unsent(target) {
    const entry = this.entries.get(target);
    if (!entry) return null;
    if (!entry.waiting) return entry.sending?.body ?? null;
    return entry.sending ? this.merge(entry.sending.body, entry.waiting.body) : entry.waiting.body;
  }

  state(target) {
    return this.states.get(target) ?? null;
  }

  list() {
    return [...this.entries.values()].map(({ target, label, href }) => ({
      target, label, href, state: this.state(target),
    }));
  }

  keepMine(target) {
    const entry = this.entries.get(target);
    const now = this.states.get(target)?.sekarang;
    if (!entry || !now) return;
    this.takeBack(entry);
    entry.versi = now.versi;
    this.states.delete(target);
    this.keep(target);
    this.send(target);
  }

  drop(target) {
    const entry = this.entries.get(target);
    if (!entry) return;
    const now = this.states.get(target)?.sekarang;
    if (now) this.versions.set(target, now.versi);
    this.device.announce({ kind: "buang", prefix: this.prefix, target, keys: keysOf(entry) });
    this.end(entry);
    this.onState(target, null);
  }

  retry() {
    clearTimeout(this.retryTimer);
    this.retryTimer = 0;
    this.sendAll("menunggu", "sesi", "antre");
  }

  // The page goes away: send what still waits for quiet; the disk has it in any case.
  flush() {
    for (const [target, timer] of this.timers) {
      clearTimeout(timer);
      this.timers.delete(target);
      this.send(target, { keepalive: true });
    }
  }

  // The disk ----------------------------------------------------------------------------------

  // Writes of one target follow each other; what is overtaken while it waits is written once.
  keep(target) {
    if (this.unwritten.has(target)) return;
    this.unwritten.add(target);
    const before = this.writes.get(target) ?? Promise.resolve();
    this.writes.set(target, before.then(() => {
      this.unwritten.delete(target);
      return this.write(target);
    }));
  }

  async write(target) {
    const key = `${this.prefix}:${target}`;
    const entry = this.entries.get(target);
    if (!entry) {
      // Only what this tab knows to be done; a newer body of another tab stays.
      await this.device.update("kiriman", key, (there) =>
        there && keysOf(there).every((kunci) => this.over.has(kunci)) ? null : undefined);
      return;
    }
    const fragile = !(await this.device.put("kiriman", key, entry));
    if (fragile) this.unkept.add(target);
    else this.unkept.delete(target);
    if (this.states.has(target) && fragile !== Boolean(this.states.get(target).rapuh)) {
      this.tell(target, this.states.get(target));
    }
    this.device.announce({ kind: "isi", prefix: this.prefix, target });
  }

  // Resolves once the disk knows what this page knows.
  settled() {
    return Promise.all(this.writes.values());
  }

  // Other tabs --------------------------------------------------------------------------------

  told(message) {
    if (message.kind === "lupa") this.forgotten();
    if (message.prefix !== this.prefix || this.early) return;
    const { kind, target } = message;
    if (kind === "isi") this.adopt(target);
    if (kind === "coba" && this.takeOvers.has(target)) this.theirs(target);
    if (kind === "beres") this.doneElsewhere(message);
    if (kind === "buang") {
      const entry = this.entries.get(target);
      if (!entry || !keysOf(entry).every((kunci) => message.keys.includes(kunci))) return;
      this.end(entry);
      this.onState(target, null);
    }
  }

  async adopt(target) {
    const entry = await this.device.get("kiriman", `${this.prefix}:${target}`);
    const own = this.entries.get(target);
    if (!entry || this.flying.has(target) || keysOf(entry).every((kunci) => this.over.has(kunci))) return;
    if (own && own.at > entry.at) return; // what was typed here since will overwrite it
    clearTimeout(this.timers.get(target));
    this.timers.delete(target);
    this.entries.set(target, entry);
    this.onUnsent(target, this.unsent(target));
    this.tell(target, entry.hold
      ? { kind: "ditahan", pesan: entry.hold }
      : { kind: "ditabLain", pesan: "sedang disimpan dari tab lain" });
    this.onCount(this.entries.size);
    this.theirs(target);
  }

  // The tab that is typed in sends.
  theirs(target) {
    this.mine(target);
    this.takeOvers.set(target, setTimeout(() => this.send(target), TAKE_OVER));
  }

  mine(target) {
    clearTimeout(this.takeOvers.get(target));
    this.takeOvers.delete(target);
  }

  doneElsewhere({ target, kunci, body, versi, pada, jawaban }) {
    this.over.add(kunci);
    this.versions.set(target, versi);
    const entry = this.entries.get(target);
    if (this.flying.has(target)) return; // its own answer will tell
    if (entry) {
      if (entry.sending?.kunci === kunci) entry.sending = null;
      if (entry.waiting?.kunci === kunci) entry.waiting = null;
      entry.versi = versi;
      if (entry.sending || entry.waiting) return;
      this.end(entry);
    }
    this.onUnsent(target, body); // seen before it may be changed
    this.tell(target, { kind: "tersimpan", pada, jawaban, lain: true });
  }

  // This person has logged out in another tab: nothing of his stays on the screen.
  forgotten() {
    for (const timer of [...this.timers.values(), ...this.takeOvers.values()]) clearTimeout(timer);
    this.timers.clear();
    this.entries.clear();
    this.unkept.clear();
    location.reload();
  }

  // Inside ------------------------------------------------------------------------------------

  tell(target, state) {
    const told = { ...state, rapuh: this.unkept.has(target) };
    this.states.set(target, told);
    this.onState(target, told);
  }

  sendAll(...kinds) {
    for (const [target, state] of this.states) {
      if (kinds.includes(state.kind)) this.send(target);
    }
  }

  add(entry, body) {
    const merged = entry.waiting ? this.merge(entry.waiting.body, body) : body;
    entry.waiting = { kunci: newKey(), body: merged };
  }

  // What was being sent becomes unsent again, below what was typed since.
  takeBack(entry) {
    const body = this.unsent(entry.target);
    entry.waiting = body === null ? null : { kunci: newKey(), body };
    entry.sending = null;
  }

  end(entry) {
    const { target } = entry;
    for (const kunci of keysOf(entry)) this.over.add(kunci);
    clearTimeout(this.timers.get(target));
    this.timers.delete(target);
    this.mine(target);
    this.entries.delete(target);
    this.states.delete(target);
    this.keep(target);
    this.onCount(this.entries.size);
  }

  async send(target, { keepalive = false } = {}) {
    this.timers.delete(target);
    const entry = this.entries.get(target);
    if (!entry || this.flying.has(target) || (entry.hold && !entry.sending)) return;
    if (this.flying.size >= this.atOnce && !keepalive) {
      this.tell(target, { kind: "antre" });
      return;
    }
    // A save whose fate is unknown is repeated as it was, before anything newer goes out.
    if (!entry.sending) {
      if (!entry.waiting) return;
      entry.sending = { ...entry.waiting, versi: entry.versi };
      entry.waiting = null;
    }
    this.flying.add(target);
    this.tell(target, { kind: "menyimpan" });
    this.device.announce({ kind: "coba", prefix: this.prefix, target });
    // With its key, before the server may hear of it. A page that goes away cannot wait.
    if (!keepalive) await Promise.race([this.writes.get(target), pause(DISK)]);
    const { kunci, body, versi } = entry.sending;
    const answer = await post(entry.url, { ...body, versi, kunci }, { user: this.user, keepalive });
    this.flying.delete(target);
    if (this.entries.get(target) === entry) this.hear(entry, answer);
    this.sendAll("antre");
  }

  hear(entry, { status, data }) {
    const { target } = entry;
    const { kunci } = entry.sending;
    if (status >= 200 && status < 300 && data.kunci === kunci) {
      this.saved(entry, data);
    } else if (status === 401) {
      this.tell(target, { kind: "sesi" });
      this.later(15000);
    } else if (status === 403 && data.galat === "csrf") {
      // Cookies are gone, or a login in another tab has just changed them: soon again.
      this.tell(target, { kind: "sesi" });
      this.later();
    } else if (status === 409 && data.sekarang) {
      // What is there is this person's own, saved from another tab of this browser.
      if (this.versions.get(target) === data.sekarang.versi && entry.sending.versi < data.sekarang.versi) {
        this.takeBack(entry);
        entry.versi = data.sekarang.versi;
        this.keep(target);
        this.send(target);
        return;
      }
      this.tell(target, { kind: "bentrok", pesan: data.pesan, sekarang: data.sekarang });
    } else if (this.isFinal(status, data)) {
      this.refused(entry, status, data);
    } else {
      const pesan = status >= 500 ? "server belum dapat menyimpan" : "menunggu jaringan";
      this.tell(target, { kind: "menunggu", pesan });
      this.later();
    }
  }

  // Trying again as it is would not help. A stale token is read afresh; busy is not final.
  isFinal(status, data) {
    if (status === 403 && data.galat === "csrf") return false;
    return status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  }

  refused(entry, status, data) {
    const { target } = entry;
    // Nothing was written under this key. What was typed since may be the remedy: send it.
    const newer = Boolean(entry.waiting);
    this.takeBack(entry);
    this.keep(target);
    if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
    else if (newer && !this.timers.has(target)) this.send(target);
    else {
      const pesan = data.pesan ?? `server menolak isian ini (${status})`;
      this.tell(target, { kind: "ditolak", pesan, field: data.field ?? "", jawaban: data });
    }
  }

  saved(entry, data) {
    const { target } = entry;
    const { kunci, body } = entry.sending;
    const { versi, pada } = data;
    this.failures = 0;
    this.versions.set(target, versi);
    this.over.add(kunci);
    const told = { prefix: this.prefix, target, kunci, body, versi, pada, jawaban: data };
    this.device.announce({ kind: "beres", ...told });
    if (!entry.waiting) {
      this.end(entry);
      this.tell(target, { kind: "tersimpan", pada, jawaban: data });
      return;
    }
    entry.sending = null;
    entry.versi = versi;
    this.keep(target);
    if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
    else if (!this.timers.has(target)) this.send(target);
  }

  later(wait) {
    if (this.retryTimer) return;
    if (!wait) {
      wait = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.failures);
      this.failures = Math.min(this.failures + 1, 5);
    }
    this.retryTimer = setTimeout(() => this.retry(), wait);
  }
}
