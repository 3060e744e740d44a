"""Every read of documents and letterheads: each starts from the user who asks."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Publikasi
from evaluations.queries.desk import seen_fields
from evaluations.queries.evaluasi import visible_evaluasi
from evaluations.queries.publikasi import in_public
from evaluations.visibility import Field
from evaluations.workflow import State
from pekppp.accounts.models import Instansi
from pekppp.accounts.roles import Permission
from reports.models import Cetakan, Dokumen, KopSurat, Lampiran, Penandatangan

# The frozen input can be a megabyte; no list and no download needs it.
LARGE = ("masukan",)


def letterhead_of(instansi: Instansi) -> KopSurat | None:
    return KopSurat.objects.filter(instansi=instansi).first()


def signers_of(instansi: Instansi) -> list[Penandatangan]:
    return list(Penandatangan.objects.filter(instansi=instansi))


def fields_seen(user: Any, evaluasi: Evaluasi, state: State | None = None) -> frozenset[Field]:
    """What the user sees of the evaluation, in its present or another state."""
    return seen_fields(user, evaluasi, state)


def may_read(
    user: Any, dokumen: Dokumen, known: dict[State | None, frozenset[Field]] | None = None
) -> bool:
    """Whether everything that the document shows is visible to the user.

    A provisional document stays with those who saw its content when it was made: figures that
    were corrected since are nobody else's business. `known` keeps what was found out, for lists.
    """
    known = {} if known is None else known
    asked = [None, State(dokumen.keadaan)] if dokumen.sementara else [None]
    for state in asked:
        if state not in known:
            known[state] = fields_seen(user, dokumen.evaluasi, state)
    seen = frozenset.intersection(*(known[state] for state in asked))
    return seen.issuperset(dokumen.memuat)


def documents_of(user: Any, evaluasi: Evaluasi) -> list[Dokumen]:
    """What the user may read, newest first; unfinished ones are for those who make documents."""
    found = Dokumen.objects.filter(evaluasi=evaluasi).select_related("diminta_oleh").defer(*LARGE)
    if not user.has_perm(Permission.MAKE_DOKUMEN, evaluasi):
        found = found.filter(status=Dokumen.Status.SELESAI)
    rows = list(found.order_by("jenis", "-versi"))
    for row in rows:
        row.evaluasi = evaluasi
    known: dict[State | None, frozenset[Field]] = {}
    return [row for row in rows if may_read(user, row, known)]


def get_dokumen(user: Any, uuid: UUID) -> Dokumen:
    """A finished document that the user may read; anything else does not exist for him."""
    found = _visible(user, uuid)
    if found.status != Dokumen.Status.SELESAI or not may_read(user, found):
        raise Http404
    return found


def get_dokumen_to_retry(user: Any, uuid: UUID) -> Dokumen:
    found = _visible(user, uuid)
    if not user.has_perm(Permission.MAKE_DOKUMEN, found.evaluasi):
        raise PermissionDenied
    return found


def _visible(user: Any, uuid: UUID) -> Dokumen:
    """404 unless the evaluation is visible, 403 unless its documents are."""
    row = Dokumen.objects.defer(*LARGE).filter(uuid=uuid).first()
    evaluasi = row and visible_evaluasi(user).filter(pk=row.evaluasi_id).first()
    if row is None or evaluasi is None:
        raise Http404
    if not user.has_perm(Permission.VIEW_DOKUMEN, evaluasi):
        raise PermissionDenied
    row.evaluasi = evaluasi
    return row


def latest_document(evaluasi: Evaluasi, jenis: str) -> Dokumen | None:
    """Of any reader: for the number and date that a new version starts from."""
    found = Dokumen.objects.filter(evaluasi=evaluasi, jenis=jenis).defer(*LARGE)
    return found.order_by("-versi").first()


def claimable() -> Q:
    """What a worker may take now: waiting, or left behind by a worker that died."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    return free & Q(status__in=[Dokumen.Status.ANTRE, Dokumen.Status.DIKERJAKAN])


def waiting_documents() -> int:
    """How many documents are not finished, for the status page."""
    return Dokumen.objects.filter(
        status__in=[Dokumen.Status.ANTRE, Dokumen.Status.DIKERJAKAN]
    ).count()


def decision_of(evaluasi: Evaluasi) -> Publikasi | None:
    """The decision by which the result is published, while it is in force."""
    found = HasilTerbit.objects.filter(in_public(), evaluasi=evaluasi, ditarik_pada__isnull=True)
    row = found.select_related("publikasi").first()
    return row.publikasi if row else None


# What is printed for a survey ---------------------------------------------------------------------


def prints_of(evaluasi: Evaluasi) -> list[Cetakan]:
    """The newest first; of an evaluation that is already loaded and authorised."""
    found = Cetakan.objects.filter(evaluasi=evaluasi).exclude(
        lembar_kode__dibatalkan_pada__isnull=False
    )
    return list(found.defer(*LARGE))


def get_print(user: Any, uuid: UUID) -> Cetakan:
    """A finished print of a survey that the user manages; slips end with their batch."""
    row = (
        Cetakan.objects.defer(*LARGE)
        .filter(uuid=uuid, status=Cetakan.Status.SELESAI)
        .exclude(lembar_kode__dibatalkan_pada__isnull=False)
        .first()
    )
    evaluasi = row and visible_evaluasi(user).filter(pk=row.evaluasi_id).first()
    if row is None or evaluasi is None:
        raise Http404
    if not user.has_perm(Permission.MANAGE_SURVEI, evaluasi):
        raise PermissionDenied
    row.evaluasi = evaluasi
    return row


def prints_claimable() -> Q:
    """What a worker may take now: waiting, or left behind by a worker that died."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
    return free & Q(status__in=[Cetakan.Status.ANTRE, Cetakan.Status.DIKERJAKAN])


# The annex of a decree ----------------------------------------------------------------------------


def annexes_of(publikasi: Publikasi) -> list[Lampiran]:
    """Of a set that is already loaded and authorised."""
    return list(Lampiran.objects.filter(publikasi=publikasi))


def get_annex(publikasi: Publikasi, uuid: UUID) -> Lampiran:
    """A finished annex of a set that is already loaded and authorised."""
    found = Lampiran.objects.filter(
        publikasi=publikasi, uuid=uuid, status=Lampiran.Status.SELESAI
    ).first()
    if found is None:
        raise Http404
    return found


def annexes_claimable() -> Q:
    """What a worker may take now: waiting, or left behind by a worker that died."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=timezone.now())
    return free & Q(status__in=[Lampiran.Status.ANTRE, Lampiran.Status.DIKERJAKAN])
