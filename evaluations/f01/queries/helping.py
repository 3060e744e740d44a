"""Reviews that a unit asks its office for, and of whom it could be."""

from django.db.models import QuerySet

from evaluations.models import Evaluasi, Reviu
from evaluations.rules.workflow import F01_OPEN
from pekppp.accounts.access import memberships_of
from pekppp.accounts.models import User
from pekppp.accounts.roles import Role


def reviews(evaluasi: Evaluasi) -> QuerySet[Reviu]:
    """Of an evaluation that is already loaded and authorised, the latest first."""
    rows = Reviu.objects.filter(evaluasi=evaluasi).select_related("diminta_oleh", "dijawab_oleh")
    return rows.order_by("-pk")


def waiting(user: User) -> QuerySet[Reviu]:
    """What units of the offices that the user administers ask for, and can still mend."""
    offices = [row.instansi_id for row in memberships_of(user) if row.role == Role.ADMIN_INSTANSI]
    rows = Reviu.objects.filter(
        dijawab_pada__isnull=True,
        evaluasi__instansi__in=offices,
        evaluasi__state__in=sorted(F01_OPEN),
    )
    return rows.select_related("evaluasi__siklus").order_by("pk")
