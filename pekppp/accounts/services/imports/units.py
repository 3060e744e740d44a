"""Units by workbook: the checks and traces of `places.create_unit` and `update_unit`, for many."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from pekppp.accounts import audit
from pekppp.accounts import import_queries as queries
from pekppp.accounts.import_queries import Reach, key
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus, User, Wilayah
from pekppp.accounts.models.unit import Formulir, Sektor
from pekppp.accounts.roles import Permission
from pekppp.accounts.services.imports.lines import (
    CHANGED,
    EVERY,
    NEW,
    SAME,
    Line,
    Plan,
    Step,
    done,
)
from pekppp.accounts.sheet import NOTHING, UNITS, Typed
from pekppp.base import nip

NEEDS = Permission.MANAGE_UNITS
_TEXTS = ("alamat", "telepon", "email", "situs", "kepala_nama", "kepala_nip", "kepala_jabatan")
_TITLES = {column.key: column.title for column in UNITS.fields}
_KEYS = {column.title: column.key for column in UNITS.fields}
_COMPARED = [name for name in _TITLES if name not in ("id", "instansi")]
# Rows that are looked up one by one would cost a query each; they are looked up here.
_LOOKED_UP = ("instansi", "jenis", "wilayah", "induk", "successor", "kata")
_SECTORS = {word: value for value, label in Sektor.choices for word in (value, key(label))}
_FORMS = {
    word: value
    for value, label in Formulir.choices
    for word in (key(value), key(label), f"formulir {key(value)}")
}


@dataclass(slots=True)
class _Row:
    """A row on its way: the unit as it will be, and what is found out about it."""

    at: Typed
    office: Instansi
    unit: UnitLokus
    is_new: bool
    before: dict[str, Any]
    parent: "_Row | UnitLokus | None" = None
    depth: int = 0


@dataclass(slots=True)
class _Known:
    reach: Reach
    kinds: dict[str, JenisUnit]
    regions: dict[str, list[Wilayah]]
    region_names: dict[str, Wilayah]
    by_uuid: dict[UUID, UnitLokus]
    open: dict[int, dict[str, UnitLokus]]  # instansi -> name -> unit
    by_pk: dict[int, UnitLokus]
    claimed: dict[tuple[int, str], _Row] = field(default_factory=dict)
    used: dict[int, _Row] = field(default_factory=dict)  # existing unit -> the row that names it


def plan(by: User, rows: Sequence[Typed], step: Step, *, lock: bool = False) -> Plan:
    """What the rows would make of the units that `by` manages."""
    made = Plan()
    reach = Reach(by, NEEDS)
    offices: list[tuple[Typed, Instansi]] = []
    for row in rows:
        office, wrong = reach.find(row.get("instansi"))
        if office is None:
            made.problems.append(row.problem("instansi", wrong))
        else:
            offices.append((row, office))
    known = _known(reach, {office.pk for _, office in offices}, lock=lock)
    found: list[_Row] = []
    for number, (row, office) in enumerate(offices, start=1):
        one = _read(row, office, known, made)
        if one is not None:
            found.append(one)
        if number % EVERY == 0:
            step(number)
    for one in found:
        _place_below(one, known, made)
    _refuse_circles(found, known, made)
    made.lines = [_line(one) for one in found]
    for line in made.lines:
        above = line.work.parent
        if line.effect == CHANGED and isinstance(above, UnitLokus) and above.closed_on:
            made.problems.append(line.at.problem("induk", f"Unit induk {above} sudah ditutup."))
    return made


def _known(reach: Reach, places: set[int], *, lock: bool) -> _Known:
    units = list(queries.units_at(places, lock=lock))
    regions: dict[str, list[Wilayah]] = {}
    listed = queries.all_regions()
    for region in listed:
        for word in (key(region.nama), region.kode):
            regions.setdefault(word, []).append(region)
    opened: dict[int, dict[str, UnitLokus]] = {}
    for unit in units:
        if unit.closed_on is None:
            opened.setdefault(unit.instansi_id, {})[key(unit.nama)] = unit
    return _Known(
        reach,
        queries.kinds_by_word(),
        regions,
        {region.kode: region for region in listed},
        {unit.uuid: unit for unit in units},
        opened,
        {unit.pk: unit for unit in units},
    )


def _read(row: Typed, office: Instansi, known: _Known, made: Plan) -> _Row | None:
    """The unit as the row wants it; None where it is not known which one that is."""
    wrong = len(made.problems)
    unit = _which(row, office, known, made)
    if len(made.problems) > wrong:
        return None
    is_new = unit is None
    if unit is None:
        unit = UnitLokus(instansi=office, wilayah=known.region_names.get(office.wilayah_id or ""))
    before = {} if is_new else {name: _shown(unit, name, known) for name in _COMPARED}
    one = _Row(row, office, unit, is_new, before)
    _claim(one, known, made)
    for name, take in (
        ("nama", _take_name),
        ("jenis", _take_kind),
        ("sektor", _take_sector),
        ("formulir", _take_form),
        ("wilayah", _take_region),
    ):
        problem = take(one, row.get(name), known)
        if problem:
            made.problems.append(row.problem(name, problem))
    for name in _TEXTS:
        _take_text(one, name)
    if row.get("kepala_nip"):
        unit.kepala_nip = nip.canonical(unit.kepala_nip)
        problem = nip.problem(unit.kepala_nip, timezone.localdate())
        if problem:
            made.problems.append(row.problem("kepala_nip", problem))
    if len(made.problems) == wrong:
        _clean(one, made)
    return one


def _which(row: Typed, office: Instansi, known: _Known, made: Plan) -> UnitLokus | None:
    """The unit that exists already, by its ID, else by its name."""
    text = row.get("id")
    if not text:
        return known.open.get(office.pk, {}).get(key(row.get("nama")))
    try:
        unit = known.by_uuid.get(UUID(text))
    except ValueError:
        unit = None
    problem = ""
    if unit is None or unit.instansi_id != office.pk:
        problem = f"ID ini bukan unit {office}. Kosongkan ID untuk unit baru."
    elif unit.closed_on is not None:
        problem = "Unit ini sudah ditutup; buka kembali sebelum mengubahnya."
    if problem:
        made.problems.append(row.problem("id", problem))
        return None
    return unit


def _claim(one: _Row, known: _Known, made: Plan) -> None:
    """Each unit and each name stands once in the file and, open, once in the instansi."""
    row, name = one.at, key(one.at.get("nama"))
    if not one.is_new:
        earlier = known.used.setdefault(one.unit.pk, one)
        if earlier is not one:
            words = f"Unit ini sudah ditulis pada baris {earlier.at.number}. Hapus salah satu."
            made.problems.append(row.problem("nama", words))
            return
    if not name:
        return
    earlier = known.claimed.setdefault((one.office.pk, name), one)
    if earlier is not one:
        words = f"Unit ini sudah ditulis pada baris {earlier.at.number}. Hapus salah satu."
        made.problems.append(row.problem("nama", words))
        return
    other = known.open.get(one.office.pk, {}).get(name)
    if other is not None and other.pk != one.unit.pk:
        words = f"Unit dengan nama ini sudah ada di {one.office}."
        made.problems.append(row.problem("nama", words))


def _take_name(one: _Row, text: str, known: _Known) -> str:
    if text and " ".join(one.unit.nama.split()) != text:
        one.unit.nama = text
    return "" if one.unit.nama else "Nama unit belum diisi."


def _take_kind(one: _Row, text: str, known: _Known) -> str:
    if not text:
        return "Jenis unit belum diisi." if one.is_new else ""
    kind = known.kinds.get(key(text))
    if kind is None:
        return f"Jenis unit «{text}» tidak dikenal. Pilih dari daftar pada templat."
    if one.unit.jenis_id != kind.pk:
        one.unit.jenis = kind
        one.unit.sektor = ""  # of the new kind, unless the row says another
    return ""


def _take_sector(one: _Row, text: str, known: _Known) -> str:
    if text:
        sector = _SECTORS.get(key(text))
        if sector is None:
            return f"Sektor «{text}» tidak dikenal. Pilih dari daftar, atau kosongkan."
        one.unit.sektor = sector
    elif not one.unit.sektor and one.unit.jenis_id:
        one.unit.sektor = one.unit.jenis.sektor
    return ""


def _take_form(one: _Row, text: str, known: _Known) -> str:
    if text:
        form = _FORMS.get(key(text))
        if form is None:
            return "Tulis A (layanan tatap muka) atau B (layanan daring)."
        one.unit.formulir = form
    return ""


def _take_region(one: _Row, text: str, known: _Known) -> str:
    if text == NOTHING:
        one.unit.wilayah = None
    elif text:
        home = one.office.wilayah_id
        found = [
            region
            for region in known.regions.get(key(text), ())
            if home is None or home in (region.pk, region.induk_id)
        ]
        if not found:
            return f"Wilayah «{text}» tidak dikenal, atau di luar wilayah {one.office}."
        if len(found) > 1:
            return f"Ada beberapa wilayah «{text}». Tulis kodenya: {found[0].kode}, ..."
        one.unit.wilayah = found[0]
    return ""


def _take_text(one: _Row, name: str) -> None:
    text = one.at.get(name)
    if name == "kepala_nip" and text != NOTHING:
        text = nip.canonical(text)
    if text == NOTHING:
        text = ""
    elif not text or " ".join(getattr(one.unit, name).split()) == text:
        return
    if name == "situs" and text and "://" not in text:
        text = f"https://{text}"
    setattr(one.unit, name, text)


def _clean(one: _Row, made: Plan) -> None:
    try:
        one.unit.clean_fields(exclude=_LOOKED_UP)
    except ValidationError as error:
        for name, words in error.message_dict.items():
            made.problems.append(one.at.problem(name, " ".join(words)))


def _place_below(one: _Row, known: _Known, made: Plan) -> None:
    """The unit above: another row of the file, or one that exists."""
    text = one.at.get("induk")
    if not text:
        one.parent = _above(one.unit, known)
        return
    if text == NOTHING:
        one.unit.induk = None
        return
    parent: _Row | UnitLokus | None = known.claimed.get((one.office.pk, key(text)))
    if parent is None:
        parent = known.open.get(one.office.pk, {}).get(key(text))
        if parent is not None:
            parent = known.used.get(parent.pk, parent)
    if parent is None:
        words = f"Unit induk «{text}» tidak ada di antara unit {one.office}."
        made.problems.append(one.at.problem("induk", words))
    elif parent is one:
        words = "Unit induk tidak boleh unit ini sendiri."
        made.problems.append(one.at.problem("induk", words))
    else:
        one.parent = parent
        if isinstance(parent, UnitLokus):
            one.unit.induk = parent
        elif not parent.is_new:
            one.unit.induk = parent.unit


def _refuse_circles(found: list[_Row], known: _Known, made: Plan) -> None:
    """How deep each hangs below the others of the file; none below itself."""
    for row in found:
        seen = {id(row)}
        node = row.parent
        while node is not None:
            if id(node) in seen:
                words = "Unit induk tidak boleh unit di bawah unit ini sendiri."
                made.problems.append(row.at.problem("induk", words))
                break
            seen.add(id(node))
            row.depth += isinstance(node, _Row)
            node = node.parent if isinstance(node, _Row) else _above(node, known)


def _above(unit: UnitLokus, known: _Known) -> "_Row | UnitLokus | None":
    above = unit.induk_id or 0
    return known.used.get(above) or known.by_pk.get(above)


def _shown(unit: UnitLokus, name: str, known: _Known) -> str:
    """A column as a person reads it."""
    match name:
        case "jenis" | "wilayah":
            return str(getattr(unit, name) or "")
        case "sektor":
            return unit.get_sektor_display()
        case "induk":
            above = known.by_pk.get(unit.induk_id or 0)
            return above.nama if above is not None else ""
    return str(getattr(unit, name))


def _line(one: _Row) -> Line:
    changes: list[list[str]] = []
    if not one.is_new:
        after = {name: _now(one, name) for name in one.before}
        changes = [
            [_TITLES[name], before, after[name]]
            for name, before in one.before.items()
            if before != after[name]
        ]
    effect = NEW if one.is_new else CHANGED if changes else SAME
    return Line(one.at, effect, one.unit.nama, str(one.office), changes, work=one)


def _now(one: _Row, name: str) -> str:
    if name == "induk":
        parent = one.parent
        if isinstance(parent, _Row):
            # That the one above is renamed is no change of this unit.
            old = parent.before.get("nama")
            return old if old == one.before["induk"] else parent.unit.nama
        return parent.nama if parent is not None else ""
    unit = one.unit
    match name:
        case "jenis" | "wilayah":
            return str(getattr(unit, name) or "")
        case "sektor":
            return unit.get_sektor_display()
    return str(getattr(unit, name))


# Applying -----------------------------------------------------------------------------------------


def apply(by: User, made: Plan) -> list[dict[str, Any]]:
    """Write what the plan says; the caller has asked and holds the transaction."""
    rows: list[_Row] = [line.work for line in made.lines]
    new = [row for row in rows if row.is_new]
    for depth in sorted({row.depth for row in new}):
        wave = [row for row in new if row.depth == depth]
        for row in wave:
            _join(row)
        UnitLokus.objects.bulk_create([row.unit for row in wave], batch_size=EVERY)
    audit.write_each(by=by, action="buat_unit", things=[row.unit for row in new])
    changed = [line for line in made.lines if line.effect == CHANGED]
    columns = {name for line in changed for name in _columns(line)}
    for line in changed:
        _join(line.work)
    if columns:
        units = [line.work.unit for line in changed]
        UnitLokus.objects.bulk_update(units, sorted(columns), batch_size=EVERY)
    audit.write_told(
        by=by,
        action="ubah_unit",
        told=((line.work.unit, None, {"perubahan": _audited(line)}) for line in changed),
    )
    return [done(line, id=str(line.work.unit.uuid)) for line in made.lines]


def _join(row: _Row) -> None:
    if isinstance(row.parent, _Row) and row.parent.unit.pk is not None:
        row.unit.induk = row.parent.unit


def _columns(line: Line) -> list[str]:
    return [_KEYS[title] for title, _, _ in line.changes]


def _audited(line: Line) -> dict[str, list[str]]:
    return {
        name: [before, after]
        for name, (_, before, after) in zip(_columns(line), line.changes, strict=True)
    }


def sample(by: User) -> tuple[list[list[str]], dict[str, tuple[str, ...]]]:
    """Every open unit that is reached, as a row, and what may be chosen."""
    reach = Reach(by, NEEDS)
    names = {row.pk: row.nama for row in reach.open}
    units = [unit for unit in queries.units_at(names) if unit.closed_on is None]
    by_pk: dict[int, UnitLokus] = {unit.pk: unit for unit in units}
    units.sort(key=lambda unit: (names[unit.instansi_id], unit.nama))
    rows = [[_cell(unit, column.key, names, by_pk) for column in UNITS.fields] for unit in units]
    return rows, {
        "instansi": tuple(names.values()),
        "jenis": tuple(sorted({str(kind) for kind in queries.kinds_by_word().values()})),
        "sektor": tuple(str(label) for label in Sektor.labels),
        "formulir": tuple(Formulir.values),
    }


def _cell(unit: UnitLokus, name: str, names: dict[int, str], by_pk: dict[int, UnitLokus]) -> str:
    match name:
        case "instansi":
            return names[unit.instansi_id]
        case "id":
            return str(unit.uuid)
        case "sektor":
            return unit.get_sektor_display()
        case "wilayah":
            return str(unit.wilayah or "")
        case "kepala_nip":
            return nip.grouped(unit.kepala_nip)
        case "induk":
            above = by_pk.get(unit.induk_id or 0)
            return above.nama if above else ""
    return str(getattr(unit, name))
