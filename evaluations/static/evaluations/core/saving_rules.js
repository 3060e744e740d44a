// The rules of saving.js, without a browser: what waits, how it is merged, what an answer means, when
// it is tried again. Plain data in and out; nothing here sends, stores or draws.

/** @typedef {Record<string, any>} Fields */
/** @typedef {(old: Fields, fresh: Fields) => Fields} Merge how an unsent body takes in a newer one */
/** @typedef {{kunci: string, body: Fields}} Save a body and the key it is known by */
/** @typedef {{status: number, data: any}} Answer status 0: none came */

/**
 * What is not acknowledged of one target.
 * @typedef {object} Entry
 * @property {string} target
 * @property {Save | null} waiting typed, not sent yet
 * @property {Save & {versi: number} | null} sending sent; its fate is not known
 * @property {number} [versi] what the next save is based on
 * @property {string} [url]
 * @property {string} [label]
 * @property {string} [href]
 * @property {string} [hold] why it is not sent yet, in words
 * @property {number} [at] when it was typed, in ms
 */

const FIRST_RETRY = 2000;
const LAST_RETRY = 30000;
const MOST_FAILURES = 5; // more do not make the wait longer
const PASSES = [408, 425, 429]; // too slow, too early, too many: not final

/** @type {Merge} Field by field where a body has fields; the newer one wins. */
export const mergeChanges = (old, fresh) =>
  fresh.changes ? { ...old, ...fresh, changes: { ...old.changes, ...fresh.changes } } : { ...old, ...fresh };

/**
 * The keys under which the server may know something of this entry.
 * @param {Entry} entry
 * @returns {string[]}
 */
export const keysOf = (entry) =>
  [entry.sending, entry.waiting].flatMap((save) => (save?.kunci ? [save.kunci] : []));

/**
 * Everything of it that is not acknowledged, as one body; null where nothing is.
 * @param {Entry | undefined} entry
 * @param {Merge} merge
 * @returns {Fields | null}
 */
export function unsentOf(entry, merge) {
  if (!entry?.waiting) return entry?.sending?.body ?? null;
  return entry.sending ? merge(entry.sending.body, entry.waiting.body) : entry.waiting.body;
}

/**
 * Typed: waits, together with what waits already, under a key of its own.
 * @param {Entry} entry
 * @param {Fields} body
 * @param {Merge} merge
 * @param {string} kunci
 */
export function add(entry, body, merge, kunci) {
  entry.waiting = { kunci, body: entry.waiting ? merge(entry.waiting.body, body) : body };
}

/**
 * What is to be sent now, with its version. A save whose fate is unknown is repeated as it was,
 * before anything newer goes out.
 * @param {Entry} entry
 * @returns {Save & {versi: number} | null} null: nothing
 */
export function begin(entry) {
  if (entry.sending || !entry.waiting) return entry.sending;
  entry.sending = { ...entry.waiting, versi: /** @type {number} */ (entry.versi) };
  entry.waiting = null;
  return entry.sending;
}

/**
 * What was being sent becomes unsent again, below what was typed since.
 * @param {Entry} entry
 * @param {Merge} merge
 * @param {string} kunci
 */
export function takeBack(entry, merge, kunci) {
  const body = unsentOf(entry, merge);
  entry.waiting = body === null ? null : { kunci, body };
  entry.sending = null;
}

/**
 * One save is acknowledged: it goes, and what is left is based on the new version.
 * @param {Entry} entry
 * @param {string} kunci
 * @param {number} versi
 * @returns {boolean} whether anything is left
 */
export function settle(entry, kunci, versi) {
  if (entry.sending?.kunci === kunci) entry.sending = null;
  if (entry.waiting?.kunci === kunci) entry.waiting = null;
  entry.versi = versi;
  return Boolean(entry.sending || entry.waiting);
}

/**
 * What an answer to one save means:
 * "saved" | "session" over | "token" of an old login | "own": what is there was saved from another tab
 * of this browser | "conflict" with somebody else | "refused": trying again as it is would not help
 * | "wait": no network, a failing or busy server, a page that is not ours.
 * @param {Answer} answer
 * @param {{kunci: string, versi?: number}} sent
 * @param {number} [known] the last version that this browser has saved
 * @returns {"saved" | "session" | "token" | "own" | "conflict" | "refused" | "wait"}
 */
export function verdict({ status, data }, { kunci, versi = 0 }, known) {
  if (status >= 200 && status < 300 && data.kunci === kunci) return "saved";
  if (status === 401) return "session";
  if (status === 403 && data.galat === "csrf") return "token";
  if (status === 409 && data.sekarang) {
    return known === data.sekarang.versi && versi < data.sekarang.versi ? "own" : "conflict";
  }
  return status >= 400 && status < 500 && !PASSES.includes(status) ? "refused" : "wait";
}

/**
 * How long to wait after so many failures in a row.
 * @param {number} failures
 * @returns {number} ms
 */
export const retryAfter = (failures) =>
  Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, MOST_FAILURES));
