"""Reads of what is validated and published. The public may see what `published` returns alone."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    JSONField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
)
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import MD5, Cast
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from evaluations.core.queries.evaluations import visible_evaluasi
from evaluations.core.queries.published import in_public, published, stands
from evaluations.models import (
    Berkas,
    Evaluasi,
    HasilTerbit,
    Publikasi,
    Rekomendasi,
    SampelValidasi,
    Siklus,
    Survei,
)
from evaluations.publication.queries import ends
from evaluations.rules.means import Published
from evaluations.rules.review import clusters, shown
from evaluations.rules.survey.disclosure import judged
from evaluations.rules.workflow import (
    DECIDED,
    ENDED,
    IN_WORK,
    PUBLISHED,
    STATE_LABELS,
    VACATED,
    Skema,
    State,
    Step,
)
from pekppp.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class Openness(TypedDict):
    terbuka: bool
    berlaku: int
    pengubah: list[str]


# What a validator looks at: finished by the evaluators, and what is already decided.
TO_VALIDATE = (State.F02_SELESAI, State.DIVERIFIKASI, State.DIVALIDASI)


def to_be_validated() -> Q:
    """Evaluations for which the validator's turn has come: none that waits for a verification."""
    waits = Q(state=State.F02_SELESAI) & ~Q(tahapan__contains=[Step.VERIFIKASI])
    return Q(state=State.DIVERIFIKASI) | waits


def to_validate(user: User, siklus: Siklus) -> QuerySet[Evaluasi]:
    """Evaluations of a cycle that wait for a decision or have one, with the last figure of the
    same scheme in an earlier year."""
    before = HasilTerbit.objects.filter(
        in_public(),
        ditarik_pada__isnull=True,
        siklus__latihan=False,
        siklus__tahun__lt=siklus.tahun,
        siklus__skema=siklus.skema,
        evaluasi__unit=OuterRef("unit"),
        evaluasi__formulir=OuterRef("formulir"),
    ).order_by("-siklus__tahun", "-pk")
    return (
        visible_evaluasi(user)
        .filter(siklus=siklus, state__in=TO_VALIDATE)
        .select_related("survei__rekap")
        .defer("versi__spec")
        .annotate(
            ipp_lalu=Subquery(before.values("ipp")[:1]),
            tahun_lalu=Subquery(before.values("siklus__tahun")[:1]),
        )
        .order_by("nama_instansi", "nama_unit", "formulir")
    )


def tight_clusters(user: User, siklus: Siklus) -> dict[int, str]:
    """Words about units of one instansi with nearly the same figure, by evaluation."""
    rows = (
        visible_evaluasi(user)
        .filter(siklus=siklus, state__in=TO_VALIDATE)
        .order_by()
        .values_list(
            "pk",
            "instansi",
            "versi__spec__desimal",
            "hasil__ipp",
        )
    )
    found: dict[int, list[tuple[int, Decimal]]] = {}
    for pk, instansi, decimals, figure in rows:
        if figure is not None:
            found.setdefault(instansi, []).append((pk, shown(figure, int(decimals or 2))))
    return clusters(found)


def sample_of(siklus: Siklus) -> SampelValidasi | None:
    """The sample that was drawn last for a cycle that is already loaded and authorised."""
    return SampelValidasi.objects.filter(siklus=siklus).select_related("oleh").first()


def counts_by_state(user: User, siklus: Siklus) -> list[tuple[str, int]]:
    """How many evaluations of a cycle are in each state, in the order of the work."""
    rows = visible_evaluasi(user).filter(siklus=siklus).order_by().values("state")
    found = {row["state"]: row["n"] for row in rows.annotate(n=Count("pk"))}
    return [(STATE_LABELS[state], found[state]) for state in State if state in found]


def chosen(user: User, siklus: Siklus, uuids: list[UUID]) -> list[Evaluasi]:
    """The named evaluations of a cycle; 404 if one of them is not there."""
    found = list(visible_evaluasi(user).filter(siklus=siklus, uuid__in=uuids))
    if len(found) != len(set(uuids)):
        raise Http404
    return found


