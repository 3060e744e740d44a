"""Earlier results and others' scores from a workbook: checked with located problems, then applied
as one. Applying again replaces what was imported before; nothing that is published here is touched.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from evaluations.evidence.services.files import plain_name
from evaluations.history import sheet as history_sheet
from evaluations.history.queries import history as history_queries
from evaluations.history.sheet import RESULT_TITLES, SCORE_TITLES, Line
from evaluations.models import HasilTerdahulu, Impor, NilaiLain
from evaluations.rules.other_scores import KINDS, proposed
from evaluations.rules.workflow import SKEMA_LABELS, Skema
from instruments.queries import published_versions
from pekppp.accounts import audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, UnitLokus, User
from pekppp.accounts.models.unit import Formulir
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from pekppp.base.importing import told
from pekppp.base.sheet_reading import Problem, split

RESULTS, SCORES = "hasil_terdahulu", "nilai_lain"
MODELS: dict[str, Any] = {RESULTS: HasilTerdahulu, SCORES: NilaiLain}
# What names a row, and what an import writes into it.
KEY = {
    RESULTS: ("instansi", "unit", "kelompok", "tahun", "skema", "formulir"),
    SCORES: ("instansi", "unit", "jenis", "tahun"),
}
WRITTEN = {
    RESULTS: ("ipp", "desimal", "kategori", "instrumen", "aspek", "sumber"),
    SCORES: ("nilai", "sebutan", "sumber"),
}
_LONGEST = {"Sumber": 300, "Kategori": 60, "Instrumen": 100, "Sebutan": 100}


# The samples --------------------------------------------------------------------------------------


def template(*, by: User, instansi: Instansi, jenis: str) -> bytes:
    """The sample file: this instansi's units, ready to be filled in."""
    require(by, Permission.MANAGE_INSTANSI, instansi)
    units = [(unit.nama, unit.formulir) for unit in accounts.open_units_of(by, instansi)]
    rows = units or [(history_sheet.WHOLE, "")]
    year = timezone.localdate().year - 1
    if jenis == SCORES:
        return history_sheet.scores_sample(
            (instansi.nama, nama, proposed(year), year, None, None, None) for nama, _ in rows
        )
    nasional = SKEMA_LABELS[Skema.NASIONAL]
    lines = [(instansi.nama, nama, None, year, nasional, form or None) for nama, form in rows]
    versi = published_versions(by, "A").first()
    known = versi.instrumen.semua_aspek if versi else ()
    aspects = [(a.kode, a.nama) for a in known if not a.tambahan]
    return history_sheet.results_sample(lines, aspects, national=instansi.is_national)


# Step one -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Known:
    """Everything a row can name, read once."""

    instansi: dict[str, Instansi]
    units: dict[int, dict[str, UnitLokus]]
    decided: set[tuple[int, int, str, str]]
    assumed: dict[str, int] = field(default_factory=dict)  # columns that were empty, how often
    seen: dict[tuple[Any, ...], int] = field(default_factory=dict)


@transaction.atomic
def check(*, by: User, instansi: Instansi, jenis: str, file: IO[bytes], name: str) -> Impor:
    """Read and check a file; writes only what it found."""
    require(by, Permission.MANAGE_INSTANSI, instansi)
    titles, check_line = _KINDS[jenis]
    lines, said = history_sheet.read(file, titles)
    problems, notes = split(said)
    known = _known(by, instansi, lines)
    rows: list[dict[str, Any]] = []
    for line in lines:
        found, wrong = _place(line, known)
        wrong += check_line(line, found, known)
        if not wrong:
            wrong += _once(line, known, _key(jenis, found))
        problems += wrong
        if not wrong:
            rows.append(found)
    notes += _assumptions(known)
    offices = {row["instansi"] for row in rows}
    there = history_queries.keys_there(MODELS[jenis], KEY[jenis], offices)
    for row in rows:
        row["mengganti"] = _key(jenis, row) in there
    # What nobody applied is of no use once another file is here.
    own = Impor.objects.filter(instansi=instansi, jenis=jenis, oleh=by)
    own.filter(status=Impor.Status.DIPERIKSA).delete()
    return Impor.objects.create(
        instansi=instansi,
        jenis=jenis,
        nama_berkas=plain_name(name)[:255] or "berkas.xlsx",
        baris=[] if problems else rows,
        **told([*problems, *notes]),
        oleh=by,
    )


