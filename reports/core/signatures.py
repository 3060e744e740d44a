"""Reads of signatures: who is asked for one, whose turn it is, who may bring a signed file."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse

from evaluations.core.queries import monitored
from evaluations.core.queries.evaluations import visible_evaluasi
from evaluations.core.queries.recipients import Due
from evaluations.models import Siklus
from evaluations.rules.reminders import Duty, decided_until
from pekppp.accounts.models import User
from pekppp.accounts.roles import Role
from reports.core.documents import may_make, may_read, require_maker, visible_dokumen
from reports.models import Dokumen, TandaTangan


def signatures_of(dokumen: Dokumen) -> list[TandaTangan]:
    return list(dokumen.tanda_tangan.select_related("orang", "oleh"))


def current_file(dokumen: Dokumen) -> Dokumen | TandaTangan:
    """Whatever holds the newest file in the register: certificates' signatures append to ours."""
    found = dokumen.tanda_tangan.filter(
        cara=TandaTangan.Cara.SERTIFIKAT, status=TandaTangan.Status.DIBERIKAN
    )
    return found.order_by("-urutan").first() or dokumen


def due(now: datetime) -> Iterator[Due]:
    """Whose turn it is in a running cycle that means to have decided in the coming days."""
    until: dict[int, datetime | None] = {}
    waiting = TandaTangan.objects.filter(
        status=TandaTangan.Status.MENUNGGU,
        orang__isnull=False,
        orang__is_active=True,
        siklus__status=Siklus.Status.BERJALAN,
        dokumen__tahap__in=[Dokumen.Tahap.PROSES, Dokumen.Tahap.DISEGEL],
    )
    earlier = TandaTangan.objects.filter(
        dokumen=OuterRef("dokumen"), urutan__lt=OuterRef("urutan")
    ).exclude(status=TandaTangan.Status.DIBERIKAN)
    rows = waiting.filter(~Exists(earlier)).select_related("orang", "dokumen", "siklus")
    for row in rows.defer("dokumen__masukan").prefetch_related("siklus__fase"):
        if row.siklus_id not in until:
            until[row.siklus_id] = decided_until(row.siklus.fase.all())
        deadline = until[row.siklus_id]
        if deadline is not None and row.orang is not None:
            yield Due(
                row.orang,
                Duty.TANDA_TANGAN,
                f"tanda_tangan:{row.pk}",
                str(row.dokumen),
                deadline,
                reverse("reports:signing", args=[row.dokumen.uuid]),
                row.instansi_id,
            )


def get_dokumen_to_sign(user: User, uuid: UUID) -> Dokumen:
    """A document for the page of its signatures, also while its sealed file is being made."""
    found = visible_dokumen(user, uuid)
    if not found.ditandatangani:
        raise Http404
    ready = found.status == Dokumen.Status.SELESAI or found.pengesahan is not None
    if not may_read(user, found) or not (ready or may_make(user, found)):
        raise Http404
    return found


def get_dokumen_to_make(user: User, uuid: UUID) -> Dokumen:
    """A document that the user reads, for those who also make documents."""
    found = get_dokumen_to_sign(user, uuid)
    require_maker(user, found)
    return found


def get_signature(user: User, uuid: UUID) -> TandaTangan:
    """A signature of a document that the user reads; what he may do with it, the services say."""
    row = TandaTangan.objects.select_related("dokumen").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    row.dokumen = get_dokumen_to_sign(user, row.dokumen.uuid)
    return row


def may_hand_in(user: User, row: TandaTangan) -> bool:
    """Who brings a signed file: the person himself, or whoever makes the documents."""
    return row.orang_id == user.pk or may_make(user, row.dokumen)


def answered_by_scan(user: User, turn: TandaTangan) -> list[TandaTangan]:
    """For whom one scan answers: of who makes documents, for all who sign on paper.

    A signer who brings it himself answers for himself alone, not for those who come after him.
    """
    if not may_make(user, turn.dokumen):
        return [turn]
    rows = signatures_of(turn.dokumen)
    way, waits = TandaTangan.Cara.BASAH, TandaTangan.Status.MENUNGGU
    return [row for row in rows if row.cara == way and row.status == waits]


def next_signature(rows: list[TandaTangan]) -> TandaTangan | None:
    return next((row for row in rows if row.status == TandaTangan.Status.MENUNGGU), None)


def signatures_waiting_for(user: User) -> QuerySet[TandaTangan]:
    """What the user is to approve now, of evaluations that he sees."""
    turn = (
        TandaTangan.objects.filter(dokumen=OuterRef("dokumen"), status=TandaTangan.Status.MENUNGGU)
        .order_by("urutan")
        .values("pk")[:1]
    )
    rows = (
        TandaTangan.objects.filter(
            pk=Subquery(turn),
            orang=user,
            cara=TandaTangan.Cara.APLIKASI,
            dokumen__tahap=Dokumen.Tahap.PROSES,
            dokumen__status=Dokumen.Status.SELESAI,
        )
        .filter(
            Q(dokumen__evaluasi__in=visible_evaluasi(user).order_by().values("pk"))
            | Q(dokumen__evaluasi=None, dokumen__giliran__in=monitored.roles_in(user, *Role))
        )
        .select_related("dokumen__evaluasi", "dokumen__instansi")
        .defer("dokumen__masukan")
        .order_by("dokumen__diminta_pada", "pk")
    )
    return rows
