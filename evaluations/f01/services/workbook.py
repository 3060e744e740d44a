"""The F01 as a workbook in two steps: what it would change, then each change saved as if typed.

An empty cell that was empty changes nothing. What somebody else changed since the download, and
what was emptied, is applied only where that very row is confirmed.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import IO, Any
from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import calendar, errata
from evaluations.core.queries.evaluations import answers_of
from evaluations.core.services.filling import require_may_fill
from evaluations.f01 import sheet as f01_sheet
from evaluations.f01.services.answers import save_answer
from evaluations.f01.sheet import SheetAnswer, fingerprint
from evaluations.models import Evaluasi, Impor, Jawaban
from instruments.spec import Instrumen, Pertanyaan
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Conflict, Refused
from pekppp.base.importing import told
from pekppp.base.sheet_reading import Problem

KIND = "f01"
# What a row is: a change, a change of what was changed since, an emptied answer, or done already.
UBAH, BENTROK, KOSONGKAN, SAMA = "ubah", "bentrok", "kosongkan", "sama"
_CHANGED = (
    "Ada jawaban yang diubah setelah berkas ini diperiksa. Belum ada yang diterapkan; periksa "
    "daftar yang baru di bawah, lalu terapkan lagi."
)

Rows = Mapping[int, Mapping[str, Jawaban]]


def download(*, by: User, evaluasi: Evaluasi) -> bytes:
    """The sheet with the answers as they are now."""
    require(by, Permission.FILL_F01, evaluasi)
    answers = {
        nomor: {key: (row.nilai, row.versi) for key, row in rows.items()}
        for nomor, rows in answers_of(evaluasi).items()
    }
    return f01_sheet.workbook(evaluasi.versi.instrumen, answers, **_own(evaluasi))


def _own(evaluasi: Evaluasi) -> dict[str, str]:
    return {
        "evaluasi": str(evaluasi.uuid),
        "digest": evaluasi.versi.digest,
        "nama": f"{evaluasi.nama_unit}, {evaluasi.siklus.nama}",
    }


# Step one: what the file would do -----------------------------------------------------------------


@transaction.atomic
def check(*, by: User, evaluasi: Evaluasi, file: IO[bytes], name: str) -> Impor:
    """Read and compare; writes only what it found."""
    require_may_fill(by, evaluasi)
    instrumen = evaluasi.versi.instrumen
    read, said = f01_sheet.read_f01(file, instrumen, **_own(evaluasi))
    answers = answers_of(evaluasi)
    rows = [
        _compared(_row(item), instrumen, answers)
        for item in read
        if fingerprint(_question(instrumen, item), item.nilai) != item.sidik
    ]
    said = [*said, *_closed(evaluasi, rows)]
    return Impor.objects.create(
        instansi=evaluasi.instansi,
        siklus=evaluasi.siklus,
        evaluasi=evaluasi,
        jenis=KIND,
        nama_berkas=name[:255],
        baris=rows,
        **told(said),
        oleh=by,
    )


def _question(instrumen: Instrumen, item: SheetAnswer) -> Pertanyaan:
    return instrumen.indikator(item.indikator).pertanyaan_dengan(item.pertanyaan)


def _row(item: SheetAnswer) -> dict[str, Any]:
    return {
        "kunci": f"{item.indikator}.{item.pertanyaan}",
        "indikator": item.indikator,
        "pertanyaan": item.pertanyaan,
        "nilai": item.nilai,
        "sidik": item.sidik,
        "catatan": item.catatan,
        "lembar": item.lembar,
        "baris": item.baris,
        "kolom": item.kolom,
    }


def _compared(row: dict[str, Any], instrumen: Instrumen, answers: Rows) -> dict[str, Any]:
    """The row with what is there now, and what applying it would be."""
    pertanyaan = instrumen.indikator(row["indikator"]).pertanyaan_dengan(row["pertanyaan"])
    there = answers.get(row["indikator"], {}).get(row["pertanyaan"])
    now = fingerprint(pertanyaan, there.nilai if there else None)
    if now == fingerprint(pertanyaan, row["nilai"]):
        kind = SAMA
    elif now != row["sidik"]:
        kind = BENTROK
    else:
        kind = KOSONGKAN if row["nilai"] is None else UBAH
    return {
        **row,
        "jenis": kind,
        "lama": there.nilai if there else None,
        "versi": there.versi if there else 0,
        "oleh": str(there.oleh) if there else "",
        "pada": there.pada.isoformat() if there else "",
    }


def _closed(evaluasi: Evaluasi, rows: Iterable[dict[str, Any]]) -> list[Problem]:
    """Changes of indicators that are not open now, as a return leaves most of them."""
    refusals: dict[int, str] = {}
    found = []
    for row in rows:
        nomor = row["indikator"]
        if nomor not in refusals:
            refusals[nomor] = calendar.f01_refusal(evaluasi, nomor)
        if refusals[nomor] and row["jenis"] != SAMA:
            words = f"Indikator {nomor}: {refusals[nomor]} Kembalikan isi sel ini seperti semula."
            found.append(Problem(row["lembar"], row["baris"], row["kolom"], words))
    return found


# Step two: all that is confirmed, or nothing ------------------------------------------------------


def apply(*, by: User, evaluasi: Evaluasi, impor: Impor, confirmed: Collection[str]) -> int:
    """Save what a checked file says; conflicts and emptied answers only where `confirmed` names
    their key. Returns the number of answers. If anything has changed since the check, nothing is
    saved, the rows are compared anew, and Refused says so."""
    try:
        with transaction.atomic():
            number = _apply(by, evaluasi, impor, confirmed)
    except Conflict as error:
        with transaction.atomic():
            _compare_anew(evaluasi, impor)
        raise Refused(_CHANGED, status=409) from error
    if number is None:
        raise Refused(_CHANGED, status=409)
    return number


def _apply(by: User, evaluasi: Evaluasi, impor: Impor, confirmed: Collection[str]) -> int | None:
    locked = Impor.objects.select_for_update(of=("self",)).get(pk=impor.pk)
    if locked.oleh_id != by.pk or locked.evaluasi_id != evaluasi.pk:
        raise Refused("Hanya yang mengunggah berkas ini yang dapat menerapkannya.", status=403)
    if locked.status != Impor.Status.DIPERIKSA:
        raise Refused("Berkas ini sudah diterapkan.", status=409)
    if locked.masalah:
        raise Refused("Perbaiki berkasnya dahulu, lalu unggah lagi.", status=409)
    require_may_fill(by, evaluasi)
    if errata.version_at(evaluasi, locked.dibuat_pada).pk != evaluasi.versi_id:
        raise Refused(
            "Instrumen diralat sejak berkas ini diperiksa. Unduh lembar yang baru, salin isian "
            "Anda, lalu unggah lagi.",
            status=409,
        )
    if _compare_anew(evaluasi, locked):
        return None
    chosen = [
        row
        for row in locked.baris
        if row["jenis"] == UBAH
        or (row["jenis"] in (BENTROK, KOSONGKAN) and row["kunci"] in confirmed)
    ]
    if not chosen:
        raise Refused("Belum ada yang dipilih. Centang baris yang hendak diterapkan.")
    for row in chosen:
        save_answer(
            by=by,
            evaluasi=evaluasi,
            indikator=row["indikator"],
            question=row["pertanyaan"],
            value=row["nilai"],
            based_on=row["versi"],
            key=uuid5(locked.uuid, f"{row['kunci']}:{row['versi']}"),
        )
        row["diterapkan"] = True
    locked.status = Impor.Status.DITERAPKAN
    locked.diterapkan_pada = timezone.now()
    locked.save(update_fields=["baris", "status", "diterapkan_pada"])
    audit.write(
        by=by, action="impor_f01", thing=evaluasi, berkas=locked.nama_berkas, jumlah=len(chosen)
    )
    return len(chosen)


def _compare_anew(evaluasi: Evaluasi, impor: Impor) -> bool:
    """Whether the answers moved since the rows were compared; the rows then say how."""
    instrumen, answers = evaluasi.versi.instrumen, answers_of(evaluasi)
    fresh = [_compared(row, instrumen, answers) for row in impor.baris]
    moved = [(r["jenis"], r["versi"]) for r in fresh] != [
        (r["jenis"], r["versi"]) for r in impor.baris
    ]
    if moved:
        impor.baris = fresh
        impor.save(update_fields=["baris"])
    return moved
