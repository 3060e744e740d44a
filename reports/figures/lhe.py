"""The input of a lembar hasil evaluasi (LHE): figures, levels, advice, and how they came about.

What its maker does not see stays out of it, and `memuat` names what is in it.
"""

from datetime import date
from fractions import Fraction
from typing import Any

from evaluations.core import assignments
from evaluations.core.queries import checklist, decreed_teams
from evaluations.core.queries import evaluations as evaluation_queries
from evaluations.models import Evaluasi, Hasil
from evaluations.rules import standing
from evaluations.rules.agreement import Decided
from evaluations.rules.results import round_half_up
from evaluations.rules.survey.disclosure import hidden_means
from evaluations.rules.survey.skm import band_of
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import DECIDED
from evaluations.survey.queries.skm import latest_for
from instruments.spec import Aspek, Indikator, decimal_text
from pekppp.base.certain import certain
from reports.core import documents as document_queries
from reports.figures import comparison, method, shared

MIN_ANSWERS = standing.FEWEST_ANSWERS
HIGHLIGHTS = 5


def build(
    evaluasi: Evaluasi, hasil: Hasil, fields: frozenset[Field], *, nomor: str, tanggal: date
) -> dict[str, Any]:
    """JSON-safe; `hasil` is up to date, `fields` is what the maker sees in the present state."""
    figures = figures_of(evaluasi, hasil, fields)
    assigned = list(assignments.rows_of([evaluasi]))
    sees_verified = Field.LEVEL_VERIFIKATOR in fields
    decided = {
        nomor: item.shown(verified=sees_verified)
        for nomor, item in evaluation_queries.counting_levels(evaluasi, assigned=assigned).items()
    }
    verified = sees_verified and any(item.verifikator is not None for item in decided.values())
    suggested = hasil.rincian.get("suggested", {}) if Field.JAWABAN in fields else None
    aspects = _aspects(evaluasi, hasil, decided, suggested, with_figures=figures is not None)
    survey = _survey(evaluasi, hasil, with_means=Field.RINCIAN_SURVEI in fields)
    advice = shared.recommendations(list(evaluation_queries.recommendations_of(evaluasi)))
    strong, weak = highlights(evaluasi, decided)
    return {
        "jenis": "lhe",
        "susunan": shared.SUSUNAN,
        "nomor": nomor,
        "tanggal": shared.day(tanggal),
        "sementara": figures is None or not figures["final"],
        "kop": shared.letterhead(evaluasi.penilai),
        "penilai": {"nama": evaluasi.penilai.nama, "kantor": evaluasi.penilai.kantor},
        "unit": shared.unit_of(evaluasi),
        "siklus": shared.siklus_of(evaluasi),
        "tim": shared.team_of(assigned, decreed_teams.of(evaluasi)),
        "skala": [evaluasi.versi.instrumen.skala.minimum, evaluasi.versi.instrumen.skala.maksimum],
        "angka": figures,
        "keputusan": decision_of(evaluasi) if figures and figures["final"] else None,
        "komponen": components_of(evaluasi, hasil) if figures else [],
        "kolom": {
            "usulan": suggested is not None,
            "verifikator": verified,
            # The team's own levels, where others count in their place.
            "evaluator": any(item.semula is not None for item in decided.values()) or verified,
            "angka": figures is not None,
        },
        "aspek": [item for item in aspects if item["kode"]],
        "tambahan": next((item for item in aspects if not item["kode"]), None),
        "kekuatan": strong,
        "perbaikan": weak,
        "dokumen_tidak_ada": [
            {"nomor": nomor, "dokumen": names}
            for nomor, names in checklist.not_there(evaluasi).items()
        ],
        "rekomendasi": [
            {"kode": "" if a.tambahan else a.kode, "nama": a.nama, "butir": advice[a.kode]}
            for a in evaluasi.versi.instrumen.semua_aspek
            if a.kode in advice
        ],
        "tindak_lanjut": comparison.followed_up(evaluasi, hasil, with_figures=figures is not None),
        "sejenis": comparison.with_peers(evaluasi, figures),
        "tahun_lalu": comparison.with_last_year(evaluasi, hasil, shown=figures),
        "survei": survey,
        "metode": method.notes(evaluasi, hasil),
        "penandatangan": shared.office_signers(evaluasi.penilai, "lhe")[0],
        "memuat": sorted(_contents(figures, verified, suggested, survey)),
    }


