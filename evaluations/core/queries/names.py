"""Where an evaluation goes by a name that its unit or instansi no longer has."""

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from evaluations.models import Evaluasi
from evaluations.rules.workflow import DECIDED, IN_WORK
from pekppp.accounts.models import Instansi, UnitLokus

# Decided and published results keep the names under which they were decided.
RUNNING = sorted(IN_WORK - DECIDED)


def outdated(place: UnitLokus | Instansi) -> QuerySet[Evaluasi]:
    """Running evaluations of a unit, or of all units of an instansi, under a former name.

    The caller has loaded and authorised the place.
    """
    mine = Q(unit=place) if isinstance(place, UnitLokus) else Q(instansi=place)
    return (
        Evaluasi.objects.filter(mine, state__in=RUNNING)
        .exclude(
            nama_unit=F("unit__nama"),
            nama_instansi=F("instansi__nama"),
            nama_induk=Coalesce(
                F("instansi__induk__induk__nama"), F("instansi__induk__nama"), Value("")
            ),
        )
        .select_related("siklus", "unit", "instansi__induk")
        .order_by("siklus__nama", "nama_unit")
    )


def by_words(text: str, *fields: str) -> Q:
    """Every word in one of the fields, in any order; blanks beside each other count once."""
    found = Q()
    for word in text.split():
        somewhere = Q()
        for field in fields:
            somewhere |= Q(**{f"{field}__icontains": word})
        found &= somewhere
    return found
