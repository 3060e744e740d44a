"""Reads of surveys: the link's survey, totals for the arithmetic, progress for people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.http import Http404
from django.utils import timezone

from evaluations.core.queries import monitored
from evaluations.core.queries.survey_totals import tally
from evaluations.models import Evaluasi, Respons, Siklus, Survei, TautanSurvei
from evaluations.rules.scoring import SurveyTotals
from evaluations.rules.survey import disclosure
from evaluations.rules.workflow import DECIDED, ENDED
from instruments.spec import Instrumen
from pekppp.accounts.models import Layanan, User

_UNDECIDED = Evaluasi.objects.exclude(state__in=[state.value for state in DECIDED | ENDED])


def totals(survei: Survei | None, spec: Instrumen) -> SurveyTotals:
    """Per item the sum and count of all counted responses; zeros where there is no survey."""
    return tally(survei, spec).totals


def channels(counts: dict[str, int], smallest: int) -> list[dict[str, Any]]:
    """How many came through each channel that was used; null for all where that is not shown."""
    used = [
        {"kode": name, "nama": Respons.Kanal(name).label, "jumlah": count}
        for name, count in counts.items()
        if count
    ]
    return disclosure.channels(used, smallest)


def link_by_token(token: str) -> TautanSurvei | None:
    """The link that is in force; the token itself is the permission."""
    return (
        TautanSurvei.objects.select_related("unit__instansi")
        .filter(token=token, dicabut_pada__isnull=True)
        .first()
    )


def surveys_open_at(unit_id: int, moment: datetime) -> list[Survei]:
    """Surveys of a unit that take answers at a moment, one per form; a real one before a practice.

    Once all evaluations that use a survey are decided, an answer could not count any more.
    """
    found: dict[str, Survei] = {}
    rows = (
        # The version keeps its parsed instrument by digest: its long text rarely has to travel.
        Survei.objects.select_related("versi", "unit", "instansi")
        .defer("versi__spec")
        .filter(unit=unit_id, buka__lte=moment, tutup__gt=moment)
        .filter(
            Exists(_UNDECIDED.filter(survei=OuterRef("pk")))
            | ~Exists(Evaluasi.objects.filter(survei=OuterRef("pk")))
        )
        .order_by("formulir", "latihan", "-buka")
    )
    for row in rows:
        found.setdefault(row.formulir, row)
    return list(found.values())


def survey_of(unit_id: int, uuid: str) -> Survei | None:
    """A unit's survey, open or not; None for what is no key of one."""
    try:
        found = UUID(uuid)
    except ValueError:
        return None
    return Survei.objects.select_related("versi").filter(unit=unit_id, uuid=found).first()


def next_opening(unit_id: int, moment: datetime) -> datetime | None:
    """When the next survey of a unit opens, as far as that is planned."""
    coming = Survei.objects.filter(unit=unit_id, buka__gt=moment, latihan=False)
    return coming.order_by("buka").values_list("buka", flat=True).first()


def services_of(unit_id: int) -> list[str]:
    """Names of the services of a unit, offered to respondents."""
    return list(
        Layanan.objects.filter(unit=unit_id).order_by("nama").values_list("nama", flat=True)
    )


def links_in_force(unit_id: int) -> list[TautanSurvei]:
    """The links of a unit, the main one first."""
    return list(
        TautanSurvei.objects.filter(unit=unit_id, dicabut_pada__isnull=True).order_by("label")
    )


def links_of(evaluasi: Evaluasi) -> list[tuple[TautanSurvei, int]]:
    """The links in force, and how many of the responses that count for this evaluation's survey
    came through each."""
    here = Respons.objects.filter(Respons.COUNTS, survei=evaluasi.survei_id)
    counts = dict(here.order_by().values_list("tautan").annotate(jumlah=Count("pk")))
    return [(link, counts.get(link.pk, 0)) for link in links_in_force(evaluasi.unit_id)]


def get_link(unit_id: int, pk: int) -> TautanSurvei:
    """A link in force of a unit that is already loaded and authorised."""
    found = TautanSurvei.objects.filter(unit=unit_id, pk=pk, dicabut_pada__isnull=True).first()
    if found is None:
        raise Http404
    return found


def responses_per_day(survei: Survei) -> list[Mapping[str, Any]]:
    return list(
        Respons.objects.filter(Respons.COUNTS, survei=survei)
        .annotate(hari=TruncDate("pada"))
        .values("hari")
        .annotate(jumlah=Count("pk"))
        .order_by("hari")
    )


def comments_of(survei: Survei, most: int = 50) -> list[str]:
    """What respondents wrote, by their random keys: the order says nothing about when or who."""
    rows = Respons.objects.filter(Respons.COUNTS, survei=survei).exclude(komentar="")
    return list(rows.order_by("kunci").values_list("komentar", flat=True)[:most])


def surveys_watched(user: User, siklus: Siklus | None, urut: str = "") -> QuerySet[Evaluasi]:
    """Evaluations with a survey that the office watches, with their tallies; who lags comes first.

    How many responses wait to be counted is left out: a list may lag by seconds.
    """
    found = monitored.monitored(user).filter(survei__isnull=False)
    if siklus is not None:
        found = found.filter(siklus=siklus)
    else:
        found = found.filter(siklus__status=Siklus.Status.BERJALAN)
    found = found.select_related("survei__rekap", "siklus").annotate(
        jumlah=Coalesce("survei__rekap__jumlah", 0),
        ditinjau=Coalesce("survei__rekap__ditinjau", 0),
        ditahan=Coalesce("survei__rekap__ditahan", 0),
        dikecualikan=Coalesce("survei__rekap__dikecualikan", 0),
    )
    names = ("nama_instansi", "nama_unit", "pk")
    if urut == "tanda":
        return found.order_by("-ditahan", "-ditinjau", *names)
    if urut == "unit":
        return found.order_by(*names)
    part = F("jumlah") * 1000 / Greatest("survei__minimum", 1)
    return found.annotate(bagian=part).order_by("bagian", *names)


def answers_by_key(survei: Survei) -> list[tuple[list[int | None], str]]:
    """Levels and channel of every counted response, by random key: nothing about when or who."""
    rows = Respons.objects.filter(Respons.COUNTS, survei=survei).order_by("kunci")
    return list(rows.values_list("butir", "kanal"))


def is_open(survei: Survei) -> bool:
    return survei.buka <= timezone.now() < survei.tutup


# A safety net: the counting of a response marks the results of its survey in one transaction.
_UNSEEN = """
    SELECT hasil.id
    FROM evaluations_hasil AS hasil
    JOIN evaluations_evaluasi AS evaluasi ON evaluasi.id = hasil.evaluasi_id
    JOIN evaluations_rekapsurvei AS rekap ON rekap.survei_id = evaluasi.survei_id
    WHERE NOT hasil.stale AND NOT evaluasi.state = ANY(%s)
      AND rekap.pada > coalesce(hasil.dihitung_pada, rekap.pada) - interval '5 minutes'
      AND hasil.responden < rekap.jumlah
"""


def results_with_unseen_responses() -> list[int]:
    """Ids of results that count fewer respondents than the tally of their survey."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSEEN, [[state.value for state in DECIDED]])
        return [row[0] for row in cursor.fetchall()]