def _known(by: User, instansi: Instansi, lines: list[Line]) -> _Known:
    named = {history_queries.fold(line.isi["Instansi"]) for line in lines}
    offices = {
        history_queries.fold(item.nama): item
        for item in accounts.visible_instansi(by)
        if history_queries.fold(item.nama) in named
        and by.has_perm(Permission.MANAGE_INSTANSI, item)
    }
    offices |= dict.fromkeys(history_sheet.THIS_OFFICE, instansi)
    units = history_queries.units_by_name({item.pk for item in offices.values()})
    all_units = [unit for names in units.values() for unit in names.values()]
    return _Known(offices, units, history_queries.decided_years(all_units))


def _assumptions(known: _Known) -> list[Problem]:
    """What was taken for what was not said: nobody is to find out later."""
    words = {
        "Skema": "baris tanpa skema dibaca sebagai skema Nasional",
        "Formulir": "baris tanpa formulir dibaca dengan formulir bawaan unitnya",
    }
    return [
        Problem("", 0, "", f"{known.assumed[title]} {said}.", note=True)
        for title, said in words.items()
        if title in known.assumed
    ]


def _place(line: Line, known: _Known) -> tuple[dict[str, Any], list[Problem]]:
    """Whose row it is, of which year, and its source: what both kinds have."""
    wrong: list[Problem] = []

    def refuse(title: str, words: str) -> None:
        wrong.append(line.problem(title, words))

    office = known.instansi.get(history_queries.fold(line.isi["Instansi"]))
    unit = None
    if not line.isi["Instansi"]:
        refuse("Instansi", "Instansi belum diisi. Tulis namanya, atau «instansi ini».")
    elif office is None:
        words = f"«{line.isi['Instansi']}» bukan instansi yang Anda kelola. Untuk instansi halaman "
        refuse("Instansi", words + "ini, tulis «instansi ini».")
    elif not line.isi["Unit"]:
        if not line.isi.get("Kelompok"):  # which names no unit
            refuse("Unit", "Unit belum diisi. Tulis namanya, atau «seluruh instansi».")
    elif history_queries.fold(line.isi["Unit"]) not in history_sheet.WHOLE_OFFICE:
        unit = known.units.get(office.pk, {}).get(history_queries.fold(line.isi["Unit"]))
        if unit is None:
            refuse("Unit", f"«{line.isi['Unit']}» tidak ada di {office.nama}.")
    year = line.isi["Tahun"]
    this_year = timezone.localdate().year
    if not year.isdecimal() or len(year) != 4 or not 2000 <= int(year) <= this_year:
        refuse("Tahun", f"Tahun berada di antara 2000 dan {this_year}.")
    if not line.isi["Sumber"]:
        refuse("Sumber", "Tulis sumbernya, misalnya nomor keputusan.")
    for title, longest in _LONGEST.items():
        if len(line.isi.get(title, "")) > longest:
            refuse(title, f"Paling panjang {longest} huruf.")
    return {
        "baris": line.at.number,
        "instansi": office.pk if office else None,
        "nama_instansi": office.nama if office else "",
        "unit": unit.pk if unit else None,
        "formulir_bawaan": unit.formulir if unit else "",
        "nama_unit": unit.nama if unit else "",
        "tahun": int(year) if year.isdecimal() and len(year) == 4 else 0,
        "sumber": line.isi["Sumber"],
    }, wrong


