"""Every read of documents and letterheads: each starts from the user who asks."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.utils import timezone

from evaluations import assignments
from evaluations.models import Evaluasi, HasilTerbit, Publikasi
from evaluations.queries.desk import seen_fields
from evaluations.queries.evaluasi import visible_evaluasi
from evaluations.queries.publikasi import in_public, published
from evaluations.visibility import Field
from evaluations.workflow import State
from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.roles import Permission, Role
from reports.models import (
    Cetakan,
    Dokumen,
    KopSurat,
    Lampiran,
    PemeriksaanDokumen,
    Penandatangan,
    TandaTangan,
)

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


def signed_document(evaluasi: Evaluasi, jenis: str) -> Dokumen | None:
    """The newest version that is sealed and stands: what a correction would replace."""
    found = Dokumen.objects.filter(
        evaluasi=evaluasi, jenis=jenis, tahap__in=[Dokumen.Tahap.DISEGEL, Dokumen.Tahap.BERLAKU]
    )
    return found.defer(*LARGE).order_by("-versi").first()


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


# Signatures -----------------------------------------------------------------------------------


def accounts_named(dokumen: Dokumen, tempat: str, person: dict[str, str]) -> list[User]:
    """The accounts of the person who is named at this place and who may read the document.

    The NIP decides where both have one, the name otherwise: nobody approves under another's name.
    """
    evaluasi = dokumen.evaluasi
    if tempat.startswith("evaluator"):
        people = assignments.teams_of([evaluasi]).get(evaluasi.pk, [])
    else:
        held = Membership.objects.filter(ended_at__isnull=True, user__is_active=True)
        if tempat == "kepala_unit":
            held = held.filter(unit=evaluasi.unit_id, role=Role.KEPALA)
        else:
            held = held.filter(instansi=evaluasi.penilai_id, unit__isnull=True)
        named = Q(user__nama__iexact=person["nama"].strip())
        if person["nip"]:
            named |= Q(user__nip=_bare(person["nip"]))
        rows = held.filter(named).select_related("user").order_by("user__nama", "user")
        people = list({row.user_id: row.user for row in rows}.values())
    return [user for user in people if _is(user, person) and may_read(user, dokumen)]


def _is(user: User, person: dict[str, str]) -> bool:
    if user.nip and person["nip"]:
        return _bare(user.nip) == _bare(person["nip"])
    name = person["nama"].strip().casefold()
    return bool(name) and user.nama.strip().casefold() == name


def _bare(number: str) -> str:
    return "".join(number.split()).upper()


def signatures_of(dokumen: Dokumen) -> list[TandaTangan]:
    return list(dokumen.tanda_tangan.select_related("orang", "oleh"))


def current_file(dokumen: Dokumen) -> Dokumen | TandaTangan:
    """Whatever holds the newest file in the register: certificates' signatures append to ours."""
    found = dokumen.tanda_tangan.filter(
        cara=TandaTangan.Cara.SERTIFIKAT, status=TandaTangan.Status.DIBERIKAN
    )
    return found.order_by("-urutan").first() or dokumen


def get_dokumen_to_sign(user: Any, uuid: UUID) -> Dokumen:
    """A document for the page of its signatures, also while its sealed file is being made."""
    found = _visible(user, uuid)
    ready = found.status == Dokumen.Status.SELESAI or found.pengesahan is not None
    maker = user.has_perm(Permission.MAKE_DOKUMEN, found.evaluasi)
    if not may_read(user, found) or not (ready or maker):
        raise Http404
    return found


def get_dokumen_to_make(user: Any, uuid: UUID) -> Dokumen:
    """A document that the user reads, for those who also make documents."""
    found = get_dokumen_to_sign(user, uuid)
    if not user.has_perm(Permission.MAKE_DOKUMEN, found.evaluasi):
        raise PermissionDenied
    return found


def get_signature(user: Any, uuid: UUID) -> TandaTangan:
    """A signature of a document that the user reads; what he may do with it, the services say."""
    row = TandaTangan.objects.select_related("dokumen").filter(uuid=uuid).first()
    if row is None:
        raise Http404
    row.dokumen = get_dokumen_to_sign(user, row.dokumen.uuid)
    return row


def may_hand_in(user: Any, row: TandaTangan) -> bool:
    """Who brings a signed file: the person himself, or whoever makes the documents."""
    return row.orang_id == user.pk or user.has_perm(Permission.MAKE_DOKUMEN, row.dokumen.evaluasi)


def next_signature(rows: list[TandaTangan]) -> TandaTangan | None:
    return next((row for row in rows if row.status == TandaTangan.Status.MENUNGGU), None)


def signatures_waiting_for(user: Any) -> list[TandaTangan]:
    """What the user is to approve now, in documents that he reads: for the home page."""
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
        .select_related("dokumen__evaluasi")
        .defer("dokumen__masukan")
        .order_by("dokumen__diminta_pada")
    )
    return list(rows)


# What anyone may know of a document ---------------------------------------------------------------


def document_by_code(kode: str) -> Dokumen | None:
    """Found by the code that stands on it; the code is the permission."""
    found = Dokumen.objects.filter(kode_verifikasi=kode).defer(*LARGE)
    return found.select_related("evaluasi__siklus", "pengganti").first()


def registered(dokumen: Dokumen, sha256: str) -> bool:
    """Whether a file is one that was ever registered for the same document or its versions."""
    family = Q(evaluasi=dokumen.evaluasi_id, jenis=dokumen.jenis)
    if Dokumen.objects.filter(family, sha256=sha256).exists():
        return True
    same = Q(dokumen__evaluasi=dokumen.evaluasi_id, dokumen__jenis=dokumen.jenis)
    return TandaTangan.objects.filter(same, sha256=sha256).exists()


def published_result(evaluasi: Evaluasi) -> HasilTerbit | None:
    """The figures that everyone may read; None until they are published, or when withdrawn."""
    return published().filter(evaluasi=evaluasi).first()


def looks_at(dokumen: Dokumen) -> dict[str, int]:
    """How often the public page was asked, by outcome."""
    counted = dokumen.pemeriksaan.values_list("hasil").annotate(banyak=Count("pk"))
    labels = dict(PemeriksaanDokumen.Hasil.choices)
    return {labels[hasil]: banyak for hasil, banyak in counted.order_by("hasil")}


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
