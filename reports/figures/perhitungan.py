"""The input of a lembar perhitungan: every factor of the IPP, exact, as it was computed.

It is read from the stored result, so that the sheet of a decided evaluation says what was decided.
Figures are exact text ("7/2"); a factor that is missing is null and never 0.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from evaluations.models import Evaluasi, Hasil
from evaluations.rules.agreement import EVALUATOR, ORIGINS
from evaluations.rules.scoring import range_of
from evaluations.rules.survey.disclosure import hidden_means
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import DECIDED
from instruments.spec import METODE_ASPEK, METODE_SURVEI, Aspek, Instrumen, Komponen
from pekppp.base.errors import Refused
from reports.figures import method, shared
from reports.figures.lhe import MIN_ANSWERS


def build(
    evaluasi: Evaluasi, hasil: Hasil, fields: frozenset[Field], *, nomor: str, tanggal: date
) -> dict[str, Any]:
    """JSON-safe; Refused where the maker does not see every factor, or it would tell on people."""
    final = evaluasi.state in DECIDED and hasil.ipp is not None
    figure = Field.ANGKA_FINAL if final else Field.ANGKA_SEMENTARA
    shown = [Field.LEVEL, figure]
    if evaluasi.versi.instrumen.survei:
        shown.append(Field.RINCIAN_SURVEI)
    if not fields.issuperset(shown):
        raise Refused(
            "Lembar perhitungan memuat semua unsur angka, juga rata-rata tiap butir survei. Bagi "
            "Anda semuanya terbuka setelah F02 selesai.",
            status=409,
        )
    if 0 < hasil.responden < MIN_ANSWERS:
        raise Refused(
            f"Baru {hasil.responden} responden: jumlah tiap butir akan menunjukkan jawaban orang. "
            f"Lembar perhitungan dapat dibuat mulai {MIN_ANSWERS} responden.",
            status=409,
        )
    return {
        "jenis": "perhitungan",
        "susunan": shared.SUSUNAN,
        "nomor": nomor,
        "tanggal": shared.day(tanggal),
        "sementara": not final,
        "unit": shared.unit_of(evaluasi),
        "siklus": shared.siklus_of(evaluasi),
        "penilai": evaluasi.penilai.nama,
        "metode": method.notes(evaluasi, hasil),
        "hitungan": calculation(evaluasi.versi.instrumen, hasil.rincian),
        "memuat": sorted(shown),
    }


def calculation(spec: Instrumen, rincian: dict[str, Any]) -> dict[str, Any]:
    """The factors of one result. `rincian` is `Result.as_data()` with its `levels` and `luar`."""
    methods = rincian["method"].split(", ")
    levels, origins = rincian["levels"], rincian.get("origins", {})
    means_of = next((name for name in methods if name in METODE_SURVEI), "")
    return {
        "desimal": spec.desimal,
        "metode_aspek": next(name for name in methods if name in METODE_ASPEK),
        "metode_survei": means_of,
        "skala": [spec.skala.minimum, spec.skala.maksimum],
        "komponen": [_component(k, spec, rincian) for k in spec.komponen],
        "aspek": [_aspect(aspek, levels, origins) for aspek in spec.semua_aspek],
        "survei": _survey(spec, rincian, means_of) if spec.survei else None,
        "kategori": [[str(k.minimum), k.huruf, k.sebutan] for k in reversed(spec.kategori)],
        # What the application says, to be held against what the sheet computes.
        "ipp": rincian["ipp"],
        "huruf": rincian["category"],
    }


def _component(komponen: Komponen, spec: Instrumen, rincian: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kode": komponen.kode,
        "nama": komponen.nama,
        "sumber": komponen.sumber,
        "bobot": str(komponen.bobot),
    }
    if komponen.sumber == "angka":
        given = rincian.get("luar", {}).get(komponen.kode)
        found["angka"] = None if given is None else str(Fraction(given))
        found["asal"] = [str(bound) for bound in range_of(komponen, spec.skala)]
    return found


def _aspect(aspek: Aspek, levels: dict[str, str | None], origins: dict[str, str]) -> dict[str, Any]:
    said = {origin: text for origin, text in ORIGINS.items() if origin != EVALUATOR}
    return {
        "kode": aspek.kode,
        "nama": aspek.nama,
        "tambahan": aspek.tambahan,
        "bobot": str(aspek.bobot),
        "indikator": [
            {
                "nomor": item.nomor,
                "nama": item.nama,
                "bobot": None if item.bobot is None else str(item.bobot),
                "level": levels.get(str(item.nomor)),
                # Where the level comes from, unless from the evaluators themselves.
                "asal": said.get(origins.get(str(item.nomor), ""), ""),
            }
            for item in aspek.indikator
        ],
    }


def _survey(spec: Instrumen, rincian: dict[str, Any], means_of: str) -> dict[str, Any]:
    """Sums and counts per item. What few people answered is folded together, so that the mean is
    still computed of everything and tells of nobody."""
    computed = {item["kode"]: item for item in rincian["survey_items"]}
    rows = []
    for butir in spec.butir:
        item = computed[str(butir.nomor)]
        total = Fraction(item["value"] or 0) * item["answers"]
        rows.append((butir, total, item["answers"]))
    hidden, hidden_kinds = hidden_means(
        [count for _, _, count in rows], [butir.aspek for butir, _, _ in rows], MIN_ANSWERS
    )
    shown: list[list[Any]] = []
    folded: dict[str, tuple[int, Fraction, int]] = {}
    for number, (butir, total, count) in enumerate(rows):
        if number not in hidden:
            shown.append([str(butir.nomor), butir.aspek, butir.teks, str(total), count])
            continue
        aspect = "" if butir.aspek in hidden_kinds else butir.aspek
        items, sums, counts = folded.get(aspect, (0, Fraction(0), 0))
        folded[aspect] = (items + 1, sums + total, counts + count)
    for aspect, (items, sums, counts) in folded.items():
        shown.append(["", aspect, f"{items} butir yang disamarkan", str(sums), counts])
    means = [Fraction(m["value"]) for m in rincian["survey_aspects"] if m["kode"] in hidden_kinds]
    names = {aspek.kode: aspek.nama for aspek in spec.semua_aspek}
    need = next((c for c in rincian["components"] if c["sumber"] == "survei"), None)
    return {
        "metode": METODE_SURVEI.get(means_of, ""),
        "responden": need["have"] if need else 0,
        "minimum": need["need"] if need else 0,
        "butir": shown,
        "aspek": [
            [mean["kode"], names.get(mean["kode"], mean["kode"])]
            for mean in rincian["survey_aspects"]
            if mean["kode"] not in hidden_kinds
        ],
        # How many aspects have means that are not shown, and what they add up to.
        "aspek_disamarkan": [len(means), str(sum(means, Fraction(0)))],
    }
