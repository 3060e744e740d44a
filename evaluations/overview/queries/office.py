"""What waits for whoever runs the evaluation in an office: counted by the database, by cycle.

An office watches hundreds of units and the ministry tens of thousands, so that no row of a unit is
read here.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries.calendar import publishers_of
from evaluations.core.queries.deadlines import is_late, with_deadline
from evaluations.core.queries.monitored import appointable, people_of_unit
from evaluations.core.queries.teams import without_verifier
from evaluations.follow_up.queries import follow_up as follow_up_queries
from evaluations.models import (
    CalonTerbit,
    Evaluasi,
    EvaluasiAspekUserObjectPermission,
    HitungUlang,
    PermohonanPerpanjangan,
    Publikasi,
    Ralat,
    Sanggahan,
    Siklus,
    UsulanLokus,
)
from evaluations.objections import queries as objection_queries
from evaluations.overview.queries.things import Todo
from evaluations.publication.queries.decrees import OPEN as OPEN_SETS
from evaluations.publication.queries.publication import to_be_validated
from evaluations.rules.follow_up import Status
from evaluations.rules.workflow import DECIDED, F01_OPEN, F02_OPEN, Skema, State
from pekppp.accounts import directory
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import ADMINS, GRANTS, Permission, Relation, Role, who_may
from pekppp.base.formats import waktu

# What a unit, or its evaluators, did not do in time; by state.
LATE_WORDS = {
    State.DRAF: "unit belum mengirim F01",
    State.DIKEMBALIKAN: "unit belum mengirim perbaikan F01",
    State.DIKIRIM: "F01 belum mulai dinilai",
    State.DINILAI: "F02 belum selesai",
}


def waiting(user: User, membership: Membership) -> Iterator[Todo]:
    """Of the cycles that the membership's instansi organises, evaluates in or takes part in.

    Of the ministry's other people to each what his role lets him do.
    """
    role = Role(membership.role)
    if role not in ADMINS:
        if role == Role.ANALIS:
            yield from _of_region(membership)
        yield from _steps(membership)
        yield from _sets(user, membership)
        yield from _objections(membership)
        return
    yield from _late(membership)
    yield from _without_people(membership)
    yield from _steps(membership)
    yield from _sets(user, membership)
    yield from _recomputes(membership)
    yield from _errata(membership)
    yield from _proposals(membership)
    yield from _extension_requests(membership)
    yield from _unverified(user, membership)
    yield from _objections(membership)
    yield from _of_instansi(user, membership)
    if role == Role.ADMIN_NASIONAL:
        yield from _regions(membership)


def watched(membership: Membership) -> QuerySet[Evaluasi]:
    """Running, of the instansi and what it organises or evaluates; a province's kabupaten and kota
    in national cycles, too: a cycle of their own is their office's."""
    own = membership.instansi_id
    rows = Evaluasi.objects.filter(siklus__status=Siklus.Status.BERJALAN)
    if membership.role == Role.ADMIN_NASIONAL:
        return rows.filter(siklus__instansi=own)
    if membership.role == Role.ANALIS:
        region = membership.region
        mine = Q(instansi__in=region) | accounts.below("instansi", region)
        return rows.filter(mine, siklus__instansi=own)
    below = accounts.below("instansi", [own]) | accounts.below("penilai", [own])
    return rows.filter(
        Q(siklus__instansi=own)
        | Q(instansi=own)
        | Q(penilai=own)
        | (below & Q(siklus__skema=Skema.NASIONAL))
    )


def _list(siklus: Any, **filters: str) -> str:
    return f"{reverse('evaluations:monitoring')}?{urlencode({'siklus': siklus, **filters})}"


def _late(membership: Membership) -> Iterator[Todo]:
    """By cycle and state, with the date that is over; of several dates the earliest."""
    rows = (
        with_deadline(watched(membership).filter(state__in=list(LATE_WORDS)))
        .filter(is_late())
        .order_by()
        .values("siklus__uuid", "siklus__nama", "state")
        .annotate(number=Count("pk"), first=Min("tenggat"), last=Max("tenggat"))
    )
    for row in rows:
        words = f"{row['number']} {LATE_WORDS[State(row['state'])]}"
        if row["first"] != row["last"]:
            words += f"; tenggatnya {waktu(row['first'])} sampai {waktu(row['last'])}"
        yield Todo(
            words,
            row["siklus__nama"],
            row["first"],
            _list(row["siklus__uuid"], status=row["state"], tanda="terlambat"),
            "Lihat yang terlambat",
            late=True,
        )


