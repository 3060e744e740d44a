"""Reads of documents and letterheads: each starts from the user who asks."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from evaluations.core.queries import monitored
from evaluations.core.queries.evaluations import get_evaluasi_by
from evaluations.core.queries.published import in_public
from evaluations.f02.queries.desk import seen_fields
from evaluations.models import Berkas, Evaluasi, HasilTerbit, Publikasi, VersiF01
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import State
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission, Role
from reports.models import ButirKelompok, Dokumen, Kelompok, KopSurat

# The frozen input can be a megabyte; no list and no download needs it.
LARGE = ("masukan",)


def letterhead_of(instansi: Instansi) -> KopSurat | None:
    return KopSurat.objects.filter(instansi=instansi).first()


def fields_seen(user: User, evaluasi: Evaluasi, state: State | None = None) -> frozenset[Field]:
    """What the user sees of the evaluation, in its present or another state."""
    return seen_fields(user, evaluasi, state)


def may_read(
    user: User, dokumen: Dokumen, known: dict[State | None, frozenset[Field]] | None = None
) -> bool:
    """Whether everything that the document shows is visible to the user.

    A provisional document stays with those who saw its content when it was made: figures that
    were corrected since are nobody else's business. `known` keeps what was found out, for lists.
    """
    if dokumen.evaluasi is None:
        return is_office_of(user, dokumen.giliran_id) or is_asked(user, dokumen)
    known = {} if known is None else known
    asked = [None, State(dokumen.keadaan)] if dokumen.sementara else [None]
    for state in asked:
        if state not in known:
            known[state] = fields_seen(user, dokumen.evaluasi, state)
    seen = frozenset.intersection(*(known[state] for state in asked))
    return seen.issuperset(dokumen.memuat)


def unit_readers(dokumen: Dokumen) -> list[User]:
    """The people of the unit that a document is about, as far as they may read it now."""
    if dokumen.evaluasi is None:
        return []
    people = accounts.members_of_unit(dokumen.evaluasi.unit)
    return [
        person
        for person in people
        if person.has_perm(Permission.VIEW_DOKUMEN, dokumen.evaluasi) and may_read(person, dokumen)
    ]


def documents_of(user: User, evaluasi: Evaluasi) -> list[Dokumen]:
    """What the user may read, newest first; unfinished ones are for those who make documents."""
    found = Dokumen.objects.filter(evaluasi=evaluasi).select_related("diminta_oleh").defer(*LARGE)
    if not user.has_perm(Permission.MAKE_DOKUMEN, evaluasi):
        found = found.filter(status=Dokumen.Status.SELESAI)
    rows = list(found.order_by("jenis", "-versi"))
    for row in rows:
        row.evaluasi = evaluasi
    known: dict[State | None, frozenset[Field]] = {}
    return [row for row in rows if may_read(user, row, known)]


def get_dokumen(user: User, uuid: UUID) -> Dokumen:
    """A finished document that the user may read; anything else does not exist for him."""
    found = visible_dokumen(user, uuid)
    if found.status != Dokumen.Status.SELESAI or not may_read(user, found):
        raise Http404
    return found


def get_dokumen_to_retry(user: User, uuid: UUID) -> Dokumen:
    found = visible_dokumen(user, uuid)
    require_maker(user, found)
    return found


def require_maker(user: User, dokumen: Dokumen) -> None:
    """PermissionDenied unless the user may make this document again."""
    if not may_make(user, dokumen):
        raise PermissionDenied("not among those who make this document")


def may_make(user: User, dokumen: Dokumen) -> bool:
    if dokumen.evaluasi is None:
        return is_office_of(user, dokumen.giliran_id)
    return user.has_perm(Permission.MAKE_DOKUMEN, dokumen.evaluasi)


def is_asked(user: User, dokumen: Dokumen) -> bool:
    """Whether the user, still of the office, is asked to sign this recap."""
    if dokumen.giliran_id not in monitored.roles_in(user, *Role):
        return False
    return dokumen.tanda_tangan.filter(orang=user).exists()


def is_office_of(user: User, instansi_id: int | None) -> bool:
    """Whether the user administers this office."""
    return instansi_id in monitored.roles_in(user, Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL)


def visible_dokumen(user: User, uuid: UUID) -> Dokumen:
    """404 unless the evaluation is visible, 403 unless its documents are."""
    row = Dokumen.objects.defer(*LARGE).filter(uuid=uuid).first()
    if row is None:
        raise Http404
    if row.evaluasi_id is None:
        if may_read(user, row):
            return row
        raise Http404
    row.evaluasi = get_evaluasi_by(user, Permission.VIEW_DOKUMEN, pk=row.evaluasi_id)
    return row


def versions_of(dokumen: Dokumen) -> QuerySet[Dokumen]:
    """Every version of the same document: of a unit's, or of an office's recap of an instansi."""
    of = (
        {"evaluasi": dokumen.evaluasi_id}
        if dokumen.evaluasi_id
        else {
            "siklus": dokumen.siklus_id,
            "instansi": dokumen.instansi_id,
            "giliran": dokumen.giliran_id,
        }
    )
    return Dokumen.objects.filter(jenis=dokumen.jenis, **of)


def latest_document(made: QuerySet[Dokumen]) -> Dokumen | None:
    """Of any reader: for the number and date that a new version starts from."""
    return made.defer(*LARGE).order_by("-versi").first()


def signed_document(made: QuerySet[Dokumen]) -> Dokumen | None:
    """The newest version that is sealed and stands: what a correction would replace."""
    sealed = made.filter(tahap__in=[Dokumen.Tahap.DISEGEL, Dokumen.Tahap.BERLAKU])
    return sealed.defer(*LARGE).order_by("-versi").first()


def number_revoked(dokumen: Dokumen, nomor: str) -> bool:
    """Whether a revoked version of the document carries the number."""
    return versions_of(dokumen).filter(nomor=nomor, tahap=Dokumen.Tahap.DICABUT).exists()


def holder_of(nomor: str, tahun: int, *, besides: Dokumen) -> Dokumen | None:
    """Another document of the same office and year that goes by this number.

    A draft that a later version without the number has replaced does so no more.
    """
    office = besides.kantor
    of_office = Q(evaluasi__penilai=office) | Q(evaluasi__isnull=True, giliran=office)
    found = Dokumen.objects.filter(of_office, nomor=nomor, tanggal__year=tahun).defer(*LARGE)
    for row in found.select_related("evaluasi", "instansi").order_by("-pk"):
        never = row.tahap in (Dokumen.Tahap.KONSEP, Dokumen.Tahap.DITOLAK)
        replaced = never and versions_of(row).filter(versi__gt=row.versi).exists()
        if row.keluarga != besides.keluarga and not replaced:
            return row
    return None


def without_receipt(most: int) -> list[VersiF01]:
    """Submissions of an F01 whose receipt nobody has asked for yet, the newest first."""
    receipt = Dokumen.objects.filter(
        jenis=Dokumen.Jenis.TANDA_TERIMA, evaluasi=OuterRef("evaluasi"), versi=OuterRef("putaran")
    )
    rows = VersiF01.objects.filter(~Exists(receipt)).order_by("-pk")
    related = ("penilai", "instansi", "unit", "versi", "siklus__instansi")
    return list(
        rows.select_related("oleh", "siklus", *(f"evaluasi__{name}" for name in related))[:most]
    )


def sizes_of_evidence(rows: list[VersiF01]) -> dict[str, int]:
    """Bytes of the files that these submissions name, by SHA-256."""
    named = {
        file["sha256"]
        for row in rows
        for part in row.isi.values()
        for file in part["bukti"]
        if "sha256" in file
    }
    return dict(Berkas.objects.filter(sha256__in=named).values_list("sha256", "ukuran"))


def receipt_of(user: User, evaluasi: Evaluasi, putaran: int) -> Dokumen | None:
    """The receipt of a submission, also while it is made; of an evaluation that is loaded."""
    row = versions_of(Dokumen(jenis=Dokumen.Jenis.TANDA_TERIMA, evaluasi=evaluasi))
    found = row.filter(versi=putaran).defer(*LARGE).first()
    if found is None:
        return None
    found.evaluasi = evaluasi
    return found if may_read(user, found) else None


def submission_of(dokumen: Dokumen) -> VersiF01 | None:
    """What a receipt is about."""
    if dokumen.jenis != Dokumen.Jenis.TANDA_TERIMA:
        return None
    rows = VersiF01.objects.filter(evaluasi=dokumen.evaluasi_id, putaran=dokumen.versi)
    return rows.select_related("siklus").first()


def waiting_documents() -> int:
    """How many documents are not finished, for the status page."""
    in_queue = [Dokumen.Status.ANTRE, Dokumen.Status.DIKERJAKAN]
    not_begun = ButirKelompok.objects.filter(
        dokumen__isnull=True, error="", kelompok__status=Kelompok.Status.BERJALAN
    )
    # Drafts whose signing a worker is yet to begin.
    to_sign = ButirKelompok.objects.filter(
        kelompok__status=Kelompok.Status.BERJALAN,
        ttd_error="",
        dokumen__status=Dokumen.Status.SELESAI,
        dokumen__tahap=Dokumen.Tahap.KONSEP,
    ).exclude(kelompok__cara="")
    queued = Dokumen.objects.filter(status__in=in_queue)
    return queued.count() + not_begun.count() + to_sign.count()


def decision_of(evaluasi: Evaluasi) -> Publikasi | None:
    """The decision by which the result is published, while it is in force."""
    found = HasilTerbit.objects.filter(in_public(), evaluasi=evaluasi, ditarik_pada__isnull=True)
    row = found.select_related("publikasi").first()
    return row.publikasi if row else None
