"""Tables and means of published results: filters, groups, names of methods. See `portal`.

Every function works on rows that `evaluations.core.queries.published.published` gave. Means are
exact until they are shown, and never cross cycles: a cycle has one scheme.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q, QuerySet

from evaluations.models import HasilTerbit, Siklus
from evaluations.publication.queries.search import units_named
from evaluations.rules import kinds
from evaluations.rules.means import (
    METODE_RERATA,
    RATA_DUA_KELOMPOK,
    RATA_INSTANSI,
    TOGETHER,
    GroupMean,
    Published,
    by_pool,
    form_words,
    group_mean,
    national_mean,
    pool_of,
    pools_words,
)
from evaluations.rules.places import region
from evaluations.rules.ranks import Rank
from evaluations.rules.scoring import round_half_up
from instruments.spec import METODE_ASPEK, Instrumen, Kategori
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from pekppp.base import texts
from pekppp.base.certain import certain

PEMDA = kinds.kinds_in(kinds.PEMDA)
SORTS = {
    "-ipp": ("-ipp", "evaluasi__nama_unit"),
    "ipp": ("ipp", "evaluasi__nama_unit"),
    "nama": ("evaluasi__nama_unit",),
    "instansi": ("evaluasi__nama_instansi", "evaluasi__nama_unit"),
}
SORT_LABELS = {
    "-ipp": "IPP tertinggi",
    "ipp": "IPP terendah",
    "nama": "Nama unit",
    "instansi": "Nama instansi",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a visitor asked for; nonsense is as if it was not asked."""

    q: str = ""
    provinsi: str = ""
    instansi: str = ""
    jenis: str = ""
    sektor: str = ""
    kategori: str = ""
    urut: str = "-ipp"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Filter":
        names = ("q", "provinsi", "instansi", "jenis", "sektor", "kategori")
        asked = {name: texts.clean(query.get(name, ""))[:200] for name in names}
        urut = query.get("urut", "")
        return cls(**asked, urut=urut if urut in SORTS else "-ipp")

    @property
    def narrowed(self) -> bool:
        """Whether more than the search is asked."""
        return any((self.provinsi, self.instansi, self.jenis, self.sektor, self.kategori))

    @property
    def querystring(self) -> str:
        """The same question as a query string: for downloads."""
        values = {name: getattr(self, name) for name in self.__dataclass_fields__}
        asked = {name: value for name, value in values.items() if value and value != "-ipp"}
        return f"?{urlencode(asked)}" if asked else ""

    def apply(self, rows: QuerySet[HasilTerbit]) -> QuerySet[HasilTerbit]:
        if self.q:
            rows = rows.filter(evaluasi__unit__in=units_named(self.q))
        if self.provinsi:
            rows = rows.filter(
                Q(evaluasi__nama_induk=self.provinsi)
                | Q(
                    evaluasi__jenis_instansi=JenisInstansi.PROVINSI,
                    evaluasi__nama_instansi=self.provinsi,
                )
            )
        exact = {
            "evaluasi__nama_instansi": self.instansi,
            "evaluasi__jenis_unit": self.jenis,
            "evaluasi__sektor": self.sektor,
            "kategori": self.kategori,
        }
        rows = rows.filter(**{name: value for name, value in exact.items() if value})
        return rows.order_by(*SORTS[self.urut], "pk")


@dataclass(frozen=True, slots=True)
class Options:
    """What the filters of a cycle offer: only what occurs in it."""

    provinsi: list[tuple[str, str]]  # as it is stored, and what its region is called
    instansi: list[str]
    jenis: list[str]
    sektor: list[tuple[str, str]]
    formulir: list[str]


def options(rows: QuerySet[HasilTerbit]) -> Options:
    found = set(
        rows.order_by().values_list(
            "evaluasi__nama_induk",
            "evaluasi__nama_instansi",
            "evaluasi__jenis_instansi",
            "evaluasi__jenis_unit",
            "evaluasi__sektor",
            "evaluasi__formulir",
        )
    )
    provinces = {
        nama if jenis == JenisInstansi.PROVINSI else induk for induk, nama, jenis, *_ in found
    }
    sectors = {row[4] for row in found}
    return Options(
        [(name, region(name)) for name in sorted(provinces - {""})],
        sorted({row[1] for row in found}),
        sorted({row[3] for row in found}),
        [(value, label) for value, label in Sektor.choices if value in sectors],
        sorted({row[5] for row in found}),
    )


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean as it is shown: rounded once, with its category, its members and its method.

    `formulir` is the pool: one form, or both where the cycle lets them share a mean.
    """

    nama: str
    nilai: Decimal | None
    kategori: Kategori | None
    anggota: int
    metode: str
    formulir: str = TOGETHER
    uuid: Any = None
    pk: int = 0
    jenis: str = ""
    peringkat: Rank | None = None
    cakupan: Published | None = None
    instansi: int = 0  # of a group
    units: int = 0
    exact: Fraction | None = field(default=None, repr=False)

    @property
    def berdiri(self) -> bool:
        """Whether it may stand as the group's figure: enough of its lokus are published."""
        return self.nilai is not None and (self.cakupan is None or self.cakupan.enough)


def instrument_of(siklus: Siklus, formulir: str = TOGETHER) -> Instrumen:
    """The instrument whose bands and decimals means of a cycle, or of one of its forms, are shown
    with."""
    versi = siklus.versi_untuk(formulir) if formulir else None
    return certain(
        versi or siklus.instrumen_a or siklus.instrumen_b, "siklus_has_instrument"
    ).instrumen


def method_of(siklus: Siklus, pool: str, words: str) -> str:
    """The name of a method, with the form it is about; form A alone needs none."""
    known = siklus.formulir_tersedia
    if pool == TOGETHER or known == ["A"]:
        return words
    return f"{words}; {siklus.kata_formulir(pool)}"


