"""The input of a recap: every unit of an instansi in a cycle, with what its result came to."""

from collections import Counter
from datetime import date
from typing import Any

from evaluations.models import Evaluasi
from evaluations.rules.means import METODE_RERATA, TOGETHER, by_pool, coverage, group_mean
from evaluations.rules.results import round_half_up
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import ENDED, STATE_LABELS
from pekppp.accounts.models import Instansi, User
from reports.core import documents as document_queries
from reports.figures import lhe, shared


def build(
    user: User,
    instansi: Instansi,
    office: Instansi,
    rows: list[Evaluasi],
    *,
    nomor: str,
    tanggal: date,
) -> dict[str, Any]:
    """JSON-safe; `rows` are this instansi's evaluations that the user may make documents of."""
    units = [_unit(user, row) for row in rows]
    together = rows[0].siklus.formulir_bersama
    pairs = list(zip(rows, units, strict=True))
    pools = by_pool(pairs, lambda pair: pair[0].formulir, together=together)
    first, *others = [_mean(pool, members) for pool, members in pools.items()]
    spec = rows[0].versi.instrumen
    counted = Counter(u["angka"]["kategori"] for u in units if u["angka"] and u["angka"]["final"])
    cover = coverage(
        (row.status, bool(unit["angka"] and unit["angka"]["ipp"]))
        for row, unit in zip(rows, units, strict=True)
    )
    open_ones = [u for u in units if not u["berakhir"] and not (u["angka"] and u["angka"]["final"])]
    provisional = any(u["angka"] for u in open_ones)
    return {
        "jenis": "rekap",
        "susunan": shared.SUSUNAN,
        "nomor": nomor,
        "tanggal": shared.day(tanggal),
        "sementara": bool(open_ones),
        "kop": shared.letterhead(office),
        "instansi": instansi.nama,
        "siklus": shared.siklus_of(rows[0]),
        "unit": units,
        "rerata": first,
        # Of the other form, where the two share no mean.
        **({"rerata_lain": others} if others else {}),
        "cakupan": cover.words,
        "sebaran": [
            [item.huruf, item.sebutan, counted[item.huruf]]
            for item in spec.kategori
            if counted[item.huruf]
        ],
        "penandatangan": shared.office_signers(office, "rekap")[0],
        "memuat": sorted([Field.ANGKA_FINAL, *([Field.ANGKA_SEMENTARA] if provisional else [])]),
    }


def _mean(pool: str, members: list[tuple[Evaluasi, dict[str, Any]]]) -> dict[str, Any]:
    """Of the decided results of one form, or of both where they share a mean."""
    final = [row.hasil.ipp for row, unit in members if unit["angka"] and unit["angka"]["final"]]
    mean, spec = group_mean(final), members[0][0].versi.instrumen
    shown = None if mean.value is None else round_half_up(mean.value, spec.desimal)
    kategori = None if shown is None else spec.kategori_untuk(shown)
    form = "" if pool in (TOGETHER, "A") else members[0][0].kata_formulir
    return {
        "nilai": None if shown is None else format(shown, "f"),
        "kategori": kategori.huruf if kategori else "",
        "sebutan": kategori.sebutan if kategori else "",
        "dari": len(final),
        "jumlah": len(members),
        "metode": "; ".join(filter(None, [METODE_RERATA[mean.method], form])),
    }


def _unit(user: User, evaluasi: Evaluasi) -> dict[str, Any]:
    """A row; figures only as far as the maker sees them."""
    ended = evaluasi.status in ENDED
    fields = document_queries.fields_seen(user, evaluasi)
    angka = None if ended else lhe.figures_of(evaluasi, evaluasi.hasil, fields)
    parts = lhe.components_of(evaluasi, evaluasi.hasil) if angka else []
    return {
        "nama": evaluasi.nama_unit,
        "jenis": evaluasi.jenis_unit,
        "formulir": evaluasi.formulir,
        **({"hitungan": evaluasi.kata_formulir} if evaluasi.formulir != "A" else {}),
        "keadaan": STATE_LABELS[evaluasi.status],
        "berakhir": ended,
        "angka": angka,
        "komponen": [[part["kode"], part["nilai"]] for part in parts],
    }
