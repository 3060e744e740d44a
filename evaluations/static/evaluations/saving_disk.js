// What is not acknowledged, as the disk has it: the store "kiriman" of perangkat.js.

export const keysOf = (entry) => [entry.sending?.kunci, entry.waiting?.kunci].filter(Boolean);

export class Disk {
  constructor(saver) {
    this.saver = saver;
    this.writes = new Map(); // target -> the last write
    this.unwritten = new Set();
    this.unkept = new Set(); // what the disk refused
  }

  key(target) {
    return `${this.saver.prefix}:${target}`;
  }

  read(target) {
    return this.saver.device.get("kiriman", this.key(target));
  }

  // Everything an earlier page left, as it was typed.
  async left() {
    const stored = await this.saver.device.all("kiriman", this.key(""));
    const entries = stored.map(([, entry]) => entry).filter((entry) => entry?.target);
    return entries.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  }

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
    if (states.has(target) && fragile !== Boolean(states.get(target).rapuh)) {
      this.saver.tell(target, states.get(target));
    }
    tabs.announce({ kind: "isi", target });
  }

  written(target) {
    return this.writes.get(target);
  }

  // Resolves once the disk knows what this page knows.
  settled() {
    return Promise.all(this.writes.values());
  }
}
