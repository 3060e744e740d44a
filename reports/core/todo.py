"""What waits for a person about documents: to sign, to chase, to send. Counted by the database."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse

from evaluations.overview.queries.things import Todo
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import ADMINS
from pekppp.base.words import in_sentence
from reports.core import signatures as signature_queries
from reports.models import Dokumen, TandaTangan

# More signatures than this wait on a page of their own.
FEW = 3


def todos(user: User, membership: Membership) -> Iterator[Todo]:
    yield from _to_sign(user)
    if membership.role in ADMINS:
        yield from _unsigned(user, membership)
        yield from _unsent(membership)


def _to_sign(user: User) -> Iterator[Todo]:
    waiting = list(signature_queries.signatures_waiting_for(user))
    if len(waiting) > FEW:
        yield Todo(
            f"Tanda tangani {len(waiting)} dokumen",
            "Semua yang menunggu tanda tangan Anda",
            None,
            reverse("reports:to_sign"),
            "Baca dan tanda tangani",
        )
        return
    for row in waiting:
        yield Todo(
            f"Tanda tangani {in_sentence(row.dokumen.get_jenis_display())}",
            row.dokumen.perihal,
            None,
            reverse("reports:signing", args=[row.dokumen.uuid]),
            "Baca dan tanda tangani",
        )


def _of_office(membership: Membership) -> Q:
    """Documents that this office makes: of what it evaluates or organises, and its recaps."""
    own = membership.instansi_id
    return (
        Q(giliran=own)
        | Q(giliran=None, evaluasi__penilai=own)
        | Q(giliran=None, siklus__instansi=own)
    )


def _unsigned(user: User, membership: Membership) -> Iterator[Todo]:
    """Documents where it is somebody else's turn; a few of them lead each to itself."""
    turn = TandaTangan.objects.filter(
        dokumen=OuterRef("pk"), status=TandaTangan.Status.MENUNGGU
    ).order_by("urutan")
    rows = (
        Dokumen.objects.filter(
            _of_office(membership),
            Exists(turn),
            tahap__in=[Dokumen.Tahap.PROSES, Dokumen.Tahap.DISEGEL],
            status=Dokumen.Status.SELESAI,
        )
        .annotate(giliran_orang=Subquery(turn.values("orang")[:1]))
        .exclude(giliran_orang=user.pk)
        .order_by()
        .defer("masukan")
    )
    for group in rows.values("siklus__uuid", "siklus__nama").annotate(number=Count("pk")):
        number, siklus = group["number"], group["siklus__uuid"]
        if number <= FEW:
            for row in rows.filter(siklus__uuid=siklus).select_related("evaluasi", "instansi"):
                yield Todo(
                    f"Tagih tanda tangan {in_sentence(row.get_jenis_display())}",
                    row.perihal,
                    None,
                    reverse("reports:signing", args=[row.uuid]),
                    "Lihat siapa yang ditunggu",
                )
            continue
        yield Todo(
            f"Tagih tanda tangan {number} dokumen",
            group["siklus__nama"],
            None,
            reverse("reports:batches", args=[siklus]),
            "Lihat dokumennya",
        )


def _unsent(membership: Membership) -> Iterator[Todo]:
    """Signed letters that are not in the register yet; the newest of each unit."""
    later = Dokumen.objects.filter(
        evaluasi=OuterRef("evaluasi"),
        jenis=Dokumen.Jenis.SURAT,
        status=Dokumen.Status.SELESAI,
        versi__gt=OuterRef("versi"),
    )
    rows = (
        Dokumen.objects.filter(
            _of_office(membership),
            ~Exists(later),
            jenis=Dokumen.Jenis.SURAT,
            status=Dokumen.Status.SELESAI,
            tahap=Dokumen.Tahap.BERLAKU,
            penyampaian__isnull=True,
        )
        .order_by()
        .values("siklus__uuid", "siklus__nama")
        .annotate(number=Count("pk"))
    )
    for row in rows:
        yield Todo(
            f"Kirim {row['number']} surat penyampaian yang sudah ditandatangani",
            row["siklus__nama"],
            None,
            reverse("reports:register", args=[row["siklus__uuid"]]) + "?keadaan=belum",
            "Catat pengiriman",
        )
