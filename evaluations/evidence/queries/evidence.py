"""Reads of evidence: what is listed, what is used up, and what another unit handed in too."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.http import Http404

from evaluations.core.queries.evaluations import viewers_of, visible_evaluasi
from evaluations.models import Berkas, Bukti, DokumenUmum, Evaluasi, LembarKertas, Unggahan
from evaluations.rules.visibility import Viewer
from pekppp.accounts.models import Instansi, JenisInstansi, User

# Who is told which unit handed in the same file; the unit itself is only asked to explain.
_TOLD = frozenset({Viewer.EVALUATOR, Viewer.VERIFIKATOR, Viewer.ADMIN})


def _with_details(rows: QuerySet[Bukti]) -> QuerySet[Bukti]:
    return rows.select_related(
        "berkas", "oleh", "menggantikan__berkas", "dokumen_umum__instansi", "asal__siklus"
    )


def listed(evaluasi: Evaluasi) -> dict[int, list[Bukti]]:
    """Evidence of the F01 that is in force, by indicator number, with the file it took the place
    of. What belongs to an objection is not among it."""
    found: dict[int, list[Bukti]] = {}
    rows = Bukti.objects.filter(
        evaluasi=evaluasi, dihapus_pada__isnull=True, sanggahan__isnull=True
    )
    for row in _with_details(rows):
        found.setdefault(row.indikator, []).append(row)
    return found


def get_listed_or_replaced(evaluasi: Evaluasi, uuid: UUID) -> Bukti:
    """One piece of an evaluation that is already loaded and authorised.

    An earlier version stays readable as long as what replaced it is in force; what was removed
    is gone for readers.
    """
    replaced = Q(pk__in=_earlier_ids(evaluasi))
    found = (
        Bukti.objects.filter(Q(dihapus_pada__isnull=True) | replaced, evaluasi=evaluasi, uuid=uuid)
        .select_related("berkas", "dokumen_umum__instansi")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _earlier_ids(evaluasi: Evaluasi) -> set[int]:
    """All earlier versions behind what is in force, however long the chain.

    What was replaced in order to hide personal data is behind nothing.
    """
    rows = Bukti.objects.filter(evaluasi=evaluasi)
    replacing = rows.filter(menggantikan__isnull=False, disensor=False)
    behind = dict(replacing.values_list("pk", "menggantikan"))
    found: set[int] = set()
    for pk in rows.filter(dihapus_pada__isnull=True, pk__in=behind).values_list("pk", flat=True):
        while (earlier := behind.get(pk)) is not None and earlier not in found:
            found.add(earlier)
            pk = earlier
    return found


def versions(row: Bukti) -> list[Bukti]:
    """The earlier versions of one piece of evidence, latest first."""
    rows = {item.pk: item for item in _with_details(Bukti.objects.filter(evaluasi=row.evaluasi_id))}
    found: list[Bukti] = []
    while not row.disensor and row.menggantikan_id in rows:
        earlier = rows[row.menggantikan_id]
        found.append(earlier)
        row = earlier
    return found


def bytes_used(evaluasi: Evaluasi, *, without: Bukti | None = None) -> int:
    """Bytes of the evidence in force and of the scans beside paper answers; each content once.

    Two evaluations with one survey both count its scans: whichever is closed first, none of them
    becomes free of charge.
    """
    rows = Bukti.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    files = Q(pk__in=rows.values("berkas")) | Q(pk__in=_scans(evaluasi).values("berkas"))
    return Berkas.objects.filter(files).aggregate(sum=Sum("ukuran"))["sum"] or 0


def _scans(evaluasi: Evaluasi) -> QuerySet[LembarKertas]:
    return LembarKertas.objects.filter(
        survei=evaluasi.survei_id, survei__isnull=False, berkas__isnull=False
    )


def bytes_coming(evaluasi: Evaluasi, *, without: Unggahan | None = None) -> int:
    """Bytes promised to uploads that are under way."""
    rows = Unggahan.objects.filter(evaluasi=evaluasi, selesai_pada__isnull=True)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return rows.aggregate(sum=Sum("ukuran"))["sum"] or 0


def holds(evaluasi: Evaluasi, sha256: str) -> bool:
    """Whether this content takes up room in the evaluation already."""
    evidence = Bukti.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True)
    return any(rows.filter(berkas__sha256=sha256).exists() for rows in (evidence, _scans(evaluasi)))


def held_by_unit(evaluasi: Evaluasi, sha256: str) -> Berkas | None:
    """Content that this very unit has in its evidence, by its digest or by that of the file from
    which it was cleaned. A digest must never fetch what another unit handed in."""
    mine = Bukti.objects.filter(
        evaluasi__unit=evaluasi.unit_id, dihapus_pada__isnull=True, berkas__isnull=False
    )
    row = mine.filter(berkas__sha256=sha256).select_related("berkas").first()
    if row is None:
        sent = Unggahan.objects.filter(
            evaluasi__unit=evaluasi.unit_id, keterangan__sha256=sha256, hasil__in=mine
        )
        done = sent.select_related("hasil__berkas").first()
        row = done.hasil if done else None
    return row.berkas if row else None


# Uploads under way --------------------------------------------------------------------------------


def get_upload(user: User, evaluasi: Evaluasi, uuid: UUID) -> Unggahan:
    """One's own upload to an evaluation that is already loaded and authorised."""
    found = (
        Unggahan.objects.filter(evaluasi=evaluasi, uuid=uuid, oleh=user)
        .select_related("hasil", "menggantikan")
        .first()
    )
    if found is None:
        raise Http404
    return found


