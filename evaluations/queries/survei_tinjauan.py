"""Reads of what waits for a review: bursts that are in no figure yet, and marked responses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from evaluations.models import Evaluasi, Respons, Survei, TautanSurvei
from evaluations.models.siklus import SisaTahanan
from evaluations.tally import Tally, add_all
from evaluations.workflow import DECIDED, ENDED
from instruments.spec import Instrumen
from pekppp.dates import FIRST, LAST

_OPEN = Evaluasi.objects.exclude(state__in=[state.value for state in DECIDED | ENDED])


@dataclass(frozen=True, slots=True)
class Burst:
    """What waits of one day and one link (None: by codes): answers reviewed at once."""

    day: date
    link: int | None

    @property
    def key(self) -> str:
        return f"{self.day:%Y%m%d}-{self.link or 0}"

    @classmethod
    def of(cls, key: str) -> "Burst | None":
        day, _, link = key.partition("-")
        try:
            found = cls(datetime.strptime(day, "%Y%m%d").date(), int(link) or None)  # noqa: DTZ007
        except ValueError:
            return None
        return found if FIRST <= found.day <= LAST else None


def held_in(survei: Survei, burst: Burst) -> QuerySet[Respons]:
    start = timezone.make_aware(datetime.combine(burst.day, clock.min))
    return Respons.objects.filter(
        survei=survei,
        ditahan=True,
        dihitung=True,
        tautan=burst.link,
        pada__gte=start,
        pada__lt=start + timedelta(days=1),
    )


def bursts_of(survei: Survei, spec: Instrumen) -> list[dict[str, Any]]:
    """Each burst with how many wait in it, their means and signals; the latest first."""
    rows = (
        Respons.objects.filter(survei=survei, ditahan=True, dihitung=True)
        .annotate(hari=TruncDate("pada"))
        .values_list("hari", "tautan", "butir", "kanal", "tanda")
    )
    found: dict[Burst, tuple[Tally, Counter[str]]] = {}
    for day, link, butir, kanal, codes in rows:
        tally, signals = found.setdefault(Burst(day, link), (Tally.of(spec), Counter()))
        add_all(tally, [(butir, kanal, False, False)])
        signals.update(codes)
    names = {row.pk: str(row) for row in TautanSurvei.objects.filter(unit=survei.unit_id)}
    return [
        {
            "burst": burst,
            "tautan": names.get(burst.link or 0, "Kode sekali pakai"),
            "totals": tally.totals,
            "tanda": signals.most_common(),
        }
        for burst, (tally, signals) in sorted(
            found.items(), key=lambda pair: (pair[0].day, pair[0].link or 0), reverse=True
        )
    ]


def marked_responses(survei: Survei, burst: Burst | None = None) -> QuerySet[Respons]:
    """What waits for a decision and what is excluded, or what waits in one burst. By the random
    key: not in order of time."""
    rows = (
        held_in(survei, burst)
        if burst
        else Respons.objects.filter(Q(perlu_ditinjau=True, ditahan=False) | Q(dikecualikan=True))
    )
    return (
        rows.filter(survei=survei)
        .select_related("ditinjau_oleh")
        .defer("komentar", "layanan", "usia", "jenis_kelamin", "pendidikan", "pekerjaan")
        .order_by("dikecualikan", "kunci")
    )


def first_evaluation(survei: Survei) -> Evaluasi | None:
    """The one that opened the survey, of those whose result is not decided."""
    return _OPEN.filter(survei=survei).order_by("pk").first()


def rules_of(surveys: Iterable[int]) -> dict[int, SisaTahanan]:
    """What becomes of what nobody reviews. Evaluations of several cycles may share a survey: what
    waits is counted where all of them say so."""
    said: dict[int, set[str]] = {pk: set() for pk in surveys}
    rows = _OPEN.filter(survei__in=said).order_by().values_list("survei", "siklus__sisa_tahanan")
    for pk, rule in rows:
        said[pk].add(rule)
    return {
        pk: SisaTahanan.HITUNG if rules == {SisaTahanan.HITUNG} else SisaTahanan.KELUARKAN
        for pk, rules in said.items()
    }


def uncounted(survei: Survei) -> bool:
    return Respons.objects.filter(survei=survei, dihitung=False).exists()


def over_with_held_responses() -> list[Survei]:
    """Surveys that have closed while answers wait, and whose result is not decided yet."""
    return list(
        Survei.objects.filter(
            Exists(_OPEN.filter(survei=OuterRef("pk"))),
            tutup__lte=timezone.now(),
            rekap__ditahan__gt=0,
        ).order_by("pk")[:500]
    )


def unreviewed(evaluations: list[Evaluasi]) -> dict[int, tuple[int, int, str]]:
    """By the evaluation: how many answers wait, how many are counted with a signal, and the rule
    for those that wait; none of those without any."""
    rules = rules_of({item.survei_id for item in evaluations if item.survei_id})
    rows = Survei.objects.filter(pk__in=rules).values_list(
        "pk", "rekap__ditahan", "rekap__ditinjau"
    )
    by_survey = {
        pk: (held or 0, marked or 0, rules[pk].label) for pk, held, marked in rows if held or marked
    }
    return {
        item.pk: by_survey[item.survei_id] for item in evaluations if item.survei_id in by_survey
    }
