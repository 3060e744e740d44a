"""Reads of what is reviewed: bursts, whatever was decided of them, and marked responses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from enum import StrEnum
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from evaluations.models import Evaluasi, Respons, Survei, TautanSurvei
from evaluations.models.siklus import SisaTahanan
from evaluations.rules.survey.tally import Tally, add_all
from evaluations.rules.workflow import DECIDED, ENDED
from instruments.spec import Instrumen
from pekppp.base.dates import FIRST, LAST

RULE_SAID = "Tidak ditinjau sampai survei berakhir (aturan siklus)"
_OPEN = Evaluasi.objects.exclude(state__in=[state.value for state in DECIDED | ENDED])


class State(StrEnum):
    """What has become of the answers that are reviewed at once."""

    WAITS = ""
    COUNTED = "dihitung"
    RULED_OUT = "aturan"  # by the rule of the cycle


_IN_STATE = {
    State.WAITS: Q(ditahan=True),
    State.COUNTED: Q(
        ditahan=False, perlu_ditinjau=False, dikecualikan=False, ditinjau_pada__isnull=False
    )
    & ~Q(tanda=[]),
    State.RULED_OUT: Q(dikecualikan=True, alasan_dikecualikan=RULE_SAID),
}


@dataclass(frozen=True, slots=True)
class Burst:
    """Answers of one day and one link (None: by codes) in one state: reviewed at once."""

    day: date
    link: int | None
    state: State = State.WAITS

    @property
    def key(self) -> str:
        return f"{self.day:%Y%m%d}-{self.link or 0}-{self.state}".rstrip("-")

    @classmethod
    def of(cls, key: str) -> "Burst | None":
        day, link, state, *_ = (*key.split("-", 2), "", "")
        try:
            moment = datetime.strptime(day, "%Y%m%d")  # noqa: DTZ007  a day has no zone
            found = cls(moment.date(), int(link) or None, State(state))
        except ValueError:
            return None
        return found if FIRST <= found.day <= LAST else None


def rows_of(survei: Survei, burst: Burst) -> QuerySet[Respons]:
    start = timezone.make_aware(datetime.combine(burst.day, clock.min))
    return Respons.objects.filter(
        _IN_STATE[burst.state],
        survei=survei,
        dihitung=True,
        tautan=burst.link,
        pada__gte=start,
        pada__lt=start + timedelta(days=1),
    )


def bursts_of(survei: Survei, spec: Instrumen) -> list[dict[str, Any]]:
    """Each burst with how many are in it, their means and signals; the latest first."""
    whens = [When(where, then=Value(state.value)) for state, where in _IN_STATE.items()]
    rows = (
        Respons.objects.filter(survei=survei, dihitung=True)
        .annotate(hari=TruncDate("pada"), keadaan=Case(*whens, output_field=CharField()))
        .filter(keadaan__isnull=False)
        .values_list("hari", "tautan", "keadaan", "butir", "kanal", "tanda")
    )
    found: dict[Burst, tuple[Tally, Counter[str]]] = {}
    for day, link, state, butir, kanal, codes in rows:
        burst = Burst(day, link, State(state))
        tally, signals = found.setdefault(burst, (Tally.of(spec), Counter()))
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
    """What waits for a decision and what is excluded, or all of one burst. By the random key: not
    in order of time."""
    rows = (
        rows_of(survei, burst)
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
