"""Objections of a unit to levels, and who decides them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from evaluations.core import on_behalf
from evaluations.core.queries import calendar
from evaluations.core.queries.evaluations import assigned_evaluasi
from evaluations.core.words import named
from evaluations.models import Evaluasi, Sanggahan, Siklus
from evaluations.rules.agreement import Decided, in_words
from evaluations.rules.workflow import DECIDED, ENDED, OBJECTABLE, Kegiatan, State, Step
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Waiting(TypedDict):
    sanggah: int


class _Late(TypedDict):
    terbuka: int


def of(evaluasi: Evaluasi) -> list[Sanggahan]:
    """Every objection with its evidence, by indicator."""
    rows = Sanggahan.objects.filter(evaluasi=evaluasi).select_related("oleh", "diputus_oleh")
    return list(rows.prefetch_related("bukti__berkas"))


def get(evaluasi: Evaluasi, uuid: UUID) -> Sanggahan:
    """One objection of an evaluation that is already loaded and authorised."""
    found = Sanggahan.objects.filter(evaluasi=evaluasi, uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def open_numbers(evaluasi: Evaluasi) -> list[int]:
    """Indicators whose objection is not decided."""
    rows = Sanggahan.objects.filter(evaluasi=evaluasi, status=Sanggahan.Status.DIAJUKAN)
    return list(rows.order_by("indikator").values_list("indikator", flat=True))


def refusal(evaluasi: Evaluasi) -> str:
    """Why nobody can object now, in one sentence; "" where the unit can."""
    if evaluasi.status in ENDED:
        return "Evaluasi ini sudah berakhir, jadi tidak ada yang disanggah."
    if evaluasi.status not in OBJECTABLE | DECIDED:
        return "Sanggahan dapat diajukan setelah F02 selesai."
    return calendar.closed_words(evaluasi, Kegiatan.SANGGAH, "Masa sanggah")


def deadline(evaluasi: Evaluasi) -> Any:
    window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.SANGGAH)
    return window.deadline(timezone.now())


def shown_level(evaluasi: Evaluasi, decided: Decided) -> Any:
    """The level that the unit sees as its own: a verifier's only once he has verified."""
    return decided.shown(verified=evaluasi.status != State.F02_SELESAI).berlaku


def shown_words(evaluasi: Evaluasi, decided: Decided) -> str:
    return in_words(shown_level(evaluasi, decided))


def deciding_permission(evaluasi: Evaluasi) -> Permission:
    """The verifying level where there is one, else the ketua tim; once the result is decided, who
    decided it."""
    if evaluasi.status in DECIDED:
        return Permission.VALIDATE
    if evaluasi.diverifikasi:
        return Permission.VERIFY
    return Permission.LEAD


def may_decide(user: User, evaluasi: Evaluasi) -> bool:
    if accounts.belongs_to_unit(user, evaluasi.unit_id) or on_behalf.barred(user, evaluasi):
        return False
    return user.has_perm(deciding_permission(evaluasi), evaluasi)


def to_decide(user: User, codename: str) -> "QuerySet[WithAnnotations[Evaluasi, _Waiting]]":
    """Evaluations with open objections that wait for this user, with their number as `sanggah`."""
    rows = assigned_evaluasi(user, codename).filter(state__in=sorted(OBJECTABLE))
    if codename == "lead":
        rows = rows.exclude(tahapan__contains=[Step.VERIFIKASI])
    waiting = Q(sanggahan__status=Sanggahan.Status.DIAJUKAN)
    return rows.annotate(sanggah=Count("sanggahan", filter=waiting)).filter(sanggah__gt=0)


def waiting_of(evaluations: Iterable[Evaluasi]) -> dict[int, int]:
    """By evaluation id, how many objections are not decided."""
    rows = Sanggahan.objects.filter(
        evaluasi__in=evaluations, status=Sanggahan.Status.DIAJUKAN
    ).order_by()
    return dict(rows.values_list("evaluasi").annotate(number=Count("pk")))


def disputes(evaluations: Iterable[Evaluasi]) -> dict[str, list[str]]:
    """Names of those with open objections, and of those that may still object: what a decision
    about them has to say."""
    rows, now = list(evaluations), timezone.now()
    waiting = waiting_of(rows)
    return {
        "sanggahan": named(item for item in rows if item.pk in waiting),
        "masa_sanggah": named(
            item
            for item in rows
            if calendar.Calendar.of(item.siklus).window(item, Kegiatan.SANGGAH).is_open(now)
        ),
    }


def _decided() -> QuerySet[Sanggahan]:
    return Sanggahan.objects.filter(evaluasi__state__in=[state.value for state in DECIDED])


def accepted_late(evaluations: Iterable[Evaluasi]) -> dict[int, list[Sanggahan]]:
    """By evaluation id, what was accepted after the decision and is not in the figure yet.

    What an acceptance came to is noted when it is computed, so that an empty note says that it is
    not; the latest decision about an indicator comes last.
    """
    rows = _decided().filter(
        evaluasi__in=evaluations, status=Sanggahan.Status.DITERIMA, ipp_baru=""
    )
    found: dict[int, list[Sanggahan]] = {}
    for row in rows.order_by("diputus_pada", "pk"):
        found.setdefault(row.evaluasi_id, []).append(row)
    return found


def late_of(siklus: Siklus) -> dict[str, int]:
    """How many objections to decided results wait for a decision, and how many for computing."""
    return (
        _decided()
        .filter(siklus=siklus)
        .aggregate(
            terbuka=Count("pk", filter=Q(status=Sanggahan.Status.DIAJUKAN)),
            diterima=Count("pk", filter=Q(status=Sanggahan.Status.DITERIMA, ipp_baru="")),
        )
    )


def late_in_cycles_of(instansi_id: int) -> "QuerySet[WithAnnotations[Evaluasi, _Late]]":
    """Decided evaluations of an organiser with objections that wait, as `terbuka`."""
    waiting = Q(sanggahan__status=Sanggahan.Status.DIAJUKAN)
    rows = Evaluasi.objects.filter(
        siklus__instansi=instansi_id, state__in=[state.value for state in DECIDED]
    )
    return (
        rows.annotate(terbuka=Count("sanggahan", filter=waiting))
        .filter(terbuka__gt=0)
        .select_related("siklus")
    )
