"""The preview of a cycle as a page and as a workbook: filtered, counted, in plain data."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from evaluations.cycle.services.preview import Preview, Quota, Row, named
from evaluations.models import Siklus
from evaluations.rules.lokus.choosing import LABELS, Status
from pekppp.accounts.models import Instansi, JenisInstansi, UnitLokus
from pekppp.base import sheets


@dataclass(frozen=True, slots=True)
class Asked:
    """What the filter of the preview asks for; empty for all. `provinsi` is a code of instansi."""

    q: str = ""
    provinsi: str = ""
    jenis: str = ""
    status: str = ""
    tanda: str = ""


def province_of(instansi: Instansi) -> Instansi | None:
    if instansi.jenis == JenisInstansi.PROVINSI:
        return instansi
    above = instansi.induk
    return above if above is not None and above.jenis == JenisInstansi.PROVINSI else None


def provinces(preview: Preview) -> list[tuple[str, str]]:
    found = {place.kode: place.nama for row in preview.rows if (place := province_of(row.instansi))}
    return sorted(found.items(), key=lambda item: item[1])


def kinds(preview: Preview) -> list[tuple[str, str]]:
    """Kinds of unit of the rows, and those that a rule names and an instansi lacks."""
    found = {}
    for row in preview.rows:
        kind = row.unit.jenis if row.unit else row.aturan.jenis_unit
        if kind is not None:
            found[kind.pk] = kind.nama
    return sorted(found.items(), key=lambda item: item[1])


def to_open(preview: Preview, units: Collection[UnitLokus] | None) -> list[Row]:
    """The rows that opening would open: those that need no choice, or exactly these units."""
    if units is None:
        return [row for row in preview.rows if row.opens and row.unit]
    return [row for row in preview.rows if row.unit in units]


def place_names(rows: Iterable[Row]) -> list[str]:
    return [f"{row.unit}, {row.instansi}" for row in rows]


def _has_kind(row: Row, jenis: str) -> bool:
    kind = row.unit.jenis_id if row.unit else row.aturan.jenis_unit_id
    return kind == jenis


def _marked(row: Row, tanda: str) -> bool:
    return bool(row.elsewhere) if tanda == "tumpang" else bool(row.warnings)


def matching(preview: Preview, asked: Asked) -> list[Row]:
    """The rows that the filter leaves, whatever their status."""
    words = asked.q.lower().split()
    found = []
    for row in preview.rows:
        if words:
            text = f"{row.unit or ''} {row.instansi}".lower()
            if not all(word in text for word in words):
                continue
        if asked.provinsi:
            place = province_of(row.instansi)
            if place is None or place.kode != asked.provinsi:
                continue
        if asked.jenis and not _has_kind(row, asked.jenis):
            continue
        if asked.tanda and not _marked(row, asked.tanda):
            continue
        found.append(row)
    return found


def of_status(rows: list[Row], status: str) -> list[Row]:
    return [row for row in rows if row.status.value == status] if status else rows


def counted(rows: list[Row]) -> list[tuple[str, str, int]]:
    """Each status that occurs, with its label and how many rows have it."""
    numbers = dict.fromkeys(Status, 0)
    for row in rows:
        numbers[row.status] += 1
    return [(item.value, LABELS[item], number) for item, number in numbers.items() if number]


_COLUMNS = (
    sheets.Column("Provinsi"),
    sheets.Column("Instansi"),
    sheets.Column("Jenis instansi"),
    sheets.Column("Aturan lokus"),
    sheets.Column("Unit"),
    sheets.Column("Jenis unit"),
    sheets.Column("Status"),
    sheets.Column("Keterangan", width=50),
    sheets.Column("Formulir"),
    sheets.Column("Dinilai oleh"),
    sheets.Column("Tumpang tindih dengan", width=40),
    sheets.Column("Catatan", width=50),
)
_QUOTA_COLUMNS = (
    sheets.Column("Instansi"),
    sheets.Column("Lokus"),
    sheets.Column("Paling banyak", sheets.INTEGER),
    sheets.Column("Sudah dibuka", sheets.INTEGER),
    sheets.Column("Unit yang ada", sheets.INTEGER),
    sheets.Column("Terpilih", sheets.INTEGER),
    sheets.Column("Masih harus dipilih", sheets.INTEGER),
    sheets.Column("Harus dilepaskan", sheets.INTEGER),
)


def workbook(siklus: Siklus, preview: Preview, rows: list[Row]) -> bytes:
    """The rows as filtered, and every quota of the cycle beside them."""
    notes = [siklus.nama]
    if preview.left_out:
        notes.append(f"Kabupaten/kota administrasi tidak ikut: {', '.join(preview.left_out)}.")
    return sheets.write_workbook(
        [
            sheets.Sheet("Lokus", _COLUMNS, [_line(row) for row in rows], notes),
            sheets.Sheet("Kuota", _QUOTA_COLUMNS, [_quota(item) for item in preview.quotas]),
        ]
    )


def _line(row: Row) -> tuple[Any, ...]:
    place, seed = province_of(row.instansi), row.seed
    return (
        place.nama if place else "",
        row.instansi.nama,
        row.instansi.get_jenis_display(),
        named(row.aturan),
        row.unit.nama if row.unit else "",
        row.unit.jenis.nama if row.unit else "",
        row.label,
        row.note,
        seed.formulir if seed else "",
        seed.penilai.nama if seed else "",
        "; ".join(row.elsewhere),
        "; ".join(row.warnings),
    )


def _quota(quota: Quota) -> tuple[Any, ...]:
    it = quota.counted
    return (
        quota.instansi.nama,
        quota.what,
        it.jumlah,
        it.taken,
        len(it.units),
        len(it.chosen),
        it.to_choose,
        it.exceeded,
    )
