// The states of a save, said in Indonesian; saving.js tells what each of them means.

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