def _without_people(membership: Membership) -> Iterator[Todo]:
    """Nobody can send an F01 of a unit without a head, nor fill it without an operator."""
    rows: Any = (
        watched(membership)
        .filter(state__in=sorted(F01_OPEN))
        .annotate(
            has_head=Exists(people_of_unit(Role.KEPALA)),
            has_operator=Exists(people_of_unit(Role.OPERATOR)),
        )
        .order_by()
        .values("siklus__uuid", "siklus__nama")
        .annotate(
            tanpa_kepala=Count("pk", filter=Q(has_head=False)),
            tanpa_operator=Count("pk", filter=Q(has_operator=False)),
        )
    )
    for row in rows:
        for flag, whom in (("tanpa_kepala", "kepala unit"), ("tanpa_operator", "operator")):
            if row[flag]:
                yield Todo(
                    f"Undang {whom} untuk {row[flag]} unit",
                    row["siklus__nama"],
                    None,
                    _list(row["siklus__uuid"], tanda=flag),
                    "Lihat unitnya",
                )


def _of_region(membership: Membership) -> Iterator[Todo]:
    """What is late in an analyst's wilayah kerja, or that he has none yet."""
    yield from _late(membership)
    if not membership.region:
        yield Todo(
            "Minta admin KemenPANRB memasukkan Anda ke sebuah wilayah kerja",
            "Sebelum itu tidak ada instansi yang dapat Anda baca",
            None,
            reverse("accounts:profile"),
            "Lihat peran Anda",
        )


def _regions(membership: Membership) -> Iterator[Todo]:
    """Analysts who read nothing yet."""
    number = accounts.analysts(membership.instansi).filter(wilayah_kerja__isnull=True).count()
    if number:
        yield Todo(
            f"Masukkan {number} analis ke wilayah kerjanya",
            membership.instansi.nama,
            None,
            reverse("accounts:working_regions"),
            "Atur wilayah",
        )


def _steps(membership: Membership) -> Iterator[Todo]:
    """To assign, to validate, to publish, to open: what the role may do as the organiser."""
    may = GRANTS[Role(membership.role)].get(Relation.ORGANISER, frozenset())
    scorers = EvaluasiAspekUserObjectPermission.objects.filter(
        content_object__evaluasi=OuterRef("pk"), permission__codename="score"
    )
    in_a_set = CalonTerbit.objects.filter(
        evaluasi=OuterRef("pk"), publikasi__status__in=list(OPEN_SETS)
    )
    mine = Q(siklus__instansi=membership.instansi_id)
    evaluating = Q(penilai=membership.instansi_id)
    contested = Sanggahan.objects.filter(evaluasi=OuterRef("pk"), status=Sanggahan.Status.DIAJUKAN)
    rows = (
        Evaluasi.objects.filter(mine | evaluating)
        .exclude(siklus__status=Siklus.Status.DITUTUP)
        .annotate(
            has_scorer=Exists(scorers),
            frozen=Exists(in_a_set),
            contested=Exists(contested),
        )
        .order_by()
        .values("siklus__uuid", "siklus__nama")
        .annotate(
            unassigned=Count(
                "pk", filter=evaluating & Q(has_scorer=False, state__in=sorted(F02_OPEN))
            ),
            finished=Count("pk", filter=mine & to_be_validated() & Q(contested=False)),
            # Practice is never published; what is frozen waits for its decree.
            decided=Count(
                "pk",
                filter=mine & Q(state=State.DIVALIDASI, siklus__latihan=False, frozen=False),
            ),
        )
    )
    for row in rows:
        for number, words, page, button, permission in (
            (
                row["unassigned"],
                "Tugaskan evaluator untuk {} unit",
                "assignments",
                "Tugaskan",
                Permission.ASSIGN,
            ),
            (
                row["finished"],
                "Validasi hasil {} unit",
                "validation",
                "Validasi",
                Permission.VALIDATE,
            ),
            (
                row["decided"],
                "Terbitkan {} hasil yang sudah divalidasi",
                "publication",
                "Terbitkan",
                Permission.PUBLISH,
            ),
        ):
            if number and permission in may:
                place = reverse(f"evaluations:{page}", args=[row["siklus__uuid"]])
                yield Todo(words.format(number), row["siklus__nama"], None, place, button)
    if Permission.MANAGE_SIKLUS not in may:
        return
    prepared = Siklus.objects.filter(
        instansi=membership.instansi_id, status=Siklus.Status.DISIAPKAN
    )
    for siklus in prepared:
        place = reverse("evaluations:cycle", args=[siklus.uuid])
        yield Todo("Siapkan dan buka siklus", siklus.nama, None, place, "Siapkan")


