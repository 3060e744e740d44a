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
  diamati: "diamati di lokasi",
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

const TERTINGGI = 2; // levels of a scale: 4 and 5 of 0 to 5

/**
 * Whether a high level has nothing to rest on, or is marked as one that cannot be verified: as
 * `evaluations/rules/basis.py` asks before the F02 is finished.
 * @param {Record<string, any>} isi
 * @param {number[]} levels
 * @param {boolean} shown whether there is evidence or a photo
 */
export function tanpaDasar(isi, levels, shown) {
  if (isi.level === null || isi.level === undefined) return false;
  if (isi.level <= Math.max(...levels) - TERTINGGI) return false;
  const written = [isi.catatan_unit, isi.catatan_internal, isi.alasan].some((text) => Boolean(text?.trim()));
  return Boolean(isi.tidak_terverifikasi) || !(shown || written || isi.diamati);
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
