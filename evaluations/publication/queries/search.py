"""Finding published results by what people type: old and new names, kinds, places, short names.

Words of a unit's names, former ones included, stand on its row (`UnitLokus.kata`). Those of kinds,
offices and regions are few, and are read and matched here; units are then found in one query.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Func, Q, QuerySet, TextField

from evaluations.core.queries.published import published
from evaluations.models import HasilTerbit
from evaluations.rules.search.terms import Word, meets, terms, words_of
from pekppp.accounts.models import Instansi, JenisUnit, UnitLokus, Wilayah


@dataclass(frozen=True, slots=True)
class _Places:
    """Words by id."""

    jenis: dict[str, set[str]]
    instansi: dict[int, set[str]]
    wilayah: dict[str, set[str]]

    def having(self, word: Word) -> Q:
        """Units whose own names, kind, office or region bear the word."""
        text = word.text if word.whole else f"{word.text}:*"
        return (
            Q(kata=SearchQuery(text, config="simple", search_type="raw"))
            | Q(jenis__in=_ids(word, self.jenis))
            | Q(instansi__in=_ids(word, self.instansi))
            | Q(wilayah__in=_ids(word, self.wilayah))
        )


def _ids(word: Word, known: Mapping[Any, set[str]]) -> list[Any]:
    return [pk for pk, words in known.items() if meets(word, words)]


def _places() -> _Places:
    regions = {
        kode: set(words_of(f"{nama} {above or ''}"))
        for kode, nama, above in Wilayah.objects.values_list("kode", "nama", "induk__nama")
    }
    offices = {
        pk: set(words_of(f"{nama} {short} {above or ''}")) | regions.get(region or "", set())
        for pk, nama, short, above, region in Instansi.objects.values_list(
            "pk", "nama", "singkatan", "induk__nama", "wilayah"
        )
    }
    tracked: Any = Instansi  # pghistory puts its history there
    former = tracked.pgh_event_model.objects.exclude(nama=F("pgh_obj__nama"))
    for pk, nama in former.order_by().values_list("pgh_obj", "nama").distinct():
        offices[pk] |= set(words_of(nama))
    kinds = {
        kode: set(words_of(f"{nama} {kode}"))
        for kode, nama in JenisUnit.objects.values_list("kode", "nama")
    }
    return _Places(kinds, offices, regions)


def units_named(text: str) -> QuerySet[UnitLokus]:
    """Units that meet every term of a question; none where it says nothing."""
    wanted = terms(text)
    if not wanted:
        return UnitLokus.objects.none()
    places = _places()
    rows = UnitLokus.objects.order_by()
    for term in wanted:
        either = Q()
        for alternative in term:
            all_words = Q()
            for word in alternative:
                all_words &= places.having(word)
            either |= all_words
        rows = rows.filter(either)
    return rows


def find_published_units(text: str) -> QuerySet[HasilTerbit]:
    """The latest published result of each unit that meets the question."""
    latest = (
        published()
        .filter(evaluasi__unit__in=units_named(text))
        .order_by("evaluasi__unit_id", "-siklus__tahun", "-pk")
        .distinct("evaluasi__unit_id")
    )
    return (
        published()
        .filter(pk__in=latest.values("pk"))
        .order_by("evaluasi__nama_unit", "evaluasi__nama_instansi")
    )


class _Words(Func):
    function = "tsvector_to_array"
    output_field = ArrayField(TextField())


def vocabulary() -> dict[str, int]:
    """Words that units with published results are found by, and how many bear each: nothing else
    is ever offered to the public."""
    places, found = _places(), Counter[str]()
    rows = UnitLokus.objects.filter(pk__in=published().order_by().values("evaluasi__unit"))
    parts: Iterable[tuple[list[str], str, int, str | None]] = rows.order_by().values_list(
        _Words(F("kata")), "jenis", "instansi", "wilayah"
    )
    for own, jenis, instansi, wilayah in parts:
        found.update({*own, *places.jenis[jenis], *places.instansi[instansi]})
        found.update(places.wilayah.get(wilayah or "", ()))
    return dict(found)
