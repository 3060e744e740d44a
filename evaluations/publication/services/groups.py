"""The groups of an annex and their order."""

from pekppp.accounts.models import JenisInstansi

KL, PROVINSI, KABUPATEN_KOTA = "K/L", "Provinsi", "Kabupaten/Kota"
BADAN_USAHA = "BUMN/BUMD"
GROUPS = {
    JenisInstansi.NASIONAL: KL,
    JenisInstansi.KL: KL,
    JenisInstansi.PROVINSI: PROVINSI,
    JenisInstansi.KABUPATEN: KABUPATEN_KOTA,
    JenisInstansi.KOTA: KABUPATEN_KOTA,
    JenisInstansi.BUMN: BADAN_USAHA,
    JenisInstansi.BUMD: BADAN_USAHA,
}
ORDER = {KL: 0, PROVINSI: 1, KABUPATEN_KOTA: 2, BADAN_USAHA: 3}
