// The states of a save, said in Indonesian; saving.js tells what each of them means.

/**
 * @typedef {object} State
 * @property {"antre" | "menyimpan" | "tersimpan" | "menunggu" | "sesi" | "ditabLain" | "ditahan" | "bentrok" | "ditolak"} kind
 * @property {string} [pesan] why, in words
 * @property {string} [pada] when it was saved, in words
 * @property {any} [jawaban] what the server said
 * @property {any} [sekarang] what is there instead
 * @property {string} [field] which field was refused
 * @property {boolean} [lain] another tab saved it
 * @property {boolean} [rapuh] this browser keeps nothing
 */

/**
 * @param {State | null | undefined} state
 * @returns {string}
 */
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
    case "ditabLain": return state.pesan ?? "";
    case "ditahan": return `belum tersimpan: ${state.pesan}`;
    case "bentrok": return `bentrok: ${state.pesan}`;
    case "ditolak": return `ditolak: ${state.pesan}`;
    default: return "";
  }
}
