"""What an office has of a cycle: batches, recaps and letters."""

from typing import TYPE_CHECKING, TypedDict
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404

from evaluations.core.queries import monitored
from evaluations.core.queries.calendar import get_siklus
from evaluations.models import Evaluasi, Siklus
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission, Role
from reports.core.documents import LARGE, get_dokumen, is_office_of, require_maker
from reports.models import ButirKelompok, Dokumen, Kelompok

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Refused(TypedDict):
    alasan: str


def get_office(
    user: User, siklus: UUID, *, named: str = "", acting: int | None = None
) -> tuple[Siklus, Instansi]:
    """The cycle, and the office for which the user makes documents in it.

    Of several the one `named` by its public id, else the one that he is `acting` for, else the
    organiser. 404 if he does not see the cycle, 403 if he administers neither it nor a unit's
    evaluation.
    """
    found = get_siklus(user, siklus, Permission.VIEW_SIKLUS)
    offices = offices_of(user, found)
    if not offices:
        raise PermissionDenied
    wanted = [row for row in offices if str(row.uuid) == named]
    wanted += [row for row in offices if row.pk == acting]
    return found, (wanted or offices)[0]


def offices_of(user: User, siklus: Siklus) -> list[Instansi]:
    """Every office for which the user makes documents in the cycle, the organiser's first."""
    ids = monitored.roles_in(user, Role.ADMIN_INSTANSI)
    evaluating = Evaluasi.objects.filter(siklus=siklus, penilai__in=ids).values("penilai")
    rows = Instansi.objects.filter(pk__in=evaluating).exclude(pk=siklus.instansi_id)
    own = [siklus.instansi] if is_office_of(user, siklus.instansi_id) else []
    return [*own, *rows.order_by("nama")]


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


def has_signed_recap(siklus: Siklus, office: Instansi) -> bool:
    sealed = [Dokumen.Tahap.DISEGEL, Dokumen.Tahap.BERLAKU]
    return recaps_of(siklus, office).filter(tahap__in=sealed).exists()


_REFUSED = ~Q(butir__error="") | Q(butir__dokumen__status=Dokumen.Status.GAGAL)


def batches_of(siklus: Siklus, office: Instansi) -> QuerySet[Kelompok]:
    return _counted(Kelompok.objects.filter(siklus=siklus, instansi=office))


def _counted(rows: QuerySet[Kelompok]) -> QuerySet[Kelompok]:
    """With how many documents a batch has, how many are made and how many failed."""
    found = rows.select_related("instansi", "siklus__instansi", "diminta_oleh").annotate(  # type: ignore[no-redef]  # the model has 0 for each
        jumlah=Count("butir"),
        jadi=Count("butir", filter=Q(butir__dokumen__status=Dokumen.Status.SELESAI)),
        tidak_jadi=Count("butir", filter=_REFUSED),
        konsep=Count("butir", filter=Q(butir__dokumen__tahap=Dokumen.Tahap.KONSEP)),
        disetujui=Count("butir", filter=Q(butir__dokumen__tahap=Dokumen.Tahap.PROSES)),
        disegel=Count(
            "butir",
            filter=Q(
                butir__dokumen__pengesahan__isnull=False,
                butir__dokumen__status=Dokumen.Status.SELESAI,
            ),
        ),
        tidak_dimulai=Count(
            "butir",
            filter=Q(butir__dokumen__tahap=Dokumen.Tahap.KONSEP) & ~Q(butir__ttd_error=""),
        ),
    )
    return found.order_by("-diminta_pada", "-pk")


def get_batch(user: User, uuid: UUID) -> Kelompok:
    """A batch of an office that the user administers; anything else does not exist for him."""
    found = _counted(Kelompok.objects.filter(uuid=uuid)).first()
    if found is None or not is_office_of(user, found.instansi_id):
        raise Http404
    return found


def refused_in(batch: Kelompok) -> "QuerySet[WithAnnotations[ButirKelompok, _Refused]]":
    """What did not become a document, each with the reason as `alasan`."""
    failed = Q(dokumen__status=Dokumen.Status.GAGAL) | ~Q(error="")
    found = ButirKelompok.objects.filter(kelompok=batch).filter(failed)
    return (
        found.select_related("evaluasi", "untuk")
        .annotate(alasan=Coalesce(NullIf("error", Value("")), "dokumen__error"))
        .order_by("urutan")
    )


def drafts_in(batch: Kelompok) -> QuerySet[ButirKelompok]:
    """What the signing of a batch would be begun for."""
    done, draft = Dokumen.Status.SELESAI, Dokumen.Tahap.KONSEP
    found = ButirKelompok.objects.filter(kelompok=batch, dokumen__status=done, dokumen__tahap=draft)
    return found.select_related("evaluasi", "untuk").order_by("urutan")


def unsigned_in(batch: Kelompok) -> QuerySet[ButirKelompok]:
    """Drafts whose signing could not be begun, each with its reason."""
    found = ButirKelompok.objects.filter(kelompok=batch, dokumen__tahap=Dokumen.Tahap.KONSEP)
    found = found.exclude(ttd_error="")
    found = found.select_related("evaluasi", "untuk", "dokumen").defer("dokumen__masukan")
    return found.order_by("urutan")


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


def get_letter(user: User, uuid: UUID) -> Dokumen:
    """A finished letter that the user may make; for its entry in the register."""
    found = get_dokumen(user, uuid)
    if found.jenis != Dokumen.Jenis.SURAT:
        raise Http404
    require_maker(user, found)
    return found