def candidates(user: User, siklus: Siklus) -> QuerySet[Evaluasi]:
    """The set that a publication would publish: all validated evaluations of the cycle, and those
    in force that have been computed again since and say something else (`_overtaken`).
    """
    current = HasilTerbit.objects.filter(evaluasi=OuterRef("pk"), ditarik_pada__isnull=True)
    other = _overtaken(current, lambda name: OuterRef(f"hasil__{name}"))
    renewed = Q(Exists(other), state__in=[s.value for s in PUBLISHED], hasil__ipp__isnull=False)
    return (
        visible_evaluasi(user)
        .filter(Q(state=State.DIVALIDASI) | renewed, siklus=siklus)
        .select_related("survei")
        .defer("versi__spec", "hasil__rincian")
        .order_by("nama_instansi", "nama_unit", "formulir")
    )


def unfinished(user: User, siklus: Siklus) -> QuerySet[Evaluasi]:
    """Evaluations of a cycle that are neither validated, published nor ended."""
    rows = visible_evaluasi(user).filter(siklus=siklus, state__in=sorted(IN_WORK - DECIDED))
    return rows.order_by("nama_instansi", "nama_unit", "formulir")


def in_force(siklus: Siklus) -> QuerySet[HasilTerbit]:
    """Published results of a cycle for the one who published them, practice included."""
    return (
        HasilTerbit.objects.filter(siklus=siklus, ditarik_pada__isnull=True)
        .select_related("evaluasi", "publikasi")
        .defer("isi")
        .order_by("evaluasi__nama_instansi", "evaluasi__nama_unit")
    )


def in_force_of(evaluasi: Evaluasi) -> HasilTerbit | None:
    """The published result of an evaluation that is already loaded and authorised."""
    found = HasilTerbit.objects.filter(evaluasi=evaluasi, ditarik_pada__isnull=True)
    return found.select_related("publikasi").defer("isi").first()


def outdated(siklus: Siklus) -> QuerySet[HasilTerbit]:
    """In force, while its evaluation has been computed again and says something else."""
    return _overtaken(in_force(siklus), lambda name: F(f"evaluasi__hasil__{name}"))


def _overtaken(
    rows: QuerySet[HasilTerbit], hasil: Callable[[str], Combinable]
) -> QuerySet[HasilTerbit]:
    """Of published results those that the present `hasil` contradicts: another figure, name of its
    category or level, or under the same version another survey or number from outside.

    Another version that comes to the same is none: its words alone may be new, and a decree would
    then repeat every figure of the cycle.
    """
    figure = Q(ipp=hasil("ipp"), kategori=hasil("kategori"))
    version = Q(dari_versi=hasil("versi_digest"))
    inputs = Q(dari_masukan=hasil("masukan_digest"))
    # Read from the whole snapshot, so only where the version is another.
    said = Q(
        isi__sebutan=hasil("rincian__category_label"),
        dari_level=Func(
            hasil("rincian__levels"), function="jsonb_strip_nulls", output_field=JSONField()
        ),
    )
    # First what costs nothing: only what was computed since can say something else.
    since = rows.filter(publikasi__dibuat_pada__lt=hasil("dihitung_pada"))
    return since.annotate(
        dari_versi=KT("isi__instrumen__digest"),
        dari_masukan=KT("isi__masukan_digest"),
        dari_level=_PublishedLevels("isi", output_field=JSONField()),
    ).filter(~figure | (version & ~inputs) | (~version & ~said))


class _PublishedLevels(Func):
    """Levels by number of a snapshot, as `Hasil.rincian` has them; without what has none."""

    template = (
        "(SELECT COALESCE(jsonb_object_agg(i->>'nomor', i->'level'), '{}')"
        " FROM jsonb_path_query(%(expressions)s, '$.aspek[*].indikator[*]') i"
        " WHERE i->>'level' IS NOT NULL)"
    )


def get_terbit(siklus: Siklus, uuid: UUID) -> HasilTerbit:
    """A result in force of a cycle that is already loaded and authorised."""
    found = in_force(siklus).filter(uuid=uuid).select_related("evaluasi__siklus").first()
    if found is None:
        raise Http404
    return found


def publications(siklus: Siklus) -> QuerySet[Publikasi]:
    """The decrees of a cycle with how many of their results are still in force."""
    return (
        Publikasi.objects.filter(siklus=siklus)
        .exclude(status=Publikasi.Status.CALON)
        .select_related("oleh", "diputus_oleh")
        .annotate(
            berlaku=Count("hasil", filter=Q(hasil__ditarik_pada__isnull=True)),
        )
    )


def unreported(user: User, siklus: Siklus) -> QuerySet[Evaluasi]:
    """Published, and not yet reported upward."""
    return visible_evaluasi(user).filter(siklus=siklus, state=State.TERBIT)