def _check_result(line: Line, found: dict[str, Any], known: _Known) -> list[Problem]:
    wrong: list[Problem] = []

    def refuse(title: str, words: str) -> None:
        wrong.append(line.problem(title, words))

    ipp = history_sheet.number(line.isi["IPP"], decimals=3)
    if ipp is None or ipp > 5:
        refuse("IPP", "Tulis IPP seperti 3,93; dari 0 sampai 5, paling banyak tiga desimal.")
    group = history_sheet.GROUPS.get(line.isi["Kelompok"].casefold(), "")
    if line.isi["Kelompok"] and not group:
        refuse("Kelompok", "Tulis nasional, K/L, atau pemda; kosongkan untuk unit dan instansi.")
    elif group and found["unit"]:
        refuse("Kelompok", "Angka kelompok tidak menyebut unit.")
    elif group and not _is_national(found, known):
        refuse("Kelompok", "Angka kelompok hanya dicatat KemenPANRB.")
    usual = found.pop("formulir_bawaan")
    skema = _scheme(line, known, refuse)
    form = _form(line, found, known, usual, refuse)
    if (found["unit"], found["tahun"], skema, form) in known.decided:
        refuse(
            "Tahun",
            "Hasil unit ini pada tahun, skema, dan formulir itu sudah terbit di sini; tidak perlu "
            "diimpor.",
        )
    aspects = []
    for index, kode, nama, text in line.aspek:
        value = history_sheet.number(text, decimals=4)
        if value is None or value > 5:
            wrong.append(line.at.problem(index, "Tulis nilai aspek seperti 3,50; dari 0 sampai 5."))
        else:
            aspects.append({"kode": kode, "nama": nama, "nilai": f"{value:f}"})
    if wrong or ipp is None:
        return wrong
    places = max(2, -int(ipp.as_tuple().exponent))
    found |= {
        "kelompok": group,
        "skema": skema,
        "formulir": form,
        "ipp": f"{ipp:.{places}f}",
        "desimal": places,
        "kategori": line.isi["Kategori"],
        "instrumen": line.isi["Instrumen"],
        "aspek": aspects,
    }
    return []


def _scheme(line: Line, known: _Known, refuse: Callable[[str, str], None]) -> str:
    text = line.isi.get("Skema", "")
    if not text:
        known.assumed["Skema"] = known.assumed.get("Skema", 0) + 1
        return Skema.NASIONAL.value
    found = history_sheet.SCHEMES.get(text.casefold(), "")
    if not found:
        refuse("Skema", f"Tulis salah satu: {', '.join(SKEMA_LABELS.values())}.")
    return found


def _form(
    line: Line,
    found: dict[str, Any],
    known: _Known,
    usual: str,
    refuse: Callable[[str, str], None],
) -> str:
    """Of a unit; a figure of a whole office or group is of no form."""
    text = line.isi.get("Formulir", "").upper()
    if not found["unit"]:
        if text:
            refuse("Formulir", "Angka seluruh instansi atau kelompok tidak menyebut formulir.")
        return ""
    if not text:
        known.assumed["Formulir"] = known.assumed.get("Formulir", 0) + 1
        return usual
    if text not in Formulir.values:
        refuse("Formulir", "Tulis A (luring) atau B (daring).")
    return text


def _check_score(line: Line, found: dict[str, Any], known: _Known) -> list[Problem]:
    wrong: list[Problem] = []

    def refuse(title: str, words: str) -> None:
        wrong.append(line.problem(title, words))

    kode = history_sheet.KIND_OF.get(line.isi["Jenis"].casefold())
    if kode is None:
        refuse("Jenis", f"Tulis salah satu: {', '.join(KINDS)}.")
        return wrong
    kind = KINDS[kode]
    if found["unit"] and not kind.of_unit:
        refuse("Unit", "SKM milik unit dicatat pada halaman Nilai SKM unit itu. Kosongkan unit.")
    if found["tahun"] and not kind.given_in(found["tahun"]):
        other = KINDS[proposed(found["tahun"])]
        refuse(
            "Jenis",
            f"{kind.nama} diberikan {kind.masa}. Untuk {found['tahun']}: "
            f"{proposed(found['tahun'])} ({other.nama}).",
        )
    value = history_sheet.number(line.isi["Nilai"], decimals=2)
    unsaid = bool(kind.words) and not line.isi["Nilai"]  # its words may be all that is known
    if not unsaid and (value is None or not kind.least <= value <= kind.greatest):
        refuse("Nilai", f"Tulis angka dalam skala {kind.skala}, paling banyak dua desimal.")
    if kind.words and not line.isi["Sebutan"]:
        refuse("Sebutan", f"Tulis juga kata-katanya, misalnya «{kind.words}».")
    found.pop("formulir_bawaan")
    found |= {
        "jenis": kode,
        "nilai": None if value is None else f"{value:.2f}",
        "sebutan": line.isi["Sebutan"],
    }
    return wrong