def forms_words(siklus: Siklus, forms: Iterable[str]) -> str:
    """The sentence under a table in which these forms occur."""
    return pools_words(forms, siklus.kata_formulir, together=siklus.formulir_bersama)


def frozen_form_words(isi: Mapping[str, Any]) -> str:
    """What stands beside the figure of a published result of form B; "" for form A."""
    if isi["formulir"] == "A":
        return ""
    plain = isi["metode"]["aspek"] == METODE_ASPEK["rata"]
    return form_words(isi["formulir"], "rata" if plain else "")


def distribution(rows: QuerySet[HasilTerbit], spec: Instrumen) -> list[tuple[Kategori, int]]:
    """Every category of the instrument, best first, and how many results reached it."""
    counted = rows.order_by().values("kategori").annotate(jumlah=Count("pk"))
    found = {row["kategori"]: row["jumlah"] for row in counted}
    return [(kategori, found.get(kategori.huruf, 0)) for kategori in spec.kategori]


def instansi_means(siklus: Siklus, rows: QuerySet[HasilTerbit]) -> list[Mean]:
    """The mean of each instansi, form A first where forms are apart, best first."""
    found = (
        rows.order_by()
        .values("instansi", "instansi__uuid", "evaluasi__formulir")
        .annotate(
            nama=Max("evaluasi__nama_instansi"),
            jenis=Max("evaluasi__jenis_instansi"),
            nilai=ArrayAgg("ipp"),
        )
    )
    members: dict[tuple[int, str], list[Any]] = {}
    for row in found:
        pool = pool_of(row["evaluasi__formulir"], together=siklus.formulir_bersama)
        members.setdefault((row["instansi"], pool), []).append(row)
    means = [
        _mean(
            siklus,
            parts[0]["nama"],
            group_mean([figure for part in parts for figure in part["nilai"]]),
            pool,
            uuid=parts[0]["instansi__uuid"],
            pk=pk,
            jenis=parts[0]["jenis"],
        )
        for (pk, pool), parts in members.items()
    ]
    return sorted(means, key=lambda mean: (mean.formulir, -(mean.nilai or 0), mean.nama))


def national_figures(
    siklus: Siklus,
    means: Sequence[Mean],
    coverage: Mapping[tuple[str, str], Published] | None = None,
) -> list[Mean]:
    """National figure, K/L and pemda, each with the name of its method; absent ones stay null.
    State enterprises follow where there are any, and enter none of the three.

    With a `coverage` a group's figure says how many of its lokus it stands for; the national one
    stands only where both groups do.
    """
    found = []
    for pool, of_pool in by_pool(means, lambda mean: mean.formulir, together=False).items():
        groups = {
            name: [mean for mean in of_pool if kinds.group_of(mean.jenis) == name]
            for name in kinds.GROUPS
        }
        if not groups[kinds.BADAN_USAHA]:
            del groups[kinds.BADAN_USAHA]
        figures = {name: [mean.exact for mean in group] for name, group in groups.items()}
        below = [
            _mean(siklus, name, group_mean(figures[name], RATA_INSTANSI), pool, **_size(group))
            for name, group in groups.items()
        ]
        together = national_mean(
            kl=figures[kinds.KL], pemda=figures[kinds.PEMDA], method=RATA_DUA_KELOMPOK
        )
        counted = [*groups[kinds.KL], *groups[kinds.PEMDA]]
        whole = _mean(siklus, "Nasional", together, pool, **_size(counted))
        if coverage is not None:
            whole, *below = _covered(siklus, pool, [whole, *below], coverage)
        found += [whole, *map(_apart, below)]
    return found


def _apart(mean: Mean) -> Mean:
    """State enterprises say that they are in none of the other figures."""
    if mean.nama != kinds.BADAN_USAHA:
        return mean
    return replace(mean, metode=f"{mean.metode}, {kinds.APART}")


def _size(means: Sequence[Mean]) -> dict[str, int]:
    return {"instansi": len(means), "units": sum(mean.anggota for mean in means)}


def _covered(
    siklus: Siklus,
    pool: str,
    figures: Sequence[Mean],
    coverage: Mapping[tuple[str, str], Published],
) -> list[Mean]:
    nothing = Published(0, 0, siklus.cakupan_tajuk)
    parts = dict.fromkeys(kinds.GROUPS, nothing)
    for (kind, form), part in coverage.items():
        if pool_of(form, together=siklus.formulir_bersama) == pool:
            parts[kinds.group_of(kind)] += part
    kl, pemda = parts[kinds.KL], parts[kinds.PEMDA]
    whole, *below = figures
    # Of two groups that count alike neither may be hidden behind the other's number.
    stands = replace(kl + pemda, berdiri=kl.enough and pemda.enough)
    return [
        replace(whole, cakupan=stands),
        *(replace(mean, cakupan=parts[mean.nama]) for mean in below),
    ]


def _mean(siklus: Siklus, nama: str, mean: GroupMean, pool: str, **more: Any) -> Mean:
    spec = instrument_of(siklus, pool)
    shown = None if mean.value is None else round_half_up(mean.value, spec.desimal)
    return Mean(
        nama,
        shown,
        None if shown is None else spec.kategori_untuk(shown),
        mean.counted,
        method_of(siklus, pool, METODE_RERATA[mean.method]),
        formulir=pool,
        exact=mean.value,
        **more,
    )


__all__ = [
    "PEMDA",
    "SORT_LABELS",
    "Filter",
    "Mean",
    "Options",
    "distribution",
    "forms_words",
    "frozen_form_words",
    "instansi_means",
    "instrument_of",
    "method_of",
    "national_figures",
    "options",
]
