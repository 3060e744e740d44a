"""Who is not evaluated in a cycle, frozen beside the set of a decree: its annex lists them."""

from typing import Any

from evaluations.models import Evaluasi, Publikasi, Siklus, TidakDievaluasi, UsulanLokus
from evaluations.publication.queries import ends
from evaluations.publication.services.snapshot import province_of
from evaluations.rules.kinds import ANNEX, TABLE
from evaluations.rules.workflow import STATE_LABELS
from pekppp.accounts.models import Instansi, JenisInstansi

EXEMPT = "dikecualikan"


def freeze(publikasi: Publikasi) -> None:
    """Write what the annex says now: what ends, or is restored, later changes no annex.

    Apart from the digest of the set, which names results and what they were computed from.
    """
    siklus = publikasi.siklus
    rows = [*map(_of_evaluasi, ends.ended(siklus)), *map(_of_proposal, ends.exempt(siklus))]
    rows.sort(key=lambda row: _place(row.baris))
    for number, row in enumerate(rows, start=1):
        row.publikasi, row.siklus, row.urutan = publikasi, siklus, number
    TidakDievaluasi.objects.bulk_create(rows)


def count(siklus: Siklus) -> int:
    """How many rows a set would be frozen with now."""
    return ends.ended(siklus).count() + ends.exempt(siklus).count()


def _of_evaluasi(item: Evaluasi) -> TidakDievaluasi:
    pengganti = item.pengganti
    return TidakDievaluasi(
        instansi_id=item.instansi_id,
        evaluasi=item,
        unit_id=item.unit_id,
        pengganti_id=pengganti.unit_id if pengganti else None,
        baris={
            "kelompok": TABLE[item.jenis_instansi].lampiran,
            "provinsi": province_of(item),
            "instansi": item.nama_instansi,
            "jenis_instansi": item.jenis_instansi,
            "unit": item.nama_unit,
            "jenis": item.jenis_unit,
            "formulir": item.formulir,
            "akhir": item.state,
            "kata": STATE_LABELS[item.status],
            "pengganti": pengganti.nama_unit if pengganti else "",
            "alasan": item.akhir_alasan,
            "surat": item.akhir_surat,
        },
    )


def _of_proposal(row: UsulanLokus) -> TidakDievaluasi:
    instansi = row.instansi
    return TidakDievaluasi(
        instansi=instansi,
        usulan=row,
        unit=row.unit,
        baris={
            "kelompok": TABLE[instansi.jenis].lampiran,
            "provinsi": _province(instansi),
            "instansi": instansi.nama,
            "jenis_instansi": instansi.jenis,
            "unit": _exempt_words(row),
            "jenis": _kind(row),
            "formulir": "",
            "akhir": EXEMPT,
            "kata": "Dikecualikan",
            "pengganti": "",
            "alasan": row.alasan,
            "surat": row.nomor_surat,
        },
    )


def _province(instansi: Instansi) -> str:
    if instansi.jenis == JenisInstansi.PROVINSI:
        return instansi.nama
    above = instansi.province_above
    return above.nama if above else ""


def _exempt_words(row: UsulanLokus) -> str:
    if row.unit is not None:
        return row.unit.nama
    return f"Semua {row.jenis_unit.nama}" if row.jenis_unit else "Semua unit"


def _kind(row: UsulanLokus) -> str:
    kind = row.unit.jenis if row.unit is not None else row.jenis_unit
    return kind.nama if kind else ""


def _place(baris: dict[str, Any]) -> tuple[Any, ...]:
    names = (baris["provinsi"], baris["instansi"], baris["unit"], baris["formulir"])
    return (ANNEX.index(baris["kelompok"]), *names)
