"""Every read of documents and letterheads: each starts from the user who asks."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404
from django.utils import timezone

from evaluations import assignments
from evaluations.models import Evaluasi, HasilTerbit, Publikasi, Siklus
from evaluations.queries import monitored
from evaluations.queries.desk import seen_fields
from evaluations.queries.evaluasi import visible_evaluasi
from evaluations.queries.publikasi import in_public, published
from evaluations.queries.siklus import get_siklus
from evaluations.visibility import Field
from evaluations.workflow import State
from pekppp.accounts.models import Instansi, Membership, User
from pekppp.accounts.roles import Permission, Role
from reports.models import (
    ButirKelompok,
    Cetakan,
    Dokumen,
    Kelompok,
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
    if dokumen.evaluasi is None:
        return is_office_of(user, dokumen.giliran_id)
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
    require_maker(user, found)
    return found


def require_maker(user: Any, dokumen: Dokumen) -> None:
    """PermissionDenied unless the user may make this document again."""
    if dokumen.evaluasi is None:
        allowed = is_office_of(user, dokumen.giliran_id)
    else:
        allowed = user.has_perm(Permission.MAKE_DOKUMEN, dokumen.evaluasi)
    if not allowed:
        raise PermissionDenied


def is_office_of(user: Any, instansi_id: int | None) -> bool:
    """Whether the user administers this office."""
    return instansi_id in monitored.roles_in(user, Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL)


def _visible(user: Any, uuid: UUID) -> Dokumen:
    """404 unless the evaluation is visible, 403 unless its documents are."""
    row = Dokumen.objects.defer(*LARGE).filter(uuid=uuid).first()
    if row is not None and row.evaluasi_id is None and is_office_of(user, row.giliran_id):
        return row
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
    in_queue = [Dokumen.Status.ANTRE, Dokumen.Status.DIKERJAKAN]
    not_begun = ButirKelompok.objects.filter(
        dokumen__isnull=True, error="", kelompok__status=Kelompok.Status.BERJALAN
    )
    return Dokumen.objects.filter(status__in=in_queue).count() + not_begun.count()


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
    if not found.ditandatangani:
        raise Http404
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


def signatures_waiting_for(user: Any) -> QuerySet[TandaTangan]:
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
            dokumen__evaluasi__in=visible_evaluasi(user).order_by().values("pk"),
        )
        .select_related("dokumen__evaluasi")
        .defer("dokumen__masukan")
        .order_by("dokumen__diminta_pada", "pk")
    )
    return rows


# What anyone may know of a document ---------------------------------------------------------------


def document_by_code(kode: str) -> Dokumen | None:
    """Found by the code that stands on it; the code is the permission."""
    found = Dokumen.objects.filter(kode_verifikasi=kode).defer(*LARGE)
    return found.select_related("evaluasi__unit", "instansi", "siklus", "pengganti").first()


def registered(dokumen: Dokumen, sha256: str) -> bool:
    """Whether a file is one that was ever registered for the same document or its versions."""
    family = Dokumen.objects.filter(
        evaluasi=dokumen.evaluasi_id,
        instansi=dokumen.instansi_id,
        siklus=dokumen.siklus_id,
        jenis=dokumen.jenis,
    )
    if family.filter(sha256=sha256).exists():
        return True
    return TandaTangan.objects.filter(dokumen__in=family.values("pk"), sha256=sha256).exists()


def published_result(evaluasi: Evaluasi | None) -> HasilTerbit | None:
    """The figures that everyone may read; None until they are published, or when withdrawn."""
    return published().filter(evaluasi=evaluasi).first() if evaluasi else None


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


# What an office has of a cycle --------------------------------------------------------------------


def get_office(user: Any, siklus: UUID) -> tuple[Siklus, Instansi]:
    """The cycle, and the office for which the user makes documents in it.

    404 if he does not see the cycle, 403 if he administers neither it nor a unit's evaluation.
    """
    found = get_siklus(user, siklus, Permission.VIEW_SIKLUS)
    if is_office_of(user, found.instansi_id):
        return found, found.instansi
    ids = monitored.roles_in(user, Role.ADMIN_INSTANSI)
    evaluating = Evaluasi.objects.filter(siklus=found, penilai__in=ids).values("penilai")
    office = Instansi.objects.filter(pk__in=evaluating).order_by("pk").first()
    if office is None:
        raise PermissionDenied
    return found, office


def of_office(siklus: Siklus, office: Instansi) -> QuerySet[Evaluasi]:
    """The evaluations of a cycle of which this office makes documents."""
    found = Evaluasi.objects.filter(siklus=siklus)
    return found if office.pk == siklus.instansi_id else found.filter(penilai=office)


def for_recap(siklus: Siklus, office: Instansi, instansi: Instansi) -> list[Evaluasi]:
    """The units of one instansi, with their results; without instruments, which are large."""
    rows = of_office(siklus, office).filter(instansi=instansi)
    return list(
        rows.select_related("siklus__instansi", "instansi", "penilai", "unit", "versi", "hasil")
        .prefetch_related("unit__co_owners")
        .defer("versi__spec")
        .order_by("nama_unit", "formulir")
    )


def instansi_in(siklus: Siklus, office: Instansi) -> QuerySet[Instansi]:
    """Whose units the office has in the cycle."""
    rows = of_office(siklus, office).order_by().values("instansi")
    return Instansi.objects.filter(pk__in=rows).order_by("nama")


def kinds_in(siklus: Siklus, office: Instansi) -> list[str]:
    rows = of_office(siklus, office).order_by("jenis_unit")
    return list(rows.values_list("jenis_unit", flat=True).distinct())


def recaps_of(siklus: Siklus, office: Instansi) -> QuerySet[Dokumen]:
    found = Dokumen.objects.filter(siklus=siklus, giliran=office, jenis=Dokumen.Jenis.REKAP)
    return found.select_related("instansi").defer(*LARGE).order_by("-diminta_pada", "-pk")


_REFUSED = ~Q(butir__error="") | Q(butir__dokumen__status=Dokumen.Status.GAGAL)


def batches_of(siklus: Siklus, office: Instansi) -> QuerySet[Kelompok]:
    return _counted(Kelompok.objects.filter(siklus=siklus, instansi=office))


def _counted(rows: QuerySet[Kelompok]) -> QuerySet[Kelompok]:
    """With how many documents a batch has, how many are made and how many failed."""
    found = rows.select_related("instansi", "siklus__instansi", "diminta_oleh").annotate(
        jumlah=Count("butir"),
        jadi=Count("butir", filter=Q(butir__dokumen__status=Dokumen.Status.SELESAI)),
        tidak_jadi=Count("butir", filter=_REFUSED),
        konsep=Count("butir", filter=Q(butir__dokumen__tahap=Dokumen.Tahap.KONSEP)),
        disetujui=Count("butir", filter=Q(butir__dokumen__tahap=Dokumen.Tahap.PROSES)),
        disegel=Count("butir", filter=Q(butir__dokumen__pengesahan__isnull=False)),
        tidak_dimulai=Count(
            "butir",
            filter=Q(butir__dokumen__tahap=Dokumen.Tahap.KONSEP) & ~Q(butir__ttd_error=""),
        ),
    )
    return found.order_by("-diminta_pada", "-pk")


def get_batch(user: Any, uuid: UUID) -> Kelompok:
    """A batch of an office that the user administers; anything else does not exist for him."""
    found = _counted(Kelompok.objects.filter(uuid=uuid)).first()
    if found is None or not is_office_of(user, found.instansi_id):
        raise Http404
    return found


def refused_in(batch: Kelompok) -> QuerySet[ButirKelompok]:
    """What did not become a document, each with the reason as `alasan`."""
    failed = Q(dokumen__status=Dokumen.Status.GAGAL) | ~Q(error="")
    found = ButirKelompok.objects.filter(kelompok=batch).filter(failed)
    return (
        found.select_related("evaluasi")
        .annotate(alasan=Coalesce(NullIf("error", Value("")), "dokumen__error"))
        .order_by("urutan")
    )


def unsigned_in(batch: Kelompok) -> QuerySet[ButirKelompok]:
    """Drafts whose signing could not be begun, each with its reason."""
    found = ButirKelompok.objects.filter(kelompok=batch, dokumen__tahap=Dokumen.Tahap.KONSEP)
    found = found.exclude(ttd_error="")
    return found.select_related("evaluasi", "dokumen").defer("dokumen__masukan").order_by("urutan")


def letters_of(siklus: Siklus, office: Instansi) -> QuerySet[Dokumen]:
    """The newest finished letter of each unit, with its entry in the register if it has one."""
    letters = Dokumen.objects.filter(
        evaluasi__in=of_office(siklus, office).order_by(),
        jenis=Dokumen.Jenis.SURAT,
        status=Dokumen.Status.SELESAI,
    )
    newest = letters.order_by("evaluasi_id", "-versi").distinct("evaluasi_id").values("pk")
    return (
        Dokumen.objects.filter(pk__in=newest)
        .select_related("evaluasi", "penyampaian__dikirim_oleh", "penyampaian__dicatat_oleh")
        .defer(*LARGE)
        .order_by("evaluasi__nama_instansi", "evaluasi__nama_unit", "pk")
    )


def get_letter(user: Any, uuid: UUID) -> Dokumen:
    """A finished letter that the user may make; for its entry in the register."""
    found = get_dokumen(user, uuid)
    if found.jenis != Dokumen.Jenis.SURAT:
        raise Http404
    require_maker(user, found)
    return found


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
