"""Reads of cycles, and when what is open."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import (
    AturanLokus,
    Evaluasi,
    Fase,
    Impor,
    Pengembalian,
    Perpanjangan,
    Siklus,
)
from evaluations.rules.calendar import Span, Window, extended
from evaluations.rules.phases import Phase
from evaluations.rules.workflow import Kegiatan, Skema, State
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national, memberships_of
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission, Relation, Role, who_may
from pekppp.base.formats import waktu


def visible_siklus(user: User) -> QuerySet[Siklus]:
    """Cycles one owns, reads from above, takes part in, is asked to nominate for, or is assigned
    in."""
    found = Siklus.objects.select_related("instansi__induk", "instrumen_a", "instrumen_b")
    # A whole instrument per row would be most of what travels; parsed ones are kept by digest.
    found = found.defer("instrumen_a__spec", "instrumen_b__spec")
    if is_national(user):
        return found
    ids, own = accounts.instansi_ids(user), accounts.unit_ids(user)
    mine = Q(instansi__in=[*ids, *accounts.judging_ids(user)]) | accounts.below("instansi", ids)
    taking_part = Evaluasi.objects.filter(
        Q(instansi__in=ids)
        | accounts.below("instansi", ids)
        | Q(penilai__in=ids)
        | Q(unit__in=own)
        | Q(unit__induk__in=own)
        | Q(pk__in=assignments.assigned_aspects(user).values("evaluasi"))
    ).values("siklus")
    asked = nominating_siklus(user).values("pk")
    return found.filter(mine | Q(pk__in=taking_part) | Q(pk__in=asked))


def nominating_siklus(user: User) -> QuerySet[Siklus]:
    """National cycles that ask instansi of the kinds that the user administers for nominations."""
    kinds = {
        item.instansi.jenis for item in memberships_of(user) if item.role == Role.ADMIN_INSTANSI
    }
    asking = AturanLokus.objects.filter(
        siklus__skema=Skema.NASIONAL,
        siklus__nominasi_sampai__isnull=False,
        jenis_instansi__in=kinds,
    )
    return Siklus.objects.exclude(status=Siklus.Status.DITUTUP).filter(
        pk__in=asking.values("siklus")
    )


def get_siklus(user: User, uuid: UUID, permission: Permission) -> Siklus:
    """The cycle, or 404 if the user does not see it, 403 if he may not do this."""
    siklus = get_object_or_404(visible_siklus(user), uuid=uuid)
    if permission != Permission.VIEW_SIKLUS and not user.has_perm(permission, siklus):
        raise PermissionDenied
    return siklus


def owners_for(user: User) -> QuerySet[Instansi]:
    """Instansi for which the user may make a cycle: those he administers."""
    roles = (Role.ADMIN_NASIONAL, Role.ADMIN_INSTANSI)
    ids = [item.instansi_id for item in memberships_of(user) if item.role in roles]
    return Instansi.objects.filter(pk__in=ids, closed_on__isnull=True)


def publishers_of(siklus: Siklus) -> QuerySet[User]:
    """Whoever of the office that runs a cycle may enter its decree."""
    roles = who_may(Permission.PUBLISH, Relation.ORGANISER)
    return accounts.members_of_instansi(siklus.instansi, *roles).order_by("nama")


def extensions_of(siklus: Siklus) -> QuerySet[Perpanjangan]:
    """Extensions of a cycle that is already loaded and authorised."""
    return siklus.perpanjangan.select_related("unit", "instansi", "surat")


def organisers_of(siklus: Siklus) -> QuerySet[User]:
    """The people of the office that runs a cycle."""
    return accounts.members_of_instansi(
        siklus.instansi, Role.ADMIN_NASIONAL, Role.ADMIN_INSTANSI
    ).order_by("nama")


def get_impor(user: User, uuid: UUID, jenis: str) -> Impor:
    """An import of one's own: nobody else sees what somebody has uploaded."""
    return get_object_or_404(
        Impor.objects.select_related("siklus__instansi__induk"),
        uuid=uuid, jenis=jenis, oleh=user, siklus__isnull=False,
    )  # fmt: skip