def recommendations(evaluations: list[Evaluasi]) -> dict[int, list[Rekomendasi]]:
    """Recommendations of many evaluations at once, by evaluation."""
    found: dict[int, list[Rekomendasi]] = {}
    rows = Rekomendasi.objects.filter(evaluasi__in=evaluations, dihapus_pada__isnull=True)
    for row in rows:
        found.setdefault(row.evaluasi_id, []).append(row)
    return found


# What the public reads: everything below starts from `published` ---------------------------------


def published_cycles() -> list[tuple[Siklus, int]]:
    """Cycles with published results and how many each has, newest first."""
    rows = published().order_by().values("siklus").annotate(jumlah=Count("pk"))
    numbers = {row["siklus"]: row["jumlah"] for row in rows}
    cycles = Siklus.objects.filter(pk__in=numbers).select_related("instansi")
    return [(siklus, numbers[siklus.pk]) for siklus in cycles.order_by("-tahun", "skema", "nama")]


# Beside the counted number what a page says of the cycle itself, which may be renamed, and how many
# decrees wait for the end of their embargo: that comes without anybody writing.
_STATE = """
    SELECT siklus.id, siklus.nama, siklus.periode_mulai, siklus.periode_akhir, instansi.nama,
        siklus.formulir_bersama, siklus.cakupan_tajuk, keadaan.versi,
        (SELECT count(*) FROM evaluations_publikasi AS publikasi
         WHERE publikasi.siklus_id = siklus.id AND publikasi.embargo_sampai > %(now)s)
    FROM evaluations_keadaanterbit AS keadaan
    JOIN evaluations_siklus AS siklus ON siklus.id = keadaan.siklus_id
    JOIN accounts_instansi AS instansi ON instansi.id = siklus.instansi_id
    WHERE %(siklus)s::uuid IS NULL OR siklus.uuid = %(siklus)s::uuid
    ORDER BY siklus.id
"""


def state_of_publication(siklus: UUID | None = None) -> str:
    """Changes with every result that becomes public or stops to be, in one cycle or in all.

    Published rows are frozen, so which they are says what they say. It reads no result: see
    `KeadaanTerbit`.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"now": timezone.now(), "siklus": siklus})
        return repr(cursor.fetchall())


def _lokus() -> QuerySet[Evaluasi]:
    """Evaluations that a published result is due of: neither replaced nor called off."""
    return Evaluasi.objects.exclude(state__in=[state.value for state in VACATED])


def coverage_of(siklus: Siklus) -> dict[tuple[str, str], Published]:
    """By kind of instansi and form: how many lokus of a cycle have a published result."""
    groups = ("jenis_instansi", "formulir")
    lokus = _lokus().filter(siklus=siklus).order_by().values_list(*groups)
    rows = published().filter(siklus=siklus).order_by()
    there = {
        (kind, form): n
        for kind, form, n in rows.values_list(*(f"evaluasi__{name}" for name in groups)).annotate(
            n=Count("pk")
        )
    }
    without = ends.public_counts(siklus)
    return {
        (kind, form): Published(
            there.get((kind, form), 0),
            n,
            siklus.cakupan_tajuk,
            tidak=without.get((kind, form), 0),
        )
        for kind, form, n in lokus.annotate(n=Count("pk"))
    }


def lokus_of_cycles(cycles: Iterable[Siklus]) -> dict[int, int]:
    """How many lokus each of these cycles has."""
    rows = _lokus().filter(siklus__in=[siklus.pk for siklus in cycles]).order_by()
    return dict(rows.values_list("siklus").annotate(n=Count("pk")))


def digest_of_published(siklus: Siklus) -> str:
    """Of which results of a cycle are in force: another one where any is published or withdrawn."""
    rows = published().filter(siklus=siklus).order_by()
    return (
        rows.aggregate(sidik=MD5(StringAgg(Cast("pk", TextField()), ",", order_by="pk")))["sidik"]
        or ""
    )


def number_published(siklus: UUID | None = None) -> int:
    rows = published() if siklus is None else published().filter(siklus__uuid=siklus)
    return rows.count()


def published_siklus(uuid: UUID) -> Siklus:
    """A cycle that has something published; 404 for every other."""
    found = Siklus.objects.filter(pk__in=published().values("siklus"))
    found = found.select_related("instansi", "instrumen_a", "instrumen_b")
    return get_object_or_404(found.defer("instrumen_a__spec", "instrumen_b__spec"), uuid=uuid)


def published_in(siklus: Siklus) -> QuerySet[HasilTerbit]:
    """Published results of a cycle, with the evaluator's name as it was published."""
    return published().filter(siklus=siklus).annotate(penilai=KT("isi__penilai"))


