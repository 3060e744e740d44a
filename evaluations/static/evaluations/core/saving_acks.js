// What the server has acknowledged, for a page that comes back older than that: a tab that was
// thrown away and comes out of the browser's files, without network. What was saved from it since
// is shown again, and the next save is based on it, so that nobody seems to have changed it.
// It lies in the store of device.js that may be thrown away; logging out removes it.

const PREFIX = "diakui:";
const KEPT = 24 * 3600 * 1000; // older pages ask the server

export class Acks {
  /**
   * @param {Saver} saver
   * @param {(target: string) => number | string | undefined} versionOf the version that this page was
   *     written with
   */
  constructor(saver, versionOf) {
    this.saver = saver;
    this.versionOf = versionOf;
  }

  /**
   * @param {string} target
   * @param {number} versi
   * @param {Fields} body
   */
  note(target, versi, body) {
    if (this.versionOf(target) === undefined) return;
    const { device, prefix, merge } = this.saver;
    device.update("lapangan", `${PREFIX}${prefix}:${target}`, (old) =>
      ({ target, versi, body: old ? merge(old.body, body) : body, at: Date.now() }));
  }

  async restore() {
    const { device, prefix, versions, onUnsent } = this.saver;
    for (const [key, { target, versi, body, at }] of await device.all("lapangan", `${PREFIX}${prefix}:`)) {
      if (Date.now() - at > KEPT) device.remove("lapangan", key);
      else if (versi > Number(this.versionOf(target))) {
        versions.set(target, versi);
        onUnsent(target, body);
      }
    }
  }
}
