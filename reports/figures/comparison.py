"""This year beside the latest earlier published result of the same unit and form.

Of the same scheme wherever there is one; a result of another scheme is told and not compared.
"""

from fractions import Fraction
from typing import Any

from evaluations.core.queries.evaluations import previous_evaluasi, previous_in_scheme
from evaluations.core.queries.published import in_public
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import Evaluasi, Hasil, HasilTerbit
from evaluations.rules.follow_up import LABELS, OWED
from evaluations.rules.history import levels_of, movement
from evaluations.rules.means import group_mean
from evaluations.rules.results import round_half_up
from evaluations.rules.workflow import PUBLISHED, SKEMA_LABELS, Skema
from evaluations.survey.services.responses import SMALLEST_GROUP
from instruments import queries as instruments
from reports.figures import shared


def with_last_year(
    evaluasi: Evaluasi, hasil: Hasil, *, shown: dict[str, Any] | None
) -> dict[str, Any]:
    """`terakhir` is None for a unit that was never evaluated; `shown` are this year's figures.

    Differences are told only within one scheme, and per aspect only where the code and the name
    of the aspect stayed the same.
    """
    before = previous_in_scheme(evaluasi) or previous_evaluasi(evaluasi)
    last_year = evaluasi.siklus.tahun - 1
    old = getattr(before, "hasil", None)
    if before is None or old is None or old.ipp is None:
        return {"tahun": last_year, "dievaluasi": False, "terakhir": None}
    comparable = before.siklus.skema == evaluasi.siklus.skema
    now = shown["ipp"] if shown else None
    then = format(round_half_up(Fraction(old.ipp), before.versi.instrumen.desimal), "f")
    return {
        "tahun": last_year,
        "dievaluasi": before.siklus.tahun == last_year,
        "terakhir": {
            "tahun": before.siklus.tahun,
            "skema": SKEMA_LABELS[Skema(before.siklus.skema)],
            "sebanding": comparable,
            "instrumen_sama": before.versi_id == evaluasi.versi_id
            or before.versi.kode == evaluasi.versi.kode,
            "ipp": then,
            "kategori": old.kategori,
            "ipp_kini": now,
            "kategori_kini": shown["kategori"] if shown else None,
            "selisih": _difference(then, now) if comparable else None,
            "aspek": _aspects(old, hasil if shown else None, comparable=comparable),
        },
    }


def followed_up(evaluasi: Evaluasi, hasil: Hasil, *, with_figures: bool) -> dict[str, Any] | None:
    """What became of the recommendations of the last published result; None where it had none.

    Whether a level moved is told within one scheme; a figure of an aspect where figures are shown.
    """
    before = previous_evaluasi(evaluasi)
    rows = follow_up_queries.of(before)
    if before is None or not rows:
        return None
    then = levels_of(before.versi.instrumen, before.hasil.rincian)
    now = levels_of(evaluasi.versi.instrumen, hasil.rincian)
    comparable = before.siklus.skema == evaluasi.siklus.skema
    found = []
    for row in rows:
        there, status = follow_up_queries.commitment_of(row), follow_up_queries.status_of(row)
        told = comparable and (with_figures or row.indikator is not None)
        moved = movement(then, now, row.aspek, row.indikator) if told else None
        due = there.tenggat if there is not None and status in OWED else None
        mine = there is not None and there.diverifikasi_dalam_id == evaluasi.pk
        found.append(
            {
                "aspek": row.aspek,
                "indikator": row.indikator,
                "teks": row.teks,
                "status": LABELS[status],
                "tenggat": shared.day(due) if due is not None else None,
                "verifikasi": there.verifikasi if there is not None and mine else "",
                "dulu": moved and moved.dari,
                "kini": moved and moved.ke,
                "arah": moved and moved.arah,
            }
        )
    return {"siklus": before.siklus.nama, "tahun": before.siklus.tahun, "butir": found}


def with_peers(evaluasi: Evaluasi, shown: dict[str, Any] | None) -> dict[str, Any]:
    """The mean of the other published results of the same kind, cycle and instrument.

    `nilai` is None where fewer than the smallest group have one: a mean of two tells both.
    """
    rows = HasilTerbit.objects.filter(
        in_public(),
        siklus=evaluasi.siklus_id,
        ditarik_pada__isnull=True,
        evaluasi__jenis_unit=evaluasi.jenis_unit,
        evaluasi__versi__in=instruments.counted_alike(evaluasi.versi),
        evaluasi__state__in=sorted(PUBLISHED),
    ).exclude(evaluasi=evaluasi.pk)
    values = list(rows.values_list("ipp", flat=True))
    mean = group_mean(values)
    enough = len(values) >= SMALLEST_GROUP
    decimals = evaluasi.versi.instrumen.desimal
    value = round_half_up(mean.value, decimals) if enough and mean.value is not None else None
    text = None if value is None else format(value, "f")
    return {
        "jenis": evaluasi.jenis_unit,
        "jumlah": len(values),
        "terkecil": SMALLEST_GROUP,
        "nilai": text,
        "selisih": _difference(text, shown["ipp"] if shown else None),
    }


def _aspects(old: Hasil, new: Hasil | None, *, comparable: bool) -> list[dict[str, Any]]:
    current = {
        (item["kode"], item["nama"]): item["value"]
        for item in (new.rincian.get("aspects", []) if new else [])
    }
    rows = []
    for item in old.rincian.get("aspects", []):
        key = (item["kode"], item["nama"])
        if key not in current or item["value"] is None:
            continue
        then = shared.shown(Fraction(item["value"]), most=2)
        now = current[key] and shared.shown(Fraction(current[key]), most=2)
        rows.append(
            {
                "kode": item["kode"],
                "nama": item["nama"],
                "lalu": then,
                "kini": now,
                "selisih": _difference(then, now) if comparable else None,
            }
        )
    return rows


def _difference(then: str | None, now: str | None) -> str | None:
    """Of the two figures as they are printed, so that a reader can check it."""
    if then is None or now is None:
        return None
    value = Fraction(now) - Fraction(then)
    text = shared.shown(abs(value), most=3)
    if value == 0:
        return text
    return f"{'+' if value > 0 else '−'}{text}"