def decrees_of(siklus: Siklus) -> "list[WithAnnotations[Publikasi, Openness]]":
    """Decrees by which something of a cycle is in force, oldest first.

    `terbuka`: whether everyone may read the signed file. It names every result of its set, so it
    is only open while each of them is in force or has one in its place: what a later decree changes
    leaves the rest of this one as it was. `berlaku` is how many it still carries, `pengubah` the
    numbers of the decrees that carry the others now.
    """
    over = HasilTerbit.objects.filter(~stands(), publikasi=OuterRef("pk"))
    in_place = published().filter(evaluasi=OuterRef("evaluasi"))
    changing = published().filter(
        evaluasi__in=HasilTerbit.objects.filter(
            ~stands(), publikasi=OuterRef(OuterRef("pk"))
        ).values("evaluasi")
    )
    return list(
        Publikasi.objects.filter(pk__in=published().filter(siklus=siklus).values("publikasi"))
        .annotate(
            terbuka=Q(berkas__isnull=False) & ~Exists(over.filter(~Exists(in_place))),
            berlaku=Count("hasil", filter=Q(hasil__in=published().values("pk"))),
            pengubah=ArraySubquery(
                changing.order_by("publikasi__nomor").values("publikasi__nomor").distinct()
            ),
        )
        .select_related("berkas")
        .order_by("tanggal", "pk")
        .defer("catatan")
    )


def decree_file(siklus: Siklus, uuid: UUID) -> Berkas:
    """The signed decree that everyone may read; 404 for every other."""
    for item in decrees_of(siklus):
        if item.uuid == uuid and item.terbuka and item.berkas:
            return item.berkas
    raise Http404


def published_history(unit: UUID) -> list[HasilTerbit]:
    """All published results of a unit, newest first; 404 when there is none."""
    found: list[HasilTerbit] = list(
        published()
        .filter(evaluasi__unit__uuid=unit)
        .annotate(penilai=KT("isi__penilai"))
        .order_by("-siklus__tahun", "siklus__skema", "-pk")
    )
    if not found:
        raise Http404
    return found


def frozen_content(terbit: HasilTerbit) -> dict[str, Any]:
    """Everything that a published result says; it comes from `published`, so it is public."""
    return _as_public(HasilTerbit.objects.values_list("isi", flat=True).get(pk=terbit.pk))


def frozen_contents(rows: list[HasilTerbit]) -> list[dict[str, Any]]:
    """The same of several results, in their order."""
    ids = [row.pk for row in rows]
    found = dict(HasilTerbit.objects.filter(pk__in=ids).values_list("pk", "isi"))
    return [_as_public(found[pk]) for pk in ids]


def _as_public(isi: dict[str, Any]) -> dict[str, Any]:
    """What was frozen stays; what its time showed of a few people is not shown any more."""
    return isi | {"survei": judged(isi["survei"])} if isi["survei"] else isi


def published_surveys(survei: Survei) -> list[dict[str, Any]]:
    """What was ever published of a survey, by whichever evaluation, as it may be shown."""
    rows = HasilTerbit.objects.filter(evaluasi__survei=survei).values_list("isi__survei", flat=True)
    return [judged(one) for one in rows if one]


def years_without(unit: UUID, known: set[int]) -> list[tuple[int, bool]]:
    """Years with published national results but none of this unit, newest first.

    The second of a pair is whether a national result may be on its way: what ended without one
    brings none, and an evaluation of its own office says nothing about the national ones.
    """
    national = published().filter(siklus__skema=Skema.NASIONAL).order_by()
    years = set(national.values_list("siklus__tahun", flat=True).distinct())
    evaluated = set(
        Evaluasi.objects.filter(
            unit__uuid=unit, siklus__skema=Skema.NASIONAL, siklus__latihan=False
        )
        .exclude(state__in=[state.value for state in ENDED])
        .order_by()
        .values_list("siklus__tahun", flat=True)
    )
    missing = (year for year in years if year not in known and year > min(known))
    return [(year, year in evaluated) for year in sorted(missing, reverse=True)]


def latest_cycles(instansi: Iterable[int]) -> dict[int, UUID]:
    """Of instansi (ids) the last cycle in which something of theirs is published."""
    rows = published().filter(instansi__in=list(instansi)).order_by("siklus__tahun", "pk")
    return dict(rows.values_list("instansi", "siklus__uuid"))