def _contents(
    figures: dict[str, Any] | None,
    verified: bool,
    suggested: dict[str, Any] | None,
    survey: dict[str, Any] | None,
) -> list[Field]:
    found = [Field.LEVEL, Field.REKOMENDASI, Field.ORANG]
    if figures:
        found.append(Field.ANGKA_FINAL if figures["final"] else Field.ANGKA_SEMENTARA)
    if verified:
        found.append(Field.LEVEL_VERIFIKATOR)
    if suggested is not None:
        found.append(Field.JAWABAN)
    if survey:
        found.append(Field.RINCIAN_SURVEI if survey["rincian"] else Field.KEMAJUAN_SURVEI)
    return found


def figures_of(evaluasi: Evaluasi, hasil: Hasil, fields: frozenset[Field]) -> dict[str, Any] | None:
    """The IPP with its category, decided or not; None where the maker sees neither.

    While a component is incomplete there is no IPP, and `ada` says what is there.
    """
    final = evaluasi.state in DECIDED and hasil.ipp is not None
    if (Field.ANGKA_FINAL if final else Field.ANGKA_SEMENTARA) not in fields:
        return None
    there = standing.words(hasil.rincian.get("components", []))
    note = "; ".join(there)
    if hasil.ipp is not None:
        note = "" if final else "perhitungan lengkap, hasil belum divalidasi"
    desimal = evaluasi.versi.instrumen.desimal
    return {
        "final": final,
        "ipp": None
        if hasil.ipp is None
        else format(round_half_up(Fraction(hasil.ipp), desimal), "f"),
        "kategori": hasil.rincian.get("category"),
        "sebutan": hasil.rincian.get("category_label"),
        "keterangan": note,
    }


def _completeness(component: dict[str, Any]) -> str:
    have, need = component["have"], component["need"]
    if component["sumber"] == "rubrik":
        return f"{have} dari {need} indikator dinilai"
    if component["sumber"] == "survei":
        return f"{have} responden, minimum {need}"
    return "sudah diisi" if have else "belum diisi"


def components_of(evaluasi: Evaluasi, hasil: Hasil) -> list[dict[str, Any]]:
    names = {komponen.kode: komponen.nama for komponen in evaluasi.versi.instrumen.komponen}
    found = []
    for component in hasil.rincian.get("components", []):
        few = component["sumber"] == "survei" and component["have"] < MIN_ANSWERS
        exact = component["value"]
        found.append(
            {
                "kode": component["kode"],
                "nama": names.get(component["kode"], ""),
                "sumber": component["sumber"],
                "bobot": decimal_text(Fraction(component["weight"])),
                "kelengkapan": _completeness(component),
                "lengkap": component["value"] is not None,
                "nilai": None if exact is None or few else shared.shown(Fraction(exact)),
            }
        )
    return found


def _aspects(
    evaluasi: Evaluasi,
    hasil: Hasil,
    decided: dict[int, Decided],
    suggested: dict[str, Any] | None,
    *,
    with_figures: bool,
) -> list[dict[str, Any]]:
    spec = evaluasi.versi.instrumen
    computed = {item["kode"]: item for item in hasil.rincian.get("aspects", [])}
    return [
        {
            "kode": "" if aspek.tambahan else aspek.kode,
            "nama": aspek.nama,
            "bobot": "" if aspek.tambahan else decimal_text(aspek.bobot),
            **_aspect_value(computed.get(aspek.kode) if with_figures else None),
            "indikator": [
                _indicator(
                    indikator,
                    decided[indikator.nomor],
                    _weight(aspek, indikator, spec.metode_aspek),
                    suggested,
                    with_figures=with_figures,
                )
                for indikator in aspek.indikator
            ],
        }
        for aspek in spec.semua_aspek
    ]


def _aspect_value(computed: dict[str, Any] | None) -> dict[str, Any]:
    if computed is None:
        return {"nilai": None, "lengkap": False}
    complete = computed["value"] is not None
    return {
        "nilai": shared.shown(Fraction(computed["value"])) if complete else None,
        "lengkap": complete,
    }


def _weight(aspek: Aspek, indikator: Indikator, metode: str) -> Fraction | None:
    """Of the aspect, in percent; with `rata` each indicator counts the same."""
    if aspek.tambahan:
        return None
    if metode == "rata":
        return Fraction(100, len(aspek.indikator))
    return indikator.bobot


def _indicator(
    indikator: Indikator,
    decided: Decided,
    weight: Fraction | None,
    suggested: dict[str, Any] | None,
    *,
    with_figures: bool,
) -> dict[str, Any]:
    counts = decided.berlaku
    part = None if counts is None or weight is None else counts * weight / 100
    proposal = (suggested or {}).get(str(indikator.nomor))
    return {
        "nomor": indikator.nomor,
        "kode": indikator.kode,
        "nama": indikator.nama,
        "usulan": None if proposal is None else str(proposal),
        "evaluator": shared.level_text(decided.evaluator),
        "verifikator": shared.level_text(
            None if decided.verifikator is None else Fraction(decided.verifikator)
        ),
        "berlaku": shared.level_text(counts),
        "asal": decided.asal_kata,
        "bobot": shared.shown(weight, least=0, most=2),
        "nilai": shared.shown(part) if with_figures else None,
    }