class Calendar:
    """The windows of one cycle, read once for any number of its evaluations.

    Without `of_units`, extensions of single units are left out: what holds for an instansi.
    """

    def __init__(self, siklus: Siklus, *, of_units: bool = True) -> None:
        self.fase: list[Fase | Phase] = list(siklus.fase.all())
        self.perpanjangan = [
            row for row in siklus.perpanjangan.all() if of_units or row.unit_id is None
        ]

    @classmethod
    def of(cls, siklus: Siklus) -> "Calendar":
        """The calendar of this object, kept on it for the life of the request."""
        cached = siklus.__dict__.get("_calendar")
        if cached is None:
            cached = siklus.__dict__["_calendar"] = cls(siklus)
        return cached

    def window(self, evaluasi: Evaluasi, kegiatan: Kegiatan) -> Window:
        spans = [Span(f.mulai, f.akhir) for f in self.fase if kegiatan in f.membuka]
        given = self._extensions(evaluasi, kegiatan)
        return extended(spans, [(p.mulai, p.akhir) for p in given])

    def returned_window(self, evaluasi: Evaluasi, returned: Pengembalian) -> Window:
        """A return's own dates, and what was granted after it."""
        later = [
            (p.mulai, p.akhir)
            for p in self._extensions(evaluasi, Kegiatan.ISI_F01)
            if p.dibuat_pada > returned.dibuat_pada
        ]
        return extended([Span(returned.dibuat_pada, returned.tenggat)], later)

    def _extensions(self, evaluasi: Evaluasi, kegiatan: Kegiatan) -> list[Any]:
        return [p for p in self.perpanjangan if p.kegiatan == kegiatan and _applies(p, evaluasi)]

    def is_open(self, evaluasi: Evaluasi, kegiatan: Kegiatan) -> bool:
        return self.window(evaluasi, kegiatan).is_open(timezone.now())


def _applies(perpanjangan: Perpanjangan, evaluasi: Evaluasi) -> bool:
    if perpanjangan.unit_id:
        return perpanjangan.unit_id == evaluasi.unit_id
    if perpanjangan.instansi_id is None:
        return True
    if perpanjangan.instansi_id == evaluasi.instansi_id:
        return True
    # Also what a kabupaten or kota owns, below its province.
    return perpanjangan.termasuk_bawahan and perpanjangan.instansi_id in evaluasi.instansi.above


def f01_window(evaluasi: Evaluasi) -> Window:
    """When answers may be saved: a return opens its own window, whatever the phases say."""
    if evaluasi.state == State.DIKEMBALIKAN:
        returned = open_return(evaluasi)
        if returned is not None:
            return Calendar.of(evaluasi.siklus).returned_window(evaluasi, returned)
    return Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.ISI_F01)


def open_return(evaluasi: Evaluasi) -> Any:
    """The return that is not answered yet, or None."""
    returns: Iterable[Any] = evaluasi.pengembalian.all()
    return next((item for item in returns if item.selesai_pada is None), None)


def f01_refusal(evaluasi: Evaluasi, indikator: int | None = None) -> str:
    """Why answers (of this indicator) cannot be changed now, in one sentence; "" if they can."""
    if evaluasi.state not in (State.DRAF, State.DIKEMBALIKAN):
        return "F01 sudah dikirim, jadi isian tidak dapat diubah."
    now = timezone.now()
    window = f01_window(evaluasi)
    if not window.is_open(now):
        return _closed_words("Masa pengisian F01", window)
    if evaluasi.state == State.DIKEMBALIKAN and indikator is not None:
        returned = open_return(evaluasi)
        if returned is not None and indikator not in returned.indikator:
            numbers = ", ".join(map(str, sorted(returned.indikator)))
            return f"Hanya indikator yang dikembalikan ({numbers}) yang dapat diperbaiki."
    return ""


def _closed_words(what: str, window: Window) -> str:
    now = timezone.now()
    opens = window.opens(now)
    if opens is not None:
        return f"{what} belum dibuka; mulai {waktu(opens)}."
    if window.spans:
        return f"{what} sudah ditutup {waktu(window.deadline(now))}."
    return f"{what} tidak dijadwalkan pada siklus ini."


def closed_words(evaluasi: Evaluasi, kegiatan: Kegiatan, what: str) -> str:
    """Why an activity is closed for an evaluation, in one sentence; "" when it is open."""
    window = Calendar.of(evaluasi.siklus).window(evaluasi, kegiatan)
    return "" if window.is_open(timezone.now()) else _closed_words(what, window)