def unfinished(user: User, evaluasi: Evaluasi) -> list[Unggahan]:
    """One's own uploads that wait for the rest of their file."""
    rows = Unggahan.objects.filter(evaluasi=evaluasi, oleh=user, selesai_pada__isnull=True)
    return list(rows.order_by("pada"))


# The shelf ----------------------------------------------------------------------------------------


def shelf_of(instansi: Instansi) -> QuerySet[DokumenUmum]:
    """Common documents of one instansi that is already loaded and authorised."""
    rows = DokumenUmum.objects.filter(instansi=instansi, dihapus_pada__isnull=True)
    return rows.select_related("berkas", "oleh", "instansi")


def shelf_bytes(instansi: Instansi) -> int:
    return shelf_of(instansi).aggregate(sum=Sum("berkas__ukuran"))["sum"] or 0


def shelves_for(evaluasi: Evaluasi) -> QuerySet[DokumenUmum]:
    """What a unit may take: from its instansi, the one above, and the ministry."""
    own = evaluasi.instansi
    place = Q(instansi=own) | Q(instansi__jenis=JenisInstansi.NASIONAL)
    if own.induk_id:
        place |= Q(instansi=own.induk_id)
    rows = DokumenUmum.objects.filter(place, dihapus_pada__isnull=True)
    return rows.select_related("berkas", "instansi")


def get_on_shelf(evaluasi: Evaluasi, uuid: UUID) -> DokumenUmum:
    found = shelves_for(evaluasi).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def get_shared(instansi: Instansi, uuid: UUID) -> DokumenUmum:
    found = shelf_of(instansi).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


# The same content elsewhere -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where the same content was handed in; `evaluasi` only for who may read it."""

    unit: str
    instansi: str
    evaluasi: UUID | None


def same_content(rows: Iterable[Bukti], evaluasi: Evaluasi) -> dict[int, list[tuple[int, int]]]:
    """By id of the evidence: (unit, evaluation) of other units that handed in the same content.

    Nothing for what stands on a shelf that this unit may take from.
    """
    by_file: dict[int, list[int]] = {}
    for row in rows:
        if row.berkas_id is not None:
            by_file.setdefault(row.berkas_id, []).append(row.pk)
    if not by_file:
        return {}
    shared = (
        Bukti.objects.filter(berkas__in=by_file, dihapus_pada__isnull=True)
        .exclude(evaluasi__unit=evaluasi.unit_id)
        .exclude(berkas__in=shelves_for(evaluasi).values("berkas"))
        .order_by("evaluasi")
        .values_list("berkas", "evaluasi__unit", "evaluasi")
        .distinct()
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for file, unit, where in shared:
        for pk in by_file[file]:
            found.setdefault(pk, []).append((unit, where))
    return found


def flag(
    user: User,
    evaluasi: Evaluasi,
    rows: Iterable[Bukti],
    viewers: frozenset[Viewer] | None = None,
) -> None:
    """Write on each row what this user may know about the same content elsewhere.

    `sama_dengan`: the other units, for evaluators and admins. `perlu_penjelasan`: for the unit,
    which is not told why.
    """
    mine = list(rows)
    if viewers is None:
        viewers = viewers_of(user, evaluasi)
    told, asked = bool(viewers & _TOLD), Viewer.UNIT in viewers
    shared = same_content(mine, evaluasi) if told or asked else {}
    if not shared:
        return
    # Who belongs to the unit is never told, whatever else he is.
    names = _names(user, shared) if told and not asked else {}
    for row in mine:
        where = shared.get(row.pk, [])
        row.perlu_penjelasan = asked and bool(where)
        latest = {unit: names[pk] for unit, pk in where if pk in names}
        row.sama_dengan = list(latest.values())


def _names(user: User, shared: dict[int, list[tuple[int, int]]]) -> dict[int, Elsewhere]:
    """The name of each evaluation's unit and instansi, by the evaluation's id."""
    ids = {where for places in shared.values() for _, where in places}
    readable = set(visible_evaluasi(user).filter(pk__in=ids).values_list("pk", flat=True))
    rows = Evaluasi.objects.filter(pk__in=ids).values_list(
        "pk", "nama_unit", "nama_instansi", "uuid"
    )
    return {
        pk: Elsewhere(unit, instansi, uuid if pk in readable else None)
        for pk, unit, instansi, uuid in rows
    }
