// What is not acknowledged, as the disk has it: the store "kiriman" of device.js.

import { keysOf } from "./saving_rules.js";

export class Disk {
  /** @param {Saver} saver */
  constructor(saver) {
    this.saver = saver;
    /** @type {Map<string, Promise<void>>} */
    this.writes = new Map(); // target -> the last write
    /** @type {Set<string>} */
    this.unwritten = new Set();
    /** @type {Set<string>} */
    this.unkept = new Set(); // what the disk refused
  }

  /** @param {string} target */
  key(target) {
    return `${this.saver.prefix}:${target}`;
  }

  /**
   * @param {string} target
   * @returns {Promise<Entry | null>}
   */
  read(target) {
    return this.saver.device.get("kiriman", this.key(target));
  }

  /**
   * Everything an earlier page left, as it was typed.
   * @returns {Promise<Entry[]>}
   */
  async left() {
    const stored = await this.saver.device.all("kiriman", this.key(""));
    const entries = stored.map(([, entry]) => entry).filter((entry) => entry?.target);
    return entries.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  }

  /**
   * Writes of one target follow each other; what is overtaken while it waits is written once.
   * @param {string} target
   */
  keep(target) {
    if (this.unwritten.has(target)) return;
    this.unwritten.add(target);
    const before = this.writes.get(target) ?? Promise.resolve();
    this.writes.set(target, before.then(() => {
      this.unwritten.delete(target);
      return this.write(target);
    }));
  }

  /** @param {string} target */
  async write(target) {
    const { device, entries, states, over, tabs } = this.saver;
    const entry = entries.get(target);
    if (!entry) {
      // Only what this tab knows to be done; a newer body of another tab stays.
      await device.update("kiriman", this.key(target), (there) =>
        there && keysOf(there).every((kunci) => over.has(kunci)) ? null : undefined);
      return;
    }
    const fragile = !(await device.put("kiriman", this.key(target), entry));
    if (fragile) this.unkept.add(target);
    else this.unkept.delete(target);
    const state = states.get(target);
    if (state && fragile !== Boolean(state.rapuh)) this.saver.tell(target, state);
    tabs.announce({ kind: "isi", target });
  }

  /** @param {string} target */
  written(target) {
    return this.writes.get(target);
  }

  // Resolves once the disk knows what this page knows.
  settled() {
    return Promise.all(this.writes.values());
  }
}
