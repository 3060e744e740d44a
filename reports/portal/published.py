"""Tables and means of published results: filters, groups, names of methods. See `portal`.

Every function works on rows that `evaluations.core.queries.published.published` gave. Means are
exact until they are shown, and never cross cycles: a cycle has one scheme.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Q, QuerySet

from evaluations.models import HasilTerbit, Siklus
from evaluations.publication.queries.search import units_named
from evaluations.rules.means import (
    METODE_RERATA,
    RATA_DUA_KELOMPOK,
    RATA_INSTANSI,
    GroupMean,
    group_mean,
    national_mean,
)
from evaluations.rules.places import region
from evaluations.rules.scoring import round_half_up
from instruments.spec import Instrumen, Kategori
from pekppp.accounts.models import JenisInstansi
from pekppp.accounts.models.unit import Sektor
from pekppp.base import texts
from pekppp.base.certain import certain

PEMDA = (JenisInstansi.PROVINSI, JenisInstansi.KABUPATEN, JenisInstansi.KOTA)
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


def options(rows: QuerySet[HasilTerbit]) -> Options:
    found = set(
        rows.order_by().values_list(
            "evaluasi__nama_induk",
            "evaluasi__nama_instansi",
            "evaluasi__jenis_instansi",
            "evaluasi__jenis_unit",
            "evaluasi__sektor",
        )
    )
    provinces = {
        nama if jenis == JenisInstansi.PROVINSI else induk for induk, nama, jenis, _, _ in found
    }
    sectors = {row[4] for row in found}
    return Options(
        [(name, region(name)) for name in sorted(provinces - {""})],
        sorted({row[1] for row in found}),
        sorted({row[3] for row in found}),
        [(value, label) for value, label in Sektor.choices if value in sectors],
    )


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean as it is shown: rounded once, with its category, its members and its method."""

    nama: str
    nilai: Decimal | None
    kategori: Kategori | None
    anggota: int
    metode: str
    uuid: Any = None
    jenis: str = ""
    exact: Fraction | None = field(default=None, repr=False)


def instrument_of(siklus: Siklus) -> Instrumen:
    """The instrument whose bands and decimals means of a cycle are shown with."""
    return certain(siklus.instrumen_a or siklus.instrumen_b, "siklus_has_instrument").instrumen


def distribution(rows: QuerySet[HasilTerbit], spec: Instrumen) -> list[tuple[Kategori, int]]:
    """Every category of the instrument, best first, and how many results reached it."""
    counted = rows.order_by().values("kategori").annotate(jumlah=Count("pk"))
    found = {row["kategori"]: row["jumlah"] for row in counted}
    return [(kategori, found.get(kategori.huruf, 0)) for kategori in spec.kategori]


def instansi_means(rows: QuerySet[HasilTerbit], spec: Instrumen) -> list[Mean]:
    """The mean of each instansi, best first."""
    found = (
        rows.order_by()
        .values("instansi", "instansi__uuid")
        .annotate(
            nama=Max("evaluasi__nama_instansi"),
            jenis=Max("evaluasi__jenis_instansi"),
            nilai=ArrayAgg("ipp"),
        )
    )
    means = [
        _mean(
            row["nama"],
            group_mean(row["nilai"]),
            spec,
            uuid=row["instansi__uuid"],
            jenis=row["jenis"],
        )
        for row in found
    ]
    return sorted(means, key=lambda mean: (-(mean.nilai or 0), mean.nama))


def national_figures(means: Sequence[Mean], spec: Instrumen) -> list[Mean]:
    """National figure, K/L and pemda, each with the name of its method; absent ones stay null."""
    pemda = [mean.exact for mean in means if mean.jenis in PEMDA]
    kl = [mean.exact for mean in means if mean.jenis not in PEMDA]
    return [
        _mean("Nasional", national_mean(kl=kl, pemda=pemda, method=RATA_DUA_KELOMPOK), spec),
        _mean("Kementerian/Lembaga", group_mean(kl, RATA_INSTANSI), spec),
        _mean("Pemerintah daerah", group_mean(pemda, RATA_INSTANSI), spec),
    ]


def _mean(nama: str, mean: GroupMean, spec: Instrumen, **more: Any) -> Mean:
    shown = None if mean.value is None else round_half_up(mean.value, spec.desimal)
    return Mean(
        nama,
        shown,
        None if shown is None else spec.kategori_untuk(shown),
        mean.counted,
        METODE_RERATA[mean.method],
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
    "instansi_means",
    "instrument_of",
    "national_figures",
    "options",
]
