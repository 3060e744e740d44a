"""What an evaluation in work lacks: one table for the flags of a list, its counts and the home."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from evaluations.core.queries.deadlines import WAITS_FOR
from evaluations.core.queries.monitored import people_of_unit
from evaluations.models import EvaluasiAspekUserObjectPermission
from evaluations.rules.workflow import DECIDED, F01_OPEN, IN_WORK
from pekppp.accounts.registers import Gap
from pekppp.accounts.roles import Role

_undecided = Q(state__in=sorted(IN_WORK - DECIDED))
_filled = Q(state__in=sorted(F01_OPEN))


def _scorers() -> Any:
    # An assignment rests while the person is no evaluator any more.
    return EvaluasiAspekUserObjectPermission.objects.filter(
        content_object__evaluasi=OuterRef("pk"),
        permission__codename="score",
        user__memberships__role=Role.EVALUATOR,
        user__memberships__ended_at__isnull=True,
    )


EVALUATION_GAPS = (
    Gap(
        "tanpa_evaluator", "Belum ada evaluator", Q(~Exists(_scorers()), state__in=list(WAITS_FOR))
    ),
    Gap("tanpa_kepala", "Belum ada kepala unit", Q(~Exists(people_of_unit(Role.KEPALA)), _filled)),
    Gap("tanpa_operator", "Belum ada operator", Q(~Exists(people_of_unit(Role.OPERATOR)), _filled)),
    Gap("tanpa_survei", "Belum ada survei", Q(_undecided, survei__isnull=True)),
    # Once it has begun: before that nobody could answer.
    Gap(
        "tanpa_respons",
        "Belum ada respons survei",
        Q(_undecided, ~Q(hasil__responden__gt=0), survei__buka__lte=Now()),
    ),
)