def highlights(
    evaluasi: Evaluasi, decided: dict[int, Decided]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The strongest and the weakest indicators: by level, ties by their weight in the index.

    Nothing at the middle of the scale or below is a strength, nothing at its top a weakness, and
    where all levels are equal there is no order to report, so only one of the lists is filled.
    """
    spec = evaluasi.versi.instrumen
    known = []
    for aspek in spec.aspek_berbobot:
        for indikator in aspek.indikator:
            level = decided[indikator.nomor].berlaku
            if level is not None:
                weight = _weight(aspek, indikator, spec.metode_aspek) or Fraction(0)
                known.append((level, weight * aspek.bobot, aspek, indikator))
    if not known:
        return [], []
    middle = Fraction(spec.skala.minimum + spec.skala.maksimum, 2)
    best, worst = max(item[0] for item in known), min(item[0] for item in known)
    strong = sorted(
        (item for item in known if item[0] > middle and (item[0] > worst or worst == best)),
        key=lambda item: (-item[0], -item[1], item[3].nomor),
    )[:HIGHLIGHTS]
    taken = {item[3].nomor for item in strong}
    weak = sorted(
        (
            item
            for item in known
            if item[3].nomor not in taken
            and item[0] < spec.skala.maksimum
            and (item[0] < best or best <= middle)
        ),
        key=lambda item: (item[0], -item[1], item[3].nomor),
    )[:HIGHLIGHTS]
    return (
        [_highlight(level, aspek, indikator) for level, _, aspek, indikator in strong],
        [_highlight(level, aspek, indikator) for level, _, aspek, indikator in weak],
    )


def _highlight(level: Fraction, aspek: Aspek, indikator: Indikator) -> dict[str, Any]:
    return {
        "nomor": indikator.nomor,
        "nama": indikator.nama,
        "aspek": aspek.nama,
        "level": shared.level_text(level),
        "uraian": indikator.uraian(int(level)) if level.denominator == 1 else "",
    }


def _survey(evaluasi: Evaluasi, hasil: Hasil, *, with_means: bool) -> dict[str, Any] | None:
    """Respondents, and means per aspect unless so few answered that they could be known."""
    spec = evaluasi.versi.instrumen
    if spec.survei is None:
        return None
    need = next(
        (c["need"] for c in hasil.rincian.get("components", []) if c["sumber"] == "survei"),
        spec.survei.minimum,
    )
    few = hasil.responden < MIN_ANSWERS
    items = {item["kode"]: item["answers"] for item in hasil.rincian.get("survey_items", [])}
    counts = [items.get(str(butir.nomor), 0) for butir in spec.butir]
    _, hidden = hidden_means(counts, [butir.aspek for butir in spec.butir], MIN_ANSWERS)
    names = {aspek.kode: aspek.nama for aspek in spec.aspek_berbobot}
    means = [
        {
            "kode": mean["kode"],
            "nama": names.get(mean["kode"], mean["kode"]),
            "jawaban": None if mean["kode"] in hidden else mean["answers"],
            "disamarkan": mean["kode"] in hidden,
            "nilai": None
            if mean["value"] is None or mean["kode"] in hidden
            else shared.shown(Fraction(mean["value"]), most=2),
        }
        for mean in hasil.rincian.get("survey_aspects", [])
    ]
    return {
        "responden": hasil.responden,
        "minimum": need,
        "butir": len(spec.butir),
        "batas": MIN_ANSWERS,
        "skm": _own_survey(evaluasi),
        "rahasia": few,
        "rincian": means if with_means and not few else [],
    }


def _own_survey(evaluasi: Evaluasi) -> dict[str, str] | None:
    """The unit's own SKM value: a comparison, in no figure of this document."""
    row = latest_for(evaluasi)
    if row is None:
        return None
    band = band_of(row.nilai)
    return {
        "tahun": str(row.tahun),
        "nilai": str(row.nilai),
        "mutu": f"{band.huruf} ({band.sebutan})",
        "sumber": row.sumber,
    }


def decision_of(evaluasi: Evaluasi) -> dict[str, str] | None:
    row = document_queries.decision_of(evaluasi)
    if row is None:
        return None
    day = certain(row.tanggal, "a decree in force is dated")
    return {"nomor": row.nomor, "tanggal": shared.day(day)}
