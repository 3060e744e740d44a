"""Reads of coaching sessions, and of whom to coach first: the lowest published results."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from evaluations.core.queries.monitored import administers, may_monitor, roles_in
from evaluations.core.queries.published import published
from evaluations.core.queries.teams import known_uuids
from evaluations.models import KesepakatanPembinaan, Pembinaan, TindakLanjut
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import is_national
from pekppp.accounts.models import Instansi, Membership, UnitLokus, User
from pekppp.accounts.roles import Role


def visible_sessions(user: User) -> QuerySet[Pembinaan]:
    """Sessions of one's office, of offices below it, and with one's own units."""
    found = Pembinaan.objects.select_related("instansi__induk", "oleh")
    if is_national(user):
        return found
    ids = accounts.instansi_ids(user)
    mine = Q(instansi__in=ids) | accounts.below("instansi", ids)
    with_mine = Pembinaan.unit.through.objects.filter(
        Q(unitlokus__instansi__in=ids) | Q(unitlokus__in=accounts.unit_ids(user))
    ).values("pembinaan")
    return found.filter(mine | Q(pk__in=with_mine))


def listed(user: User) -> QuerySet[Pembinaan]:
    return visible_sessions(user).prefetch_related("unit")


def get_session(user: User, uuid: UUID) -> Pembinaan:
    found = (
        visible_sessions(user)
        .prefetch_related(
            "unit__instansi",
            "unit__co_owners",
            "peserta",
            Prefetch("kesepakatan__tindak_lanjut", _commitments_seen(user)),
        )
        .filter(uuid=uuid)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _commitments_seen(user: User) -> QuerySet[TindakLanjut]:
    """What agreements may show of a commitment: units that were coached together do not read each
    other's."""
    found = TindakLanjut.objects.select_related("rekomendasi")
    if is_national(user):
        return found
    ids = accounts.instansi_ids(user)
    held = KesepakatanPembinaan.objects.filter(
        Q(pembinaan__instansi__in=ids) | accounts.below("pembinaan__instansi", ids),
        tindak_lanjut__isnull=False,
    )
    return found.filter(
        Q(pk__in=held.values("tindak_lanjut"))
        | Q(instansi__in=ids)
        | Q(evaluasi__unit__in=accounts.unit_ids(user))
    )


def may_list(user: User) -> bool:
    return may_monitor(user) or bool(accounts.unit_ids(user))


def office_of(user: User, membership: Membership | None) -> Instansi | None:
    """The office that he would hold a session for: the one in whose name he acts now."""
    if membership is None or not administers(user):
        return None
    ids = roles_in(user, Role.ADMIN_INSTANSI, Role.ADMIN_NASIONAL)
    return membership.instansi if membership.instansi_id in ids else None


def coachable(user: User) -> QuerySet[UnitLokus]:
    """Open units that the user watches."""
    found = UnitLokus.objects.filter(closed_on__isnull=True).select_related("instansi", "jenis")
    if is_national(user):
        return found
    ids = accounts.instansi_ids(user)
    return found.filter(Q(instansi__in=ids) | accounts.below("instansi", ids))


def candidates(user: User, words: str = "") -> QuerySet[UnitLokus]:
    """Units by their latest published figure: those to coach first (`evaluations.rules.coaching`),
    then the others, each from the lowest upward; those without a figure come last."""
    rows = coachable(user)
    for word in words.split():
        rows = rows.filter(Q(nama__icontains=word) | Q(instansi__nama__icontains=word))
    latest = published().filter(evaluasi__unit=OuterRef("pk")).order_by("-siklus__tahun", "-pk")
    return rows.annotate(
        ipp=Subquery(latest.values("ipp")[:1]),
        desimal=Subquery(latest.values("desimal")[:1]),
        prioritas=Coalesce(Subquery(latest.values("prioritas_pembinaan")[:1]), False),
        kategori=Subquery(latest.values("kategori")[:1]),
        tahun=Subquery(latest.values("siklus__tahun")[:1]),
        sesi=Count("pembinaan", distinct=True),
        terakhir=Max("pembinaan__tanggal"),
    ).order_by(F("prioritas").desc(), F("ipp").asc(nulls_last=True), "instansi__nama", "nama")


def chosen(user: User, uuids: Iterable[str]) -> list[UnitLokus]:
    """Units by public id; what is no id, or not his, is left out."""
    rows = coachable(user).filter(uuid__in=known_uuids(uuids))
    return list(rows.prefetch_related("co_owners").order_by("instansi__nama", "nama"))


def commitments_of(units: Iterable[UnitLokus]) -> QuerySet[TindakLanjut]:
    """What these units have promised: what an agreement may be about."""
    return (
        TindakLanjut.objects.filter(evaluasi__unit__in=list(units))
        .exclude(tindakan="")
        .select_related("evaluasi", "rekomendasi")
        .order_by("evaluasi__nama_unit", "pk")
    )
