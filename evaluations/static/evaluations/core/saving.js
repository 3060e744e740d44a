// Single saves that lose nothing: what F01 and F02 share. No framework, no inline anything.
// Here is the outbox; beside it are its rules without a browser (saving_rules.js), the disk it is kept
// on (saving_disk.js), what was acknowledged (saving_acks.js), the agreement between tabs
// (saving_tabs.js), the request (saving_post.js) and the words of a state (saving_words.js).
//
//   import { Saver } from "./saving.js"
//   import { words } from "./saving_words.js"
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
//     versionOf(target) {},         // the version this page was written with, undefined where it does
//                                   // not show the target: a page out of the browser's files, older
//                                   // than what was saved from it, is brought up to that
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
// tried. It is on the disk (device.js) before it is sent. The server's answers:
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
//   saver.unsent(target)      the body that is not acknowledged, to put back into the fields, or null
//   saver.state(target)       its last known state, or null
//   saver.list()              [{target, label, href, state}] of everything that is not acknowledged
//   saver.keepMine(target)    after "bentrok": send mine over what is there now
//   saver.drop(target)        give the unsent body up (after "bentrok" or "ditolak")
//   saver.retry()             try everything that waits, now
//   await saver.settled()     the disk knows what this page knows: it may be reloaded

import { openDevice } from "./device.js";
import { Acks } from "./saving_acks.js";
import { Disk } from "./saving_disk.js";
import { newKey, post } from "./saving_post.js";
import { add, begin, keysOf, retryAfter, settle, takeBack, unsentOf, verdict } from "./saving_rules.js";
import { Tabs } from "./saving_tabs.js";

const AT_ONCE = 4; // requests in the air; one target never has two
const DISK = 2000; // longer than this no save waits for the disk

/** @param {number} wait */
const pause = (wait) => new Promise((resolve) => setTimeout(resolve, wait));

/**
 * @typedef {object} How
 * @property {string} [url]
 * @property {number} [versi]
 * @property {number} [delay] ms
 * @property {string} [label]
 * @property {string} [href]
 * @property {string} [hold]
 */

/**
 * @typedef {object} Options
 * @property {string} prefix
 * @property {string | number | undefined} user
 * @property {(old: Fields, fresh: Fields) => Fields} [merge]
 * @property {(target: string, state: State | null) => void} [onState]
 * @property {(count: number) => void} [onCount]
 * @property {(target: string, body: Fields | null) => void} [onUnsent]
 * @property {(target: string) => number | string | undefined} [versionOf]
 * @property {number} [atOnce]
 */