def _sets(user: User, membership: Membership) -> Iterator[Todo]:
    """Frozen sets of results: without a decree yet, in embargo, or stopped on their way.

    Where the cycle wants two people the decree waits for the second one alone.
    """
    if membership.role not in who_may(Permission.PUBLISH, Relation.ORGANISER):
        return
    rows = Publikasi.objects.filter(
        siklus__instansi=membership.instansi_id, status__in=list(OPEN_SETS)
    ).select_related("siklus__instansi", "oleh")
    status = Publikasi.Status
    for row in rows:
        number, deadline, late = f"{row.jumlah} hasil", None, False
        if row.status == status.CALON:
            what, button = f"Catat keputusan untuk {number} yang sudah dibekukan", "Catat keputusan"
            if row.siklus.oleh_dua_orang and row.oleh_id != user.pk:
                what = f"Periksa {number} yang dibekukan {row.oleh}, lalu catat keputusannya"
            elif row.siklus.oleh_dua_orang and publishers_of(row.siklus).exclude(pk=user.pk):
                continue  # frozen by himself: somebody else's turn
        elif row.status == status.GAGAL:
            what, button, late = f"Penerbitan {number} terhenti: {row.error}", "Periksa", True
        elif row.embargo_sampai and row.embargo_sampai > timezone.now():
            what, button = f"Keputusan {row.nomor} dalam embargo: {number} terbit sendiri", "Lihat"
            deadline = row.embargo_sampai
        else:
            continue  # a worker is at it
        place = reverse("evaluations:publication", args=[row.siklus.uuid])
        yield Todo(what, row.siklus.nama, deadline, place, button, late=late)


def _recomputes(membership: Membership) -> Iterator[Todo]:
    """Accepted objections that are in no figure yet, and dry runs that wait for a decision."""
    accepted = (
        Sanggahan.objects.filter(
            siklus__instansi=membership.instansi_id,
            evaluasi__state__in=sorted(DECIDED),
            status=Sanggahan.Status.DITERIMA,
            ipp_baru="",
        )
        .order_by()
        .values("siklus", "siklus__uuid", "siklus__nama")
        .annotate(number=Count("pk"))
    )
    runs = HitungUlang.Status
    waiting_runs = {
        row.siklus_id: row
        for row in HitungUlang.objects.filter(
            siklus__instansi=membership.instansi_id, status__in=[runs.SIAP, runs.GAGAL]
        ).select_related("siklus")
    }
    for row in accepted:
        if row["siklus"] in waiting_runs:
            continue  # the dry run below holds them
        yield Todo(
            f"Hitung ulang: {row['number']} sanggahan diterima setelah hasil ditetapkan",
            row["siklus__nama"],
            None,
            reverse("evaluations:recompute", args=[row["siklus__uuid"]]),
            "Hitung ulang",
        )
    for run in waiting_runs.values():
        failed = run.status == runs.GAGAL
        yield Todo(
            "Hitung ulang terhenti" if failed else "Hitung ulang siap: periksa, lalu terapkan",
            run.siklus.nama,
            None,
            reverse("evaluations:recompute", args=[run.siklus.uuid]),
            "Periksa",
            late=failed,
        )


def _errata(membership: Membership) -> Iterator[Todo]:
    """Published errata that its running cycles do not follow yet, and dry runs that wait."""
    runs = {
        row.siklus_id: Ralat.Status(row.status)
        for row in Ralat.objects.filter(
            siklus__instansi=membership.instansi_id, status__in=list(_ERRATA_WORDS)
        )
    }
    mended = Q(instrumen_a__ralat__status="terbit") | Q(instrumen_b__ralat__status="terbit")
    running = Q(instansi=membership.instansi_id, status=Siklus.Status.BERJALAN)
    for siklus in Siklus.objects.filter(Q(pk__in=runs) | (running & mended)).distinct():
        status = runs.get(siklus.pk)
        words = _ERRATA_WORDS[status] if status else "Ralat instrumen terbit, belum diterapkan"
        if words:
            place = reverse("evaluations:errata", args=[siklus.uuid])
            failed = status is Ralat.Status.GAGAL
            yield Todo(words, siklus.nama, None, place, "Periksa", late=failed)


# Nothing is said while a worker is at it.
_ERRATA_WORDS = {
    Ralat.Status.DIPERIKSA: "",
    Ralat.Status.DITERAPKAN: "",
    Ralat.Status.SIAP: "Ralat siap: periksa akibatnya, lalu terapkan",
    Ralat.Status.GAGAL: "Ralat terhenti",
}


