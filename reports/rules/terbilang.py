"""Numbers and dates in Indonesian words, as official documents say them. Pure."""

from datetime import date

HARI = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_SATUAN = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
# Of one thousand and of one hundred the "one" is said as "se-"; from a million on it is "satu".
_BESAR = (
    (10**12, "triliun", False),
    (10**9, "miliar", False),
    (10**6, "juta", False),
    (10**3, "ribu", True),
    (100, "ratus", True),
)
TERBESAR = 10**15 - 1


def terbilang(angka: int) -> str:
    """2024 -> "dua ribu dua puluh empat". ValueError from a quadrillion on."""
    if not -TERBESAR <= angka <= TERBESAR:
        raise ValueError(f"{angka} is too large to be said in words")
    if angka < 0:
        return f"minus {terbilang(-angka)}"
    if angka < 12:
        return _SATUAN[angka]
    if angka < 20:
        return f"{_SATUAN[angka - 10]} belas"
    for besar, nama, se in _BESAR:
        if angka >= besar:
            banyak, sisa = divmod(angka, besar)
            kepala = f"se{nama}" if se and banyak == 1 else f"{terbilang(banyak)} {nama}"
            return f"{kepala} {terbilang(sisa)}" if sisa else kepala
    puluh, sisa = divmod(angka, 10)
    return f"{_SATUAN[puluh]} puluh" + (f" {_SATUAN[sisa]}" if sisa else "")


def hari(tanggal: date) -> str:
    return HARI[tanggal.weekday()]


def tanggal_angka(tanggal: date) -> str:
    """11 Juli 2024, whatever the process's locale."""
    return f"{tanggal.day} {BULAN[tanggal.month - 1]} {tanggal.year}"


def tanggal_terbilang(tanggal: date) -> str:
    """How a berita acara opens: "Kamis tanggal sebelas bulan Juli tahun dua ribu ..."."""
    return (
        f"{hari(tanggal)} tanggal {terbilang(tanggal.day)} "
        f"bulan {BULAN[tanggal.month - 1]} tahun {terbilang(tanggal.year)}"
    )


def angka_terbilang(angka: str) -> str:
    """A figure with a decimal point, digit by digit after it: "3.62" -> "tiga koma enam dua"."""
    whole, _, decimals = angka.partition(".")
    said = terbilang(int(whole))
    if decimals:
        said += " koma " + " ".join(_SATUAN[int(digit)] for digit in decimals)
    return said
