// How the tabs of one person agree: what is typed in one appears in all, is sent by the tab it was
// typed in (by another one once that has fallen silent), and is settled in all of them.
//
//   {kind: "isi", target}            the disk holds something newer of this target
//   {kind: "coba", target}           it is being sent from there
//   {kind: "beres", target, kunci, body, versi, pada, jawaban}    acknowledged; logout.js says it too
//   {kind: "buang", target, keys}    given up
//   {kind: "lupa"}                   this person has logged out (device.js)
//
// All but the last carry the `prefix` of their kind of save.

import { keysOf, settle } from "./saving_rules.js";

const TAKE_OVER = 45000; // a tab that was silent for so long may be gone: its save is sent from here

export class Tabs {
  /** @param {Saver} saver */
  constructor(saver) {
    this.saver = saver;
    /** @type {Map<string, ReturnType<typeof setTimeout>>} */
    this.takeOvers = new Map(); // target -> timer
    saver.device.listen((message) => this.hear(message));
  }

  /** @param {{kind: string, target: string, [more: string]: any}} message */
  announce(message) {
    this.saver.device.announce({ prefix: this.saver.prefix, ...message });
  }

  /** @param {any} message of another tab, see above */
  hear(message) {
    const { saver } = this;
    if (message.kind === "lupa") this.forgotten();
    if (message.prefix !== saver.prefix || saver.early) return;
    const { kind, target } = message;
    if (kind === "isi") this.adopt(target);
    if (kind === "coba" && this.takeOvers.has(target)) this.theirs(target);
    if (kind === "beres") this.doneElsewhere(message);
    if (kind === "buang") this.givenUp(target, message.keys);
  }

  /** @param {string} target */
  async adopt(target) {
    const { saver } = this;
    const entry = await saver.disk.read(target);
    const own = saver.entries.get(target);
    if (!entry || saver.flying.has(target)) return;
    if (keysOf(entry).every((kunci) => saver.over.has(kunci))) return;
    if (own && (own.at ?? 0) > (entry.at ?? 0)) return; // what was typed here since will overwrite it
    saver.stopTimer(target);
    saver.entries.set(target, entry);
    saver.onUnsent(target, saver.unsent(target));
    saver.tell(target, entry.hold
      ? { kind: "ditahan", pesan: entry.hold }
      : { kind: "ditabLain", pesan: "sedang disimpan dari tab lain" });
    saver.onCount(saver.entries.size);
    this.theirs(target);
  }

  /**
   * The tab that is typed in sends.
   * @param {string} target
   */
  theirs(target) {
    this.mine(target);
    this.takeOvers.set(target, setTimeout(() => this.saver.send(target), TAKE_OVER));
  }

  /** @param {string} target */
  mine(target) {
    clearTimeout(this.takeOvers.get(target));
    this.takeOvers.delete(target);
  }

  /** @param {any} message */
  doneElsewhere({ target, kunci, body, versi, pada, jawaban }) {
    const { saver } = this;
    saver.over.add(kunci);
    saver.versions.set(target, versi);
    const entry = saver.entries.get(target);
    if (saver.flying.has(target)) return; // its own answer will tell
    if (entry) {
      if (settle(entry, kunci, versi)) return;
      saver.end(entry);
    }
    saver.onUnsent(target, body); // seen before it may be changed
    saver.tell(target, { kind: "tersimpan", pada, jawaban, lain: true });
  }

  /**
   * @param {string} target
   * @param {string[]} keys
   */
  givenUp(target, keys) {
    const { saver } = this;
    const entry = saver.entries.get(target);
    if (!entry || !keysOf(entry).every((kunci) => keys.includes(kunci))) return;
    saver.end(entry);
    saver.onState(target, null);
  }

  // This person has logged out in another tab: nothing of his stays on the screen.
  forgotten() {
    const { saver } = this;
    for (const timer of [...saver.timers.values(), ...this.takeOvers.values()]) clearTimeout(timer);
    saver.timers.clear();
    saver.entries.clear();
    saver.disk.unkept.clear();
    location.reload();
  }
}
