"""Where a figure comes from, as a tree of sentences: IPP -> components -> aspects -> indicators.

Made of the facts that a snapshot freezes (`publication.services.snapshot.facts` gives the same of a
result that
is not published), so that one component shows every figure. Pure: no queries. Computed exactly, and
written with six decimals at most, as whoever checks it by hand has them on his calculator.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from evaluations.rules.agreement import EVALUATOR, ORIGINS
from evaluations.rules.results import format4, round_half_up
from instruments.spec import METODE_ASPEK, METODE_SURVEI, SUMBER

PERMEN = "PermenPANRB 29/2022 jo. 4/2023"
PEDOMAN = "Pedoman Menteri PANRB 5/2023"
_NOT_YET = "belum dihitung"
ROUNDING = (
    "Dihitung dengan nilai penuh. Yang ditulis dalam rumus paling banyak enam desimal, dibulatkan "
    "setengah ke atas."
)


@dataclass(frozen=True, slots=True)
class Node:
    """One figure with how it was computed and what it was computed of."""

    judul: str
    nilai: str  # as it is read; a dash where there is none
    rumus: Sequence[str] = ()
    dasar: str = ""
    catatan: Sequence[str] = ()
    bukti: Sequence[
        Any
    ] = ()  # rows of evidence, as `evaluations/evidence/_evidence_row.html` shows them
    anak: Sequence["Node"] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """What a viewer may see beside the figures; by default nothing, as the public."""

    level: bool = True
    survei: bool = True
    catatan: Mapping[int, Sequence[str]] = field(default_factory=dict)
    bukti: Mapping[int, Sequence[Any]] = field(default_factory=dict)


def tree(facts: Mapping[str, Any], detail: Detail | None = None) -> Node:
    """The IPP of these facts; `sementara` in them says that it is not decided yet."""
    detail = detail or Detail()
    branches = {
        "rubrik": lambda komponen: _rubric(komponen, facts, detail),
        "survei": lambda komponen: _survey(komponen, facts, detail),
        "angka": lambda komponen: _external(komponen, facts),
    }
    children = [branches[item["sumber"]](item) for item in facts["komponen"]]
    extra = [aspek for aspek in facts["aspek"] if aspek["tambahan"]]
    if detail.level:
        children += [_additional(aspek, facts, detail) for aspek in extra]
    parts = [(item["bobot"], item["nilai"], item["kode"]) for item in facts["komponen"]]
    ipp = facts["ipp"]
    sums = _equals("IPP", weighted(parts))
    if ipp is not None:
        sums.append(
            f"Dibulatkan setengah ke atas menjadi {facts['desimal']} desimal: {_comma(ipp)}. "
            f"Kategori ditentukan sesudahnya: {facts['kategori']} ({facts['sebutan']})."
        )
        sums.append(ROUNDING)
    shown = "belum ada" if ipp is None else f"{_comma(ipp)} {facts['kategori']}"
    name = "Indeks Pelayanan Publik"
    return Node(
        f"{name}, sementara" if facts["sementara"] and ipp is not None else name,
        shown,
        sums,
        f"{PERMEN}; {PEDOMAN}",
        anak=children,
    )


def _equals(name: str, lines: list[str]) -> list[str]:
    """The name of what a formula computes before it; further lines are about it."""
    link = " " if lines[:1] and lines[0].startswith(_NOT_YET) else " = "
    return [f"{name}{link}{line}" for line in lines[:1]] + lines[1:]


def _rubric(komponen: Mapping[str, Any], facts: Mapping[str, Any], detail: Detail) -> Node:
    aspects = [aspek for aspek in facts["aspek"] if not aspek["tambahan"]]
    parts = [(item["bobot"], item["nilai"], item["kode"]) for item in aspects]
    sampled = facts["metode"].get("verifikasi", "")
    return Node(
        _named(komponen),
        _short(komponen["nilai"]),
        _equals(komponen["kode"], weighted(parts)) or ["Belum ada indikator yang dinilai."],
        PEDOMAN,
        [f"Unit ini {sampled}."] if sampled else (),
        anak=[_aspect(aspek, facts, detail) for aspek in aspects],
    )


def _aspect(aspek: Mapping[str, Any], facts: Mapping[str, Any], detail: Detail) -> Node:
    sums = _levels_to_aspect(aspek, facts) if detail.level else []
    return Node(
        f"Aspek {aspek['kode']}. {aspek['nama']}",
        _short(aspek["nilai"]),
        sums,
        PEDOMAN if sums else "",
        anak=_indicators(aspek, facts, detail),
    )


def _additional(aspek: Mapping[str, Any], facts: Mapping[str, Any], detail: Detail) -> Node:
    words = "Ditanyakan dan dinilai, tetapi tidak berbobot: tidak masuk ke dalam IPP."
    return Node(aspek["nama"], "tidak dihitung", [words], anak=_indicators(aspek, facts, detail))


def _is_mean(facts: Mapping[str, Any]) -> bool:
    return facts["metode"].get("aspek") == METODE_ASPEK["rata"]


def _levels_to_aspect(aspek: Mapping[str, Any], facts: Mapping[str, Any]) -> list[str]:
    if _is_mean(facts):
        levels = [item["level"] for item in aspek["indikator"]]
        if None in levels:
            known = sum(level is not None for level in levels)
            return [f"Nilai aspek {_NOT_YET}: {known} dari {len(levels)} indikator dinilai."]
        return _equals("Nilai aspek", _plain_mean(levels))
    parts = [
        (item["bobot"] or "0", item["level"], str(item["nomor"])) for item in aspek["indikator"]
    ]
    return _equals("Nilai aspek", weighted(parts))


def _plain_mean(values: Iterable[str | None]) -> list[str]:
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        return []
    mean = sum(known, Fraction(0)) / len(known)
    return [f"({' + '.join(map(written, known))}) ÷ {len(known)} = {written(mean)}"]


def _indicators(aspek: Mapping[str, Any], facts: Mapping[str, Any], detail: Detail) -> list[Node]:
    if not detail.level:
        return []
    mean = _is_mean(facts) or aspek["tambahan"]
    found = []
    for item in aspek["indikator"]:
        level = item["level"]
        sums = []
        if level is not None and not mean:
            weight, value = Fraction(item["bobot"] or 0), Fraction(level)
            product = written(weight * value / 100)
            sums.append(f"Bobot {written(weight)}% × level {written(value)} = {product}")
        if item["uraian"]:
            sums.append(f"Level {level}: {item['uraian']}")
        found.append(
            Node(
                f"{item['nomor']}. {item['nama']}",
                "belum dinilai" if level is None else f"level {_level(level)}{_origin(item)}",
                sums,
                catatan=detail.catatan.get(item["nomor"], ()),
                bukti=detail.bukti.get(item["nomor"], ()),
            )
        )
    return found


def _survey(komponen: Mapping[str, Any], facts: Mapping[str, Any], detail: Detail) -> Node:
    survei = facts["survei"] or {"responden": 0, "aspek": [], "butir": []}
    method = facts["metode"].get("survei", "")
    sums = [f"{survei['responden']} responden; nilai: {method}."]
    aspects = survei["aspek"] if detail.survei else []
    if (
        aspects
        and method == METODE_SURVEI["rata_aspek"]
        and not any(a["disamarkan"] for a in aspects)
    ):
        sums += _equals(komponen["kode"], _plain_mean(a["nilai"] for a in aspects))
    elif detail.survei:
        sums += _equals(komponen["kode"], _mean_of_items(survei["butir"]))
    if komponen["nilai"] is None and survei["responden"]:
        sums.append(f"Belum dihitung: baru {survei['responden']} responden.")
    return Node(
        _named(komponen),
        _short(komponen["nilai"]),
        sums,
        PEDOMAN,
        anak=[_survey_aspect(aspek, survei["butir"]) for aspek in aspects],
    )


def _mean_of_items(items: Sequence[Mapping[str, Any]]) -> list[str]:
    """Sum of all answers over their number, where no item is hidden."""
    if not items or any(item["disamarkan"] for item in items):
        return []
    answered = [item for item in items if item["nilai"] is not None]
    count = sum(item["jawaban"] for item in answered)
    total = sum((Fraction(item["nilai"]) * item["jawaban"] for item in answered), Fraction(0))
    if not count:
        return []
    return [f"jumlah nilai {written(total)} ÷ {count} jawaban = {written(total / count)}"]


def _survey_aspect(aspek: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> Node:
    own = [item for item in items if item["aspek"] == aspek["kode"]]
    return Node(
        f"Butir aspek {aspek['kode']}. {aspek['nama']}",
        _masked(aspek),
        _mean_of_items(own) if not aspek["disamarkan"] else (),
        anak=[
            Node(
                f"Butir {item['nomor']}. {item['teks']}",
                _masked(item),
                [f"{item['jawaban']} jawaban"] if item["jawaban"] else (),
            )
            for item in own
        ],
    )


def _masked(item: Mapping[str, Any]) -> str:
    return "disamarkan: terlalu sedikit jawaban" if item["disamarkan"] else _short(item["nilai"])


def _external(komponen: Mapping[str, Any], facts: Mapping[str, Any]) -> Node:
    given = komponen.get("angka")
    sums = []
    if given is not None:
        low, high = (Fraction(bound) for bound in komponen["asal"])
        least, most = facts["skala"]
        sums.append(f"Angka dari luar: {written(Fraction(given))}.")
        if (low, high) != (least, most):
            sums.append(
                f"{komponen['kode']} = {least} + ({written(Fraction(given))} − {written(low)}) × "
                f"{most - least} ÷ {written(high - low)} = {written(Fraction(komponen['nilai']))}"
            )
    return Node(_named(komponen), _short(komponen["nilai"]), sums, PERMEN)


def weighted(parts: Sequence[tuple[str, str | None, str]]) -> list[str]:
    """Sum of weight x value in words; where something is missing, what, and no sum."""
    known = [(Fraction(weight), Fraction(value)) for weight, value, _ in parts if value is not None]
    if not known:
        return []
    if len(known) < len(parts):
        missing = ", ".join(name for _, value, name in parts if value is None)
        return [f"{_NOT_YET}. Belum ada: {missing}."]
    terms = " + ".join(f"{written(weight)}% × {written(value)}" for weight, value in known)
    total = sum((weight * value for weight, value in known), Fraction(0)) / 100
    return [f"{terms} = {written(total)}"]


def written(value: Fraction) -> str:
    """3,4904 where the decimals end; 3,571429 where they never do."""
    text = format(round_half_up(value, 6), "f").rstrip("0").rstrip(".")
    return _comma(text or "0")


def _short(value: str | None) -> str:
    """At most four decimals, as beside a name."""
    if value is None:
        return "–"
    text = format4(Fraction(value))
    whole, decimals = text.split(".")
    return _comma(f"{whole}.{decimals.rstrip('0').ljust(2, '0')}")


def _level(value: str) -> str:
    exact_level = Fraction(value)
    if exact_level.denominator == 1:
        return str(exact_level.numerator)
    return _short(value)


def _origin(item: Mapping[str, Any]) -> str:
    """Where the level comes from, unless from the evaluators themselves."""
    origin = item.get("asal", "")
    if not origin:  # frozen before origins were
        return " (rata-rata tim evaluator)" if Fraction(item["level"]).denominator != 1 else ""
    return "" if origin == EVALUATOR else f" ({ORIGINS[origin]})"


def _named(komponen: Mapping[str, Any]) -> str:
    name = komponen["nama"] or SUMBER[komponen["sumber"]]
    return f"{komponen['kode']}, {name}, bobot {written(Fraction(komponen['bobot']))}%"


def _comma(text: str) -> str:
    return text.replace(".", ",")