export class Saver {
  /** @param {Options} options */
  constructor({
    prefix, user, merge = (_old, fresh) => fresh, onState = () => {}, onCount = () => {},
    onUnsent = () => {}, versionOf = () => undefined, atOnce = AT_ONCE,
  }) {
    this.atOnce = atOnce;
    this.user = String(user);
    this.prefix = prefix;
    this.merge = merge;
    this.onState = onState;
    this.onCount = onCount;
    this.onUnsent = onUnsent;
    this.device = openDevice(this.user);
    /** @type {[string, Fields, How?][] | null} */
    this.early = []; // what was put before the stored ones were read; null once they are
    /** @type {Map<string, Entry>} */
    this.entries = new Map(); // target -> what is not acknowledged
    /** @type {Map<string, State>} */
    this.states = new Map();
    /** @type {Map<string, number>} */
    this.versions = new Map();
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.timers = new Map();
    /** @type {Set<string>} */
    this.flying = new Set();
    /** @type {Set<string>} */
    this.over = new Set(); // keys that are acknowledged or given up
    this.failures = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.retryTimer = undefined;
    this.disk = new Disk(this);
    this.tabs = new Tabs(this);
    this.acks = new Acks(this, versionOf);
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush();
      else this.retry();
    });
    window.addEventListener("pagehide", () => this.flush());
    // This page may be older than what was saved since (back.js). What only it knows stays.
    document.addEventListener("pekppp:anew", (event) => {
      event.preventDefault();
      if (!this.isFragile()) this.settled().then(() => location.reload());
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.isFragile()) event.preventDefault();
    });
  }

  async restore() {
    await this.acks.restore();
    for (const entry of await this.disk.left()) this.entries.set(entry.target, entry);
    const left = [...this.entries.keys()];
    /** @type {[string, Fields, How?][]} */
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

  /**
   * @param {string} target
   * @param {Fields} body
   * @param {How} [how]
   */
  put(target, body, how = {}) {
    if (this.early) {
      this.early.push([target, body, how]);
      return;
    }
    const { url, versi, delay = 0, label, href, hold } = how;
    /** @type {Entry} */
    const entry = this.entries.get(target) ?? { target, waiting: null, sending: null };
    // In conflict: not tried again as it was, the new body goes out with it.
    if (this.states.get(target)?.kind === "bentrok") this.takeBack(entry);
    add(entry, body, this.merge, newKey());
    if (entry.versi === undefined) entry.versi = this.versions.get(target) ?? versi ?? 0;
    Object.assign(entry, { url, label, href, hold: hold ?? "", at: Date.now() });
    this.entries.set(target, entry);
    this.disk.keep(target);
    this.onCount(this.entries.size);
    this.stopTimer(target);
    this.tabs.mine(target);
    if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
    else if (delay) this.timers.set(target, setTimeout(() => this.send(target), delay));
    else this.send(target);
  }

  /** @param {string} target */
  unsent(target) {
    return unsentOf(this.entries.get(target), this.merge);
  }

  /** @param {string} target */
  state(target) {
    return this.states.get(target) ?? null;
  }

  list() {
    return [...this.entries.values()].map(({ target, label, href }) => ({
      target, label, href, state: this.state(target),
    }));
  }

  /** @param {string} target */
  keepMine(target) {
    const entry = this.entries.get(target);
    const now = this.states.get(target)?.sekarang;
    if (!entry || !now) return;
    this.takeBack(entry);
    entry.versi = now.versi;
    this.states.delete(target);
    this.disk.keep(target);
    this.send(target);
  }

  /** @param {string} target */
  drop(target) {
    const entry = this.entries.get(target);
    if (!entry) return;
    const now = this.states.get(target)?.sekarang;
    if (now) this.versions.set(target, now.versi);
    this.tabs.announce({ kind: "buang", target, keys: keysOf(entry) });
    this.end(entry);
    this.onState(target, null);
  }

  retry() {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    this.sendAll("menunggu", "sesi", "antre");
  }

  // The page goes away: send what still waits for quiet; the disk has it in any case.
  flush() {
    for (const target of [...this.timers.keys()]) {
      this.stopTimer(target);
      this.send(target, { keepalive: true });
    }
  }

  // The disk knows what this page knows.
  settled() {
    return this.disk.settled();
  }

  // Something unsent is on this page alone: the browser keeps nothing.
  isFragile() {
    return [...this.disk.unkept].some((target) => this.entries.has(target));
  }

  // Inside ------------------------------------------------------------------------------------

  /**
   * @param {string} target
   * @param {State} state
   */
  tell(target, state) {
    const told = { ...state, rapuh: this.disk.unkept.has(target) };
    this.states.set(target, told);
    this.onState(target, told);
  }

  /** @param {State["kind"][]} kinds */
  sendAll(...kinds) {
    for (const [target, state] of this.states) {
      if (kinds.includes(state.kind)) this.send(target);
    }
  }

  /** @param {string} target */
  stopTimer(target) {
    clearTimeout(this.timers.get(target));
    this.timers.delete(target);
  }

  /** @param {Entry} entry */
  takeBack(entry) {
    takeBack(entry, this.merge, newKey());
  }

  /** @param {Entry} entry */
  end(entry) {
    const { target } = entry;
    for (const kunci of keysOf(entry)) this.over.add(kunci);
    this.stopTimer(target);
    this.tabs.mine(target);
    this.entries.delete(target);
    this.states.delete(target);
    this.disk.keep(target);
    this.onCount(this.entries.size);
  }

  /**
   * @param {string} target
   * @param {{keepalive?: boolean}} [how]
   */
  async send(target, { keepalive = false } = {}) {
    this.timers.delete(target);
    const entry = this.entries.get(target);
    if (!entry || this.flying.has(target) || (entry.hold && !entry.sending)) return;
    if (this.flying.size >= this.atOnce && !keepalive) {
      this.tell(target, { kind: "antre" });
      return;
    }
    const sent = begin(entry);
    if (!sent) return;
    this.flying.add(target);
    this.tell(target, { kind: "menyimpan" });
    this.tabs.announce({ kind: "coba", target });
    // With its key, before the server may hear of it. A page that goes away cannot wait.
    if (!keepalive) await Promise.race([this.disk.written(target), pause(DISK)]);
    const { kunci, body, versi } = sent;
    const answer = await post(entry.url ?? "", { ...body, versi, kunci }, { user: this.user, keepalive });
    this.flying.delete(target);
    if (this.entries.get(target) === entry) this.hear(entry, sent, answer);
    this.sendAll("antre");
  }

  /**
   * @param {Entry} entry
   * @param {Save & {versi: number}} sent
   * @param {Answer} answer
   */
  hear(entry, sent, answer) {
    const { target } = entry;
    const { status, data } = answer;
    switch (verdict(answer, sent, this.versions.get(target))) {
      case "saved":
        this.saved(entry, sent, data);
        break;
      case "session":
        this.tell(target, { kind: "sesi" });
        this.later(15000);
        break;
      case "token":
        // Cookies are gone, or a login in another tab has just changed them: soon again.
        this.tell(target, { kind: "sesi" });
        this.later();
        break;
      case "own":
        this.takeBack(entry);
        entry.versi = data.sekarang.versi;
        this.disk.keep(target);
        this.send(target);
        break;
      case "conflict":
        this.tell(target, { kind: "bentrok", pesan: data.pesan, sekarang: data.sekarang });
        break;
      case "refused":
        this.refused(entry, answer);
        break;
      default:
        this.tell(target, {
          kind: "menunggu",
          pesan: status >= 500 ? "server belum dapat menyimpan" : "menunggu jaringan",
        });
        this.later();
    }
  }

  /**
   * @param {Entry} entry
   * @param {Answer} answer
   */
  refused(entry, { status, data }) {
    const { target } = entry;
    // Nothing was written under this key. What was typed since may be the remedy: send it.
    const newer = Boolean(entry.waiting);
    this.takeBack(entry);
    this.disk.keep(target);
    if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
    else if (newer && !this.timers.has(target)) this.send(target);
    else {
      const pesan = data.pesan ?? `server menolak isian ini (${status})`;
      this.tell(target, { kind: "ditolak", pesan, field: data.field ?? "", jawaban: data });
    }
  }

  /**
   * @param {Entry} entry
   * @param {Save} sent
   * @param {any} data
   */
  saved(entry, { kunci, body }, data) {
    const { target } = entry;
    const { versi, pada } = data;
    this.failures = 0;
    this.versions.set(target, versi);
    this.over.add(kunci);
    this.acks.note(target, versi, body);
    this.tabs.announce({ kind: "beres", target, kunci, body, versi, pada, jawaban: data });
    if (!settle(entry, kunci, versi)) {
      this.end(entry);
      this.tell(target, { kind: "tersimpan", pada, jawaban: data });
      return;
    }
    this.disk.keep(target);
    if (entry.hold) this.tell(target, { kind: "ditahan", pesan: entry.hold });
    else if (!this.timers.has(target)) this.send(target);
  }

  /** @param {number} [wait] ms */
  later(wait) {
    if (this.retryTimer) return;
    this.retryTimer = setTimeout(() => this.retry(), wait ?? retryAfter(this.failures));
    if (wait === undefined) this.failures += 1;
  }
}
