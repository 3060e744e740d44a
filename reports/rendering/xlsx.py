"""Workbooks of documents: a lembar perhitungan whose formulas give the IPP once more.

Every cell is locked and no value is written beside a formula: what the sheet shows was computed by
the spreadsheet. A factor that is missing is an empty cell, and what depends on it stays empty.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from instruments.spec import SUMBER
from pekppp.base.sheets import Column, Formula, Head, Sheet, write_workbook
from reports.rules.terbilang import tanggal_angka

FOUR = "0.0000"
# No, uraian, bobot, nilai, bobot x nilai, asal level atau rata-rata butir
WIDTHS = (9, 62, 11, 13, 15, 15)


def render(masukan: dict[str, Any], *, kode: str, versi: int) -> bytes:
    """The workbook of a frozen input."""
    return write_workbook([calculation_sheet(masukan["hitungan"], _identity(masukan, kode, versi))])


def _day(masukan: dict[str, Any]) -> str:
    return tanggal_angka(date.fromisoformat(masukan["tanggal"]))


def _identity(masukan: dict[str, Any], kode: str, versi: int) -> list[str]:
    siklus = masukan["siklus"]
    status = "SEMENTARA, dapat berubah" if masukan["sementara"] else "FINAL"
    if siklus["latihan"]:
        status = "SIKLUS LATIHAN, bukan hasil evaluasi"
    return [
        f"LEMBAR PERHITUNGAN IPP: {masukan['unit']['lengkap']}",
        f"{siklus['nama']}, tahun {siklus['tahun']}, skema {siklus['skema']}, formulir "
        f"{masukan['unit']['formulir']}, penilai {masukan['penilai']}",
        f"{kode} versi {versi}, tanggal {_day(masukan)}, {status}",
        *masukan["metode"],
        "Sel kosong berarti belum ada, bukan nol; yang bergantung padanya ikut kosong. IPP ada "
        "bila semua komponen lengkap.",
    ]


@dataclass(slots=True)
class _Form:
    """Rows that know their own numbers."""

    rows: list[list[Any]] = field(default_factory=list)

    def add(self, *cells: Any) -> int:
        """Append a row; return its number in the sheet, which the formulas name."""
        self.rows.append([*cells, *[None] * (len(WIDTHS) - len(cells))])
        return len(self.rows)

    def head(self, *cells: Any) -> int:
        return self.add(*map(Head, [*cells, *[None] * (len(WIDTHS) - len(cells))]))


def calculation_sheet(
    hitungan: dict[str, Any], identity: list[str], name: str = "Perhitungan"
) -> Sheet:
    """One form on one sheet, from the levels down to the category."""
    form = _Form()
    for number, line in enumerate(identity):
        form.add("", line if number else Head(line))
    sources = {
        "rubrik": lambda _: _rubric(form, hitungan),
        "survei": lambda _: _survey(form, hitungan),
        "angka": lambda komponen: _external(form, hitungan, komponen),
    }
    # (komponen, reference of its value)
    parts = [(k, sources[k["sumber"]](k)) for k in hitungan["komponen"]]
    if hitungan["survei"] and not any(k["sumber"] == "survei" for k, _ in parts):
        _survey(form, hitungan)
    _result(form, hitungan, parts)
    # Numbers of indicators keep away from the names beside them.
    first, *rest = (Column("", width=width) for width in WIDTHS)
    columns = [replace(first, format='0"  "'), *rest]
    return Sheet(name, columns, form.rows, protected=True)


def _number(text: str | None) -> Any:
    """An exact number for a cell: decimal text where it ends, otherwise the division itself."""
    if text is None:
        return None
    value = Fraction(text)
    if 10**12 % value.denominator == 0:
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Formula(f"{value.numerator}/{value.denominator}", FOUR)


def _weighted(first: int, last: int) -> Formula:
    """Sum of weight (C) x value over 100, once all values (D) are there."""
    count = last - first + 1
    weights, values = f"C{first}:C{last}", f"D{first}:D{last}"
    return Formula(f'IF(COUNT({values})={count},SUMPRODUCT({weights},{values})/100,"")', FOUR)


def _part(row: int) -> Formula:
    """Weight x value of one row."""
    return Formula(f'IF(ISNUMBER(D{row}),C{row}*D{row}/100,"")', FOUR)


def _rubric(form: _Form, hitungan: dict[str, Any]) -> str:
    form.add()
    form.head("F02", "Indikator", "Bobot (%)", "Level", "Bobot × level", "Asal level")
    totals = [(aspek, _aspect(form, hitungan, aspek)) for aspek in hitungan["aspek"]]
    form.add()
    form.head("Aspek", "Nilai aspek", "Bobot (%)", "Nilai", "Bobot × nilai")
    first = len(form.rows) + 1
    for aspek, final in totals:
        if aspek["tambahan"]:
            continue
        row = len(form.rows) + 1
        form.add(
            aspek["kode"],
            aspek["nama"],
            _number(aspek["bobot"]),
            Formula(final, FOUR),
            _part(row),
        )
    last = len(form.rows)
    row = form.head("", "Nilai rubrik (F02)", Formula(f"SUM(C{first}:C{last})"))
    form.rows[row - 1][4] = _strong(_weighted(first, last))
    return f"E{row}"


def _strong(formula: Formula) -> Head:
    return Head(formula, formula.format)


def _aspect(form: _Form, hitungan: dict[str, Any], aspek: dict[str, Any]) -> str:
    form.head(aspek["kode"] if not aspek["tambahan"] else "", aspek["nama"])
    even = hitungan["metode_aspek"] == "rata" or aspek["tambahan"]
    count = len(aspek["indikator"])
    first = len(form.rows) + 1
    for item in aspek["indikator"]:
        row = len(form.rows) + 1
        # Without weights of their own, each counts the same.
        weight = _number(str(Fraction(100, count)) if even else item["bobot"] or "0")
        level, origin = _number(item["level"]), item.get("asal") or None
        form.add(item["nomor"], item["nama"], weight, level, _part(row), origin)
    last = len(form.rows)
    words = "Rata-rata, tidak masuk IPP" if aspek["tambahan"] else f"Nilai aspek {aspek['kode']}"
    row = form.add(
        "", Head(words), Head(Formula(f"SUM(C{first}:C{last})")), None,
        _strong(_weighted(first, last)),
    )  # fmt: skip
    return f"E{row}"


def _survey(form: _Form, hitungan: dict[str, Any]) -> str:
    survei = hitungan["survei"]
    form.add()
    form.head("F03", "Butir survei", "Aspek", "Jumlah nilai", "Jumlah jawaban", "Rata-rata")
    first = len(form.rows) + 1
    for nomor, aspek, teks, total, count in survei["butir"]:
        row = len(form.rows) + 1
        mean = Formula(f'IF(E{row}=0,"",D{row}/E{row})', FOUR)
        form.add(int(nomor) if nomor else "", teks, aspek, _number(total), count, mean)
    last = len(form.rows)
    kinds, sums, counts = (f"{column}{first}:{column}{last}" for column in "CDE")
    form.add()
    form.head("Aspek", "Rata-rata survei tiap aspek", "", "Jumlah nilai", "Jumlah jawaban")
    form.rows[-1][5] = Head("Rata-rata")
    start = len(form.rows) + 1
    for kode, nama in survei["aspek"]:
        row = len(form.rows) + 1
        form.add(
            kode,
            nama,
            None,
            Formula(f"SUMPRODUCT(({kinds}=A{row})*{sums})"),
            Formula(f"SUMPRODUCT(({kinds}=A{row})*{counts})"),
            Formula(f'IF(E{row}=0,"",D{row}/E{row})', FOUR),
        )
    hidden, hidden_sum = survei["aspek_disamarkan"]
    if hidden:
        form.add(
            "", f"{hidden} aspek yang disamarkan: jumlah rata-ratanya", None, _number(hidden_sum)
        )
    means = f"F{start}:F{len(form.rows)}"
    if hitungan["metode_survei"] == "rata_aspek":
        more = f"+D{len(form.rows)}" if hidden else ""
        text = f'IF(COUNT({means})+{hidden}=0,"",(SUM({means}){more})/(COUNT({means})+{hidden}))'
    else:
        text = f'IF(SUM({counts})=0,"",SUM({sums})/SUM({counts}))'
    form.add(
        "", f"Nilai survei: {survei['metode']}", None, None, None, Head(Formula(text, FOUR), FOUR)
    )
    value = f"F{len(form.rows)}"
    people = form.add("", "Responden", None, None, survei["responden"])
    needed = form.add("", "Responden minimum", None, None, survei["minimum"])
    row = form.head("", "Nilai survei (F03)")
    form.rows[row - 1][4] = _strong(Formula(f'IF(E{people}>=E{needed},{value},"")', FOUR))
    return f"E{row}"


def _external(form: _Form, hitungan: dict[str, Any], komponen: dict[str, Any]) -> str:
    low, high = map(_number, komponen["asal"])
    least, most = hitungan["skala"]
    form.add()
    form.head(komponen["kode"], komponen["nama"] or SUMBER["angka"])
    given = form.add("", "Angka dari luar", None, None, _number(komponen["angka"]))
    bottom = form.add("", "Terendah pada skala asalnya", None, None, low)
    top = form.add("", "Tertinggi pada skala asalnya", None, None, high)
    value = Formula(
        f'IF(ISNUMBER(E{given}),{least}+(E{given}-E{bottom})*{most - least}/(E{top}-E{bottom}),"")',
        FOUR,
    )
    row = form.head("", f"Nilai pada skala {least} sampai {most}")
    form.rows[row - 1][4] = _strong(value)
    return f"E{row}"


def _result(form: _Form, hitungan: dict[str, Any], parts: list[tuple[Any, str]]) -> None:
    form.add()
    form.head("IPP", "Komponen", "Bobot (%)", "Nilai", "Bobot × nilai")
    first = len(form.rows) + 1
    for komponen, final in parts:
        row = len(form.rows) + 1
        form.add(
            komponen["kode"],
            komponen["nama"] or SUMBER[komponen["sumber"]].capitalize(),
            _number(komponen["bobot"]),
            Formula(final, FOUR),
            _part(row),
        )
    last = len(form.rows)
    exact = form.add("", "Jumlah, belum dibulatkan", Formula(f"SUM(C{first}:C{last})"), None)
    form.rows[-1][4] = _weighted(first, last)
    decimals = hitungan["desimal"]
    shown = "0." + "0" * decimals if decimals else "0"
    # A spreadsheet counts in binary: what is noise beyond the 12th decimal must decide no half.
    rounded = Formula(f'IF(E{exact}="","",ROUND(ROUND(E{exact},12),{decimals}))', shown)
    ipp = form.head("", f"IPP, dibulatkan setengah ke atas menjadi {decimals} desimal")
    form.rows[ipp - 1][4] = _strong(rounded)
    band = form.head("", "Kategori")
    bands = band + 6  # where the first category stands, see below
    end = bands + len(hitungan["kategori"]) - 1
    form.rows[band - 1][4] = Head(
        Formula(f'IF(E{ipp}="","",LOOKUP(E{ipp}+1E-9,C{bands}:C{end},A{bands}:A{end}))')
    )
    said = form.add("", "IPP menurut aplikasi", None, None)
    form.rows[-1][4] = _number(hitungan["ipp"])
    letter = form.add("", "Kategori menurut aplikasi", None, None)
    form.rows[-1][4] = hitungan["huruf"]
    form.add("", "Hitungan lembar ini dan aplikasi", None, None)
    form.rows[-1][4] = Formula(
        f'IF(AND(E{ipp}&""=E{said}&"",E{band}&""=E{letter}&""),"sama","BERBEDA")'
    )
    form.add()
    form.add(Head("Kategori"), Head("Sebutan"), Head("Mulai dari"))
    for minimum, huruf, sebutan in hitungan["kategori"]:
        form.add(huruf, sebutan, _number(minimum))