def _is_national(found: dict[str, Any], known: _Known) -> bool:
    return any(
        item.pk == found["instansi"] and item.is_national for item in known.instansi.values()
    )


def _key(jenis: str, row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in KEY[jenis])


def _once(line: Line, known: _Known, key: tuple[Any, ...]) -> list[Problem]:
    earlier = known.seen.setdefault(key, line.at.number)
    if earlier == line.at.number:
        return []
    words = f"Tempat, tahun, dan jenisnya sudah ada pada baris {earlier}. Hapus salah satu."
    return [line.problem("Tahun", words)]


_KINDS: dict[str, tuple[tuple[str, ...], Callable[..., list[Problem]]]] = {
    RESULTS: (RESULT_TITLES, _check_result),
    SCORES: (SCORE_TITLES, _check_score),
}


# Step two -----------------------------------------------------------------------------------------


@transaction.atomic
def apply(*, by: User, impor: Impor) -> int:
    """Keep what a checked file says; all of it, or nothing. Returns the number of rows."""
    locked = Impor.objects.select_for_update(of=("self",)).get(pk=impor.pk)
    if locked.oleh_id != by.pk or locked.jenis not in _KINDS:
        raise Refused("Hanya yang mengunggah berkas ini yang dapat menerapkannya.", status=403)
    if locked.status != Impor.Status.DIPERIKSA:
        raise Refused("Berkas ini sudah diterapkan.", status=409)
    if locked.masalah or not locked.baris:
        raise Refused("Perbaiki berkasnya dahulu, lalu unggah lagi.", status=409)
    if not set(KEY[locked.jenis]) <= locked.baris[0].keys():
        raise Refused("Berkas ini diperiksa sebelum aplikasi diperbarui; unggah lagi.", status=409)
    offices = Instansi.objects.in_bulk({row["instansi"] for row in locked.baris})
    for office in offices.values():
        require(by, Permission.MANAGE_INSTANSI, office)
    _keep(by, locked)
    locked.status, locked.diterapkan_pada = Impor.Status.DITERAPKAN, timezone.now()
    locked.save(update_fields=["status", "diterapkan_pada"])
    for pk, office in offices.items():
        number = sum(1 for row in locked.baris if row["instansi"] == pk)
        audit.write(
            by=by,
            action=f"impor_{locked.jenis}",
            thing=office,
            berkas=locked.nama_berkas,
            baris=number,
        )
    impor.refresh_from_db()
    return len(locked.baris)


def _keep(by: User, impor: Impor) -> None:
    """In one statement: what is there for the same place and year gives way."""
    names, key = WRITTEN[impor.jenis], KEY[impor.jenis]
    rows = [
        MODELS[impor.jenis](
            instansi_id=row["instansi"],
            unit_id=row["unit"],
            impor=impor,
            oleh=by,
            pada=timezone.now(),
            **{name: row[name] for name in (*key[2:], *names)},
        )
        for row in impor.baris
    ]
    MODELS[impor.jenis].objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=key,
        update_fields=[*names, "impor", "oleh", "pada"],
    )


@transaction.atomic
def remove(*, by: User, row: HasilTerdahulu | NilaiLain, alasan: str = "") -> None:
    """Take out an imported row that was wrong; the audit keeps what it said."""
    require(by, Permission.MANAGE_INSTANSI, row.instansi)
    audit.write(
        by=by,
        action=f"hapus_{row._meta.model_name}",
        thing=row,
        reason=alasan,
        tahun=row.tahun,
        garis=history_queries.line_name(row.skema, row.formulir)
        if isinstance(row, HasilTerdahulu)
        else row.get_jenis_display(),
        isi=str(row.ipp if isinstance(row, HasilTerdahulu) else (row.nilai or row.sebutan)),
        unit=str(row.unit or ""),
        sejak=timezone.localdate(row.pada, ZoneInfo(row.instansi.zone)).isoformat(),
    )
    row.delete()