def _proposals(membership: Membership) -> Iterator[Todo]:
    """What instansi propose about the lokus of its cycles, and nobody has decided."""
    rows = (
        UsulanLokus.objects.filter(
            siklus__instansi=membership.instansi_id, status=UsulanLokus.Status.MENUNGGU
        )
        .exclude(siklus__status=Siklus.Status.DITUTUP)
        .order_by()
        .values("siklus__uuid", "siklus__nama")
        .annotate(number=Count("pk"))
    )
    for row in rows:
        yield Todo(
            f"Putuskan {row['number']} usulan lokus",
            row["siklus__nama"],
            None,
            reverse("evaluations:cycle_proposals", args=[row["siklus__uuid"]]) + "?status=menunggu",
            "Putuskan",
        )


def _extension_requests(membership: Membership) -> Iterator[Todo]:
    """What units and offices ask of its cycles, or of it as the evaluating instansi."""
    own = membership.instansi_id
    assessed = Evaluasi.objects.filter(
        siklus=OuterRef("siklus"), unit=OuterRef("unit"), penilai=own
    )
    allowed = Q(siklus__ketentuan_perpanjangan__penilai_memberi=True) & Exists(assessed)
    rows = (
        PermohonanPerpanjangan.objects.filter(
            Q(siklus__instansi=own) | allowed, status=PermohonanPerpanjangan.Status.MENUNGGU
        )
        .exclude(siklus__status=Siklus.Status.DITUTUP)
        .order_by()
        .values("siklus__uuid", "siklus__nama")
        .annotate(number=Count("pk", distinct=True))
    )
    for row in rows:
        yield Todo(
            f"Putuskan {row['number']} permohonan perpanjangan",
            row["siklus__nama"],
            None,
            reverse("evaluations:extensions", args=[row["siklus__uuid"]]) + "#permohonan",
            "Putuskan",
        )


def _unverified(user: User, membership: Membership) -> Iterator[Todo]:
    """To which the province has appointed nobody: they would wait for good."""
    waiting = without_verifier(appointable(user)).order_by()
    if membership.role == Role.ADMIN_NASIONAL:  # who may appoint everywhere, and minds its own
        waiting = waiting.filter(siklus__instansi=membership.instansi_id)
    rows = waiting.values("siklus__uuid", "siklus__nama")
    finished = Count("pk", filter=Q(state=State.F02_SELESAI))
    for row in rows.annotate(number=Count("pk"), finished=finished):
        now = f" ({row['finished']} sudah menunggu)" if row["finished"] else ""
        yield Todo(
            f"Tetapkan verifikator untuk {row['number']} unit{now}",
            row["siklus__nama"],
            None,
            reverse("evaluations:assignments", args=[row["siklus__uuid"]])
            + "?tanda=tanpa_verifikator",
            "Tetapkan",
            late=bool(row["finished"]),
        )


def _objections(membership: Membership) -> Iterator[Todo]:
    """Objections to decided results, by whoever validates."""
    if membership.role not in who_may(Permission.VALIDATE, Relation.ORGANISER):
        return
    for evaluasi in objection_queries.late_in_cycles_of(membership.instansi_id):
        yield Todo(
            f"Putuskan {evaluasi.terbuka} sanggahan atas hasil yang sudah ditetapkan",
            f"{evaluasi.nama_unit} · {evaluasi.siklus.nama}",
            None,
            evaluasi.address("objections"),
            "Putuskan",
        )


def _of_instansi(user: User, membership: Membership) -> Iterator[Todo]:
    """Identities, reported follow-ups, people who never came."""
    proposals = len(accounts.proposals_of(user, membership.instansi))
    if proposals:
        yield Todo(
            f"Setujui atau tolak identitas {proposals} orang",
            membership.instansi.nama,
            None,
            f"{reverse('accounts:instansi', args=[membership.instansi.uuid])}#identitas",
            "Periksa",
        )
    to_check = follow_up_queries.to_check(membership.instansi_id)
    if to_check:
        yield Todo(
            f"Periksa {to_check} tindak lanjut yang dilaporkan unit",
            membership.instansi.nama,
            None,
            f"{reverse('evaluations:follow_ups')}?status={Status.DILAPORKAN}",
            "Periksa",
        )
    absent = directory.never_in(user)
    if absent:
        place = reverse("accounts:never_in")
        yield Todo(
            f"{absent} orang belum pernah masuk",
            membership.instansi.nama,
            None,
            place,
            "Beri akses",
        )
