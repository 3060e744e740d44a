"""What an evaluator takes along into the field: his units, their conversations and photos."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from evaluations.core import assignments
from evaluations.core.queries import handovers
from evaluations.core.queries.evaluations import get_evaluasi
from evaluations.core.queries.photos import photos_of
from evaluations.f02.queries import worklist
from evaluations.f02.queries.desk import Desk, get_desk
from evaluations.models import Bukti, Evaluasi, FotoLapangan, Pesan
from evaluations.rules.workflow import IN_WORK
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission

# Whoever has more than this many running units prepares those that the list shows first.
LONGEST_LIST = 200


def my_units(user: User) -> list[worklist.Task]:
    """The running evaluations that are mine to score or to verify, the urgent ones first."""
    mine = assignments.assigned_aspects(user, "score", "verify").values("evaluasi")
    rows = worklist.assigned(user).filter(pk__in=mine, state__in=[item.value for item in IN_WORK])
    return worklist.tasks(user, list(rows[:LONGEST_LIST]))


def pictures_of(evaluations: Sequence[Evaluasi]) -> dict[int, int]:
    """How many pieces of evidence have a preview picture, by evaluation."""
    rows = (
        Bukti.objects.filter(
            evaluasi__in=evaluations,
            dihapus_pada__isnull=True,
            sanggahan__isnull=True,
            berkas__gambar__gt=0,
        )
        .values("evaluasi")
        .annotate(jumlah=Count("pk"))
    )
    return {row["evaluasi"]: row["jumlah"] for row in rows.order_by()}


def get_field_desk(user: User, uuid: UUID) -> Desk | None:
    """The desk of somebody who scores or verifies here; None for who may only look at it."""
    desk = get_desk(user, uuid)
    held = set().union(*assignments.codenames_on(user, desk.evaluasi).values())
    return desk if held & {"score", "verify"} else None


def get_for_photo(user: User, uuid: UUID) -> Evaluasi:
    """The evaluation that a photo belongs to: one that he sees, or that he handed over."""
    try:
        return get_evaluasi(user, uuid, Permission.VIEW_EVALUASI)
    except Http404:
        row = handovers.former(user, uuid)
        if row is None:
            raise
        return row.evaluasi


def messages_of(evaluasi: Evaluasi) -> dict[int, list[Pesan]]:
    """The conversations with the unit, by indicator number, oldest first."""
    found: dict[int, list[Pesan]] = {}
    rows = Pesan.objects.filter(utas__evaluasi=evaluasi).select_related("oleh", "utas")
    for row in rows.order_by("pk"):
        found.setdefault(row.utas.indikator, []).append(row)
    return found


def get_photo(evaluasi: Evaluasi, uuid: UUID) -> FotoLapangan:
    """One photo of an evaluation that is already loaded and authorised."""
    found = photos_of(evaluasi).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
