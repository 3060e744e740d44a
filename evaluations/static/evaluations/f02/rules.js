// What a panel of F02 asks for and says, without a page: the same at the desk and in the field.

/**
 * A level as it is chosen, and what is written beside it.
 * @typedef {object} Filled
 * @property {number | null} level
 * @property {string} alasan
 * @property {boolean} ditandai cannot be verified
 * @property {string} alasanTanda why it cannot be
 */

/**
 * The level that mine is compared with, and whose it is: "usulan", "nilai evaluator".
 * @typedef {{acuan: number | null, namaAcuan: string}} Reference
 */

/** @type {Record<string, string>} */
export const NAMES = {
  level: "nilai",
  alasan: "alasan",
  tidak_terverifikasi: "tidak dapat diverifikasi",
  alasan_tidak_terverifikasi: "alasan tidak dapat diverifikasi",
  catatan_unit: "catatan untuk unit",
  catatan_internal: "catatan internal",
  keadaan: "dokumen",
  catatan: "catatan dokumen",
};

/**
 * A value in words.
 * @param {unknown} value
 */
export function inWords(value) {
  if (value === null || value === undefined || value === "") return "kosong";
  if (value === true) return "ya";
  if (value === false) return "tidak";
  return `«${value}»`;
}

/**
 * @param {number | null} level
 * @param {number | null} acuan
 */
export const differs = (level, acuan) => acuan !== null && level !== null && level !== acuan;

/**
 * What has to be written before the server would take it, in words; "" where nothing is missing.
 * @param {Filled} filled
 * @param {Reference} reference
 */
export function missing({ level, alasan, ditandai, alasanTanda }, { acuan, namaAcuan }) {
  if (namaAcuan && differs(level, acuan) && !alasan) return `tulis alasan berbeda dari ${namaAcuan} (${acuan})`;
  if (ditandai && !alasanTanda) return "tulis mengapa tidak dapat diverifikasi";
  return "";
}

/**
 * Both values of each field that was changed here and elsewhere, in words.
 * @param {Record<string, unknown>} mine
 * @param {Record<string, unknown>} now
 */
export const bothValues = (mine, now) =>
  Object.entries(mine).map(([name, value]) =>
    `${NAMES[name] ?? "rekomendasi"}: Anda ${inWords(value)}; tersimpan ${inWords(now[name])}`);

/** @param {{pada: string, oleh: string}} now */
export const changedElsewhere = (now) =>
  `Isian ini sudah diubah di tempat lain pukul ${now.pada} oleh ${now.oleh}.`;
