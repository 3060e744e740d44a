"""The number of a civil servant, as it is printed on signed papers: pure, no Django.

18 digits: day of birth (8), year and month of appointment (6), sex (1), a number (3). In that of a
PPPK the two digits of the month count the contracts from 21 on (Peraturan BKN on NI PPPK).
"""

from datetime import date

LENGTH = 18
HELP = "NIP atau NI PPPK, 18 angka. Bila bukan ASN, kosongkan; NRP ditulis pada jabatan."
_YOUNGEST = 15  # years between birth and appointment, and more than anybody's least age
_OLDEST = 90
_CONTRACTS = range(21, 40)


def canonical(text: str) -> str:
    """The digits without the blanks, dots and hyphens that people group them with."""
    return "".join(letter for letter in text if not (letter.isspace() or letter in ".-"))


def grouped(number: str) -> str:
    """As it is printed: 19800101 200501 1 001. What is no NIP stays as it is."""
    if len(number) != LENGTH or not _digits(number):
        return number
    return f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}"


def problem(text: str, today: date) -> str:
    """What is wrong with a number that is there, in a sentence; "" where nothing is."""
    number = canonical(text)
    if not number:
        return ""
    if not _digits(number):
        return "Tulis angkanya saja, misalnya 198001012005011001."
    if len(number) != LENGTH:
        return f"NIP terdiri atas {LENGTH} angka; yang ditulis {len(number)}."
    try:
        born = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    except ValueError:
        return f"Delapan angka pertama adalah tanggal lahir; {number[:8]} bukan tanggal."
    if not _YOUNGEST <= today.year - born.year <= _OLDEST:
        return f"Periksa tahun lahirnya: {born.year}."
    year, month = int(number[8:12]), int(number[12:14])
    if month not in range(1, 13) and month not in _CONTRACTS:
        return f"Angka ke-9 sampai ke-14 adalah tahun dan bulan pengangkatan; periksa {month:02d}."
    later = (year, month if month <= 12 else 1) > (today.year, today.month)
    if later or year - born.year < _YOUNGEST:
        return f"Periksa tahun pengangkatannya: {year}."
    if number[14] not in "12":
        return f"Angka ke-15 adalah jenis kelamin, 1 atau 2; yang ditulis {number[14]}."
    if number[15:] == "000":
        return "Tiga angka terakhir adalah nomor urut, mulai dari 001."
    return ""


def _digits(number: str) -> bool:
    return number.isascii() and number.isdigit()
