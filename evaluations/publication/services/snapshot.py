"""What a published result says for good: plain data, made once, read by public pages alone.

Every figure is exact text. Names are those frozen on the evaluation. Nothing that names a person
gets in: no notes, no comments, nobody's name. What `disclosure` does not show is left out here, and
judged again when it is read, for the rule was another once.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from evaluations.core.queries import samples
from evaluations.models import Evaluasi, Hasil, Publikasi, Rekomendasi
from evaluations.publication.queries.publication import published_surveys
from evaluations.rules.coaching import is_priority
from evaluations.rules.phases import WIB
from evaluations.rules.scoring import range_of
from evaluations.rules.survey import disclosure
from evaluations.rules.survey.tally import Tally
from evaluations.survey.queries.respondents import is_settled, respondents
from evaluations.survey.queries.surveys import channels
from evaluations.survey.services.responses import SMALLEST_GROUP
from instruments.models import VersiInstrumen
from instruments.spec import (
    METODE_ASPEK,
    METODE_SURVEI,
    Aspek,
    Indikator,
    Instrumen,
    Komponen,
    decimal_text,
)
from pekppp.accounts.models import JenisInstansi
from pekppp.base.certain import certain

FORMAT = 1


def snapshot(
    evaluasi: Evaluasi, publikasi: Publikasi, recommendations: list[Rekomendasi]
) -> dict[str, Any]:
    """The frozen content of one published result. Raises ValueError without a final figure."""
    return with_survey(
        evaluasi, publikasi, recommendations, _with_profile(survey_of(evaluasi), evaluasi)
    )


def with_survey(
    evaluasi: Evaluasi,
    publikasi: Publikasi,
    recommendations: list[Rekomendasi],
    survey: dict[str, Any] | None,
) -> dict[str, Any]:
    """The same, of a survey that was judged already."""
    hasil, siklus, versi = evaluasi.hasil, evaluasi.siklus, evaluasi.versi
    spec = versi.instrumen
    if hasil.ipp is None:
        raise ValueError(f"{evaluasi} has no final figure to publish")
    kategori = spec.kategori_untuk(hasil.ipp)
    return {
        "format": FORMAT,
        "unit": {
            "uuid": str(evaluasi.unit.uuid),
            "nama": evaluasi.nama_unit,
            "jenis": evaluasi.jenis_unit,
            "sektor": evaluasi.sektor,
            "kode_wilayah": evaluasi.kode_wilayah,
        },
        "instansi": {
            "uuid": str(evaluasi.instansi.uuid),
            "nama": evaluasi.nama_instansi,
            "jenis": evaluasi.jenis_instansi,
            "provinsi": province_of(evaluasi),
        },
        "formulir": evaluasi.formulir,
        "siklus": {
            "uuid": str(siklus.uuid),
            "nama": siklus.nama,
            "tahun": siklus.tahun,
            "skema": siklus.get_skema_display(),
            "penyelenggara": siklus.instansi.nama,
            "periode_mulai": siklus.periode_mulai.isoformat(),
            "periode_akhir": siklus.periode_akhir.isoformat(),
        },
        "penilai": evaluasi.penilai.nama,
        "keputusan": {
            "nomor": publikasi.nomor,
            "tanggal": certain(
                publikasi.tanggal, "a decree that is carried out is dated"
            ).isoformat(),
        },
        "instrumen": {
            "kode": versi.kode,
            "nama": versi.nama,
            "versi": versi.versi,
            "digest": versi.digest,
        },
        "metode": _method(evaluasi),
        "ipp": f"{hasil.ipp:.{spec.desimal}f}",
        "kategori": kategori.huruf,
        "sebutan": kategori.sebutan,
        "komponen": _components(hasil, evaluasi),
        "aspek": [_aspect(aspek, hasil) for aspek in spec.semua_aspek],
        "survei": survey,
        "skala": [spec.skala.minimum, spec.skala.maksimum],
        "rekomendasi": [
            {"aspek": row.aspek, "indikator": row.indikator, "teks": row.teks}
            for row in recommendations
        ],
        "dihitung_pada": hasil.dihitung_pada.isoformat() if hasil.dihitung_pada else None,
        "masukan_digest": hasil.masukan_digest,
    }


def facts(evaluasi: Evaluasi, *, final: bool) -> dict[str, Any]:
    """What `explain` tells of a result that is not published, as a snapshot would freeze it.

    `ipp` is None while a component is incomplete; `final` says that it is decided.
    """
    hasil, spec = evaluasi.hasil, evaluasi.versi.instrumen
    data = hasil.rincian
    return {
        "sementara": not final,
        "ipp": data["ipp"],
        "desimal": spec.desimal,
        "kategori": data["category"],
        "sebutan": data["category_label"],
        "metode": _method(evaluasi),
        "komponen": _components(hasil, evaluasi),
        "aspek": [_aspect(aspek, hasil) for aspek in spec.semua_aspek],
        "survei": survey_of(evaluasi),
        "skala": [spec.skala.minimum, spec.skala.maksimum],
    }


def province_of(evaluasi: Evaluasi) -> str:
    """The province an instansi belongs to; a ministry belongs to none."""
    if evaluasi.jenis_instansi == JenisInstansi.PROVINSI:
        return evaluasi.nama_instansi
    return evaluasi.nama_induk


def _method(evaluasi: Evaluasi) -> dict[str, str]:
    siklus, spec = evaluasi.siklus, evaluasi.versi.instrumen
    said = {
        "aspek": METODE_ASPEK[spec.metode_aspek],
        "nilai": siklus.get_nilai_dipakai_display(),
        "tim": siklus.get_metode_tim_display(),
    }
    if spec.survei:
        said["survei"] = METODE_SURVEI[spec.survei.metode]
    if sampled := samples.said_of(evaluasi):
        said["verifikasi"] = sampled
    return said


def _components(hasil: Hasil, evaluasi: Evaluasi) -> list[dict[str, Any]]:
    spec = evaluasi.versi.instrumen
    computed = {item["kode"]: item for item in hasil.rincian["components"]}
    given = hasil.rincian.get("luar", {})
    return [
        {
            "kode": komponen.kode,
            "nama": komponen.nama,
            "sumber": komponen.sumber,
            "bobot": decimal_text(komponen.bobot),
            "nilai": computed[komponen.kode]["value"],
            **_outside(komponen, spec, given),
        }
        for komponen in spec.komponen
    ]


def _outside(komponen: Komponen, spec: Instrumen, given: dict[str, str]) -> dict[str, Any]:
    """A number from outside as it came, and the scale it came in."""
    if komponen.sumber != "angka":
        return {}
    bounds = [str(bound) for bound in range_of(komponen, spec.skala)]
    return {"angka": given.get(komponen.kode), "asal": bounds}


def _aspect(aspek: Aspek, hasil: Hasil) -> dict[str, Any]:
    rincian = hasil.rincian
    computed = next((item for item in rincian["aspects"] if item["kode"] == aspek.kode), None)
    return {
        "kode": aspek.kode,
        "nama": aspek.nama,
        # Scored and shown, in no figure.
        "tambahan": aspek.tambahan,
        "bobot": decimal_text(aspek.bobot),
        "nilai": computed["value"] if computed else None,
        "indikator": [_indicator(item, rincian) for item in aspek.indikator],
    }


def _indicator(indikator: Indikator, rincian: dict[str, Any]) -> dict[str, Any]:
    level = rincian["levels"].get(str(indikator.nomor))
    return {
        "nomor": indikator.nomor,
        "kode": indikator.kode,
        "nama": indikator.nama,
        "bobot": None if indikator.bobot is None else decimal_text(indikator.bobot),
        "level": level,
        "asal": rincian.get("origins", {}).get(str(indikator.nomor), ""),
        "uraian": indikator.uraian(int(level)) if level and level.isdecimal() else "",
    }


def survey_of(evaluasi: Evaluasi) -> dict[str, Any] | None:
    spec, hasil = evaluasi.versi.instrumen, evaluasi.hasil
    if not spec.butir:
        return None
    survei, rincian = evaluasi.survei, hasil.rincian
    names = {aspek.kode: aspek.nama for aspek in spec.semua_aspek}
    items = {item["kode"]: item for item in rincian["survey_items"]}
    frozen = rincian["survey_tally"]
    tally = Tally(len(spec.butir), spec.skala, sebaran=frozen["sebaran"])
    found = {
        "responden": hasil.responden,
        "dikecualikan": frozen["dikecualikan"],
        "kanal": channels(frozen["kanal"], SMALLEST_GROUP),
        "periode": None
        if survei is None
        # Dates are set in WIB: midnight there is still yesterday in the database's UTC.
        else [moment.astimezone(WIB).date().isoformat() for moment in (survei.buka, survei.tutup)],
        "batas_samaran": SMALLEST_GROUP,
        "skala": list(spec.skala.levels),
        "aspek": [
            {
                "kode": mean["kode"],
                "nama": names[mean["kode"]],
                **_mean(mean),
                "sebaran": [],  # the sum of its items', if it is shown
            }
            for mean in rincian["survey_aspects"]
        ],
        "butir": [
            {
                "nomor": butir.nomor,
                "aspek": butir.aspek,
                "teks": butir.teks,
                **_mean(items[str(butir.nomor)]),
                "sebaran": tally.levels_of(number),
            }
            for number, butir in enumerate(spec.butir)
        ],
    }
    return disclosure.judged(found)


def _with_profile(found: dict[str, Any] | None, evaluasi: Evaluasi) -> dict[str, Any] | None:
    """Who answered, as far as that is known: of exactly those whose answers are in the figure.

    A survey that two evaluations share may go on after the figure of one is decided. Then there is
    none: beside the profile that the other publishes, the difference would tell of a few people.
    """
    if found is None or evaluasi.survei is None:
        return found
    answered, profile = respondents(evaluasi.survei, SMALLEST_GROUP)
    whole = answered == found["responden"] and is_settled(evaluasi.survei)
    found = found | {"profil": profile if whole else []}
    earlier = published_surveys(evaluasi.survei)
    if all(disclosure.may_stand_beside(found, one, SMALLEST_GROUP) for one in earlier):
        return found
    return disclosure.without_tables(found)


def _mean(mean: dict[str, Any]) -> dict[str, Any]:
    return {"nilai": mean["value"], "jawaban": mean["answers"] or None, "disamarkan": False}


def category_of(evaluasi: Evaluasi, ipp: Decimal) -> tuple[str, str]:
    kategori = evaluasi.versi.instrumen.kategori_untuk(ipp)
    return kategori.huruf, kategori.sebutan


def priority_of(isi: Mapping[str, Any], versi: VersiInstrumen) -> bool:
    """Whether a published result (`isi`, as `snapshot` gives it) is one to coach first."""
    return is_priority(
        Fraction(isi["ipp"]),
        [
            None if aspek["nilai"] is None else Fraction(aspek["nilai"])
            for aspek in isi["aspek"]
            if not aspek["tambahan"]
        ],
        [Fraction(band.minimum) for band in versi.instrumen.kategori],
    )
