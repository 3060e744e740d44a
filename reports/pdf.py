"""The door to WeasyPrint: a frozen input goes in, the bytes of a PDF come out.

Nothing is read but the input, our templates, and the logo that the input names by its content.
Neither network nor file system is within reach of a document.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import weasyprint  # noqa: TID251  the door itself
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from PIL import ImageFile
from weasyprint.urls import (  # noqa: TID251  the door itself
    FatalURLFetchingError,
    URLFetcher,
    URLFetcherResponse,
)

from pekppp.charts import Chart, Series, radar
from pekppp.errors import Refused
from reports.terbilang import angka_terbilang, tanggal_angka, tanggal_terbilang

# WeasyPrint lets Pillow take truncated pictures, for the whole process; evidence must not.
ImageFile.LOAD_TRUNCATED_IMAGES = False

LOGO = "dokumen:lambang"
TEMPLATES = {
    "berita_acara": "pdf/berita_acara.html",
    "lhe": "pdf/lhe.html",
    "surat": "pdf/surat.html",
    "rekap": "pdf/rekap.html",
}
# A signature needs a place even where nobody is named.
EVALUATOR_PLACES = 2


# WeasyPrint makes Pillow accept half a picture everywhere in the process; uploads rely on that not
# being so, and the emblems that come here are our own.
ImageFile.LOAD_TRUNCATED_IMAGES = False


class OwnFilesOnly(URLFetcher):
    """Serves the logo of this document, and stops at everything else."""

    def __init__(self, logo: bytes | None) -> None:
        super().__init__(allowed_protocols=())
        self.logo = logo

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        if url == LOGO and self.logo is not None:
            return URLFetcherResponse(url, self.logo, {"Content-Type": "image/png"})
        raise FatalURLFetchingError(f"a document asked for {url}")


def render(masukan: dict[str, Any], *, kode: str, versi: int) -> bytes:
    """The PDF of a frozen input; the same input gives the same pages. Refused in words."""
    template = TEMPLATES.get(masukan["jenis"])
    if template is None:
        raise Refused(f"Jenis dokumen «{masukan['jenis']}» tidak dikenal.")
    logo = _logo(masukan["kop"]["logo"])
    context = {
        "d": masukan,
        "kode": kode,
        "versi": versi,
        "logo": LOGO if logo else "",
        **_dates(masukan),
        **_CONTEXTS[masukan["jenis"]](masukan),
    }
    fetcher = OwnFilesOnly(logo)
    html = weasyprint.HTML(
        string=render_to_string(template, context), base_url=None, url_fetcher=fetcher
    )
    css = weasyprint.CSS(string=render_to_string("pdf/dokumen.css"), url_fetcher=fetcher)
    try:
        # Tags let a screen reader follow; the identifier makes the same input the same bytes.
        return html.write_pdf(
            stylesheets=[css], pdf_tags=True, pdf_identifier=f"{kode}-{versi}".encode()
        )
    except FatalURLFetchingError as error:
        raise Refused(f"Dokumen meminta berkas dari luar: {error}.") from error


def lay_out(template: str, css: str, context: dict[str, Any], *, kode: str) -> bytes:
    """The PDF of a template of ours, with a stylesheet of ours and nothing else."""
    fetcher = OwnFilesOnly(None)
    html = weasyprint.HTML(
        string=render_to_string(template, context), base_url=None, url_fetcher=fetcher
    )
    sheet = weasyprint.CSS(string=render_to_string(css), url_fetcher=fetcher)
    return html.write_pdf(stylesheets=[sheet], pdf_tags=True, pdf_identifier=kode.encode())


def _logo(path: str) -> bytes | None:
    if not path:
        return None
    try:
        with default_storage.open(path) as file:
            return file.read()
    except FileNotFoundError:
        raise Refused("Lambang pada kop surat tidak ditemukan; unggah ulang lambang.") from None


def _dates(masukan: dict[str, Any]) -> dict[str, str]:
    made = date.fromisoformat(masukan["tanggal"])
    start, end = map(date.fromisoformat, masukan["siklus"]["periode"])
    return {
        "tanggal": tanggal_angka(made),
        "tanggal_terbilang": tanggal_terbilang(made),
        "periode": f"{tanggal_angka(start)} sampai dengan {tanggal_angka(end)}",
    }


def _berita_acara(masukan: dict[str, Any]) -> dict[str, Any]:
    team = masukan["evaluator"]
    blanks = [{"nama": "", "nip": "", "jabatan": ""}] * (EVALUATOR_PLACES - len(team))
    return {
        "evaluator": _pairs([*team, *blanks]),
        "mengetahui": _pairs([*masukan["mengetahui"], masukan["kepala_unit"]]),
    }


def _lhe(masukan: dict[str, Any]) -> dict[str, Any]:
    decision, extra, columns = masukan["keputusan"], masukan["tambahan"], masukan["kolom"]
    parts = [*masukan["komponen"], *masukan["aspek"]]
    return {
        "radar": _radar(masukan) if columns["angka"] else None,
        "tanggal_keputusan": tanggal_angka(date.fromisoformat(decision["tanggal"]))
        if decision
        else "",
        "ada_sementara": any(not part["lengkap"] for part in parts),
        "aspek_semua": [*masukan["aspek"], *([extra] if extra else [])],
        "lebar_aspek": 3 + columns["usulan"] + columns["verifikator"],
        "sorotan": [
            ("Kekuatan", masukan["kekuatan"], "Belum ada indikator yang menonjol."),
            (
                "Yang perlu ditingkatkan",
                masukan["perbaikan"],
                "Tidak ada indikator yang tertinggal dari yang lain.",
            ),
        ],
        "bagian_lain": _sections(masukan),
        "penandatangan": (None, masukan["penandatangan"]),
    }


def _radar(masukan: dict[str, Any]) -> Chart | None:
    """The aspects as the table beside it says them, with the year before where it compares."""
    aspects = masukan["aspek"]
    if all(aspect["nilai"] is None for aspect in aspects):
        return None
    series = [Series(str(masukan["siklus"]["tahun"]), [_number(a["nilai"]) for a in aspects])]
    before = masukan["tahun_lalu"]["terakhir"]
    if before and before["sebanding"]:
        then = {row["kode"]: row["lalu"] for row in before["aspek"]}
        if set(then) == {a["kode"] for a in aspects}:
            values = [_number(then[a["kode"]]) for a in aspects]
            series.append(Series(str(before["tahun"]), values))
    names = [f"{a['kode']}. {a['nama']}" for a in aspects]
    return radar("radar", "Nilai per aspek", names, series, maximum=masukan["skala"][1])


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _sections(masukan: dict[str, Any]) -> list[dict[str, str]]:
    """What follows the tables of levels, lettered on from them; without a survey none is left."""
    found = [
        ("sorotan", "Kekuatan dan yang perlu ditingkatkan"),
        ("rekomendasi", "Rekomendasi"),
        ("tahun_lalu", "Perbandingan dengan tahun lalu"),
        *([("sejenis", "Perbandingan dengan unit sejenis")] if "sejenis" in masukan else []),
        *([("survei", "Survei pengguna layanan (F03)")] if masukan["survei"] else []),
        ("metode", "Dasar dan metode"),
    ]
    first = ord("E") if masukan["kolom"]["angka"] else ord("D")
    return [
        {
            "huruf": chr(first + index),
            "judul": title,
            "kelas": name.replace("_", "-"),
            "templat": f"pdf/_lhe_{name}.html",
        }
        for index, (name, title) in enumerate(found)
    ]


def _surat(masukan: dict[str, Any]) -> dict[str, Any]:
    decision = masukan["keputusan"]
    made = date.fromisoformat(decision["tanggal"]) if decision else None
    figure = masukan["angka"]["ipp"]
    return {
        "tanggal_keputusan": tanggal_angka(made) if made else "",
        "ipp_terbilang": angka_terbilang(figure),
        "penandatangan": (None, masukan["penandatangan"]),
    }


def _rekap(masukan: dict[str, Any]) -> dict[str, Any]:
    parts = list(dict.fromkeys(kode for u in masukan["unit"] for kode, _ in u["komponen"]))
    units = [
        {**u, "nilai": [dict(u["komponen"]).get(kode) for kode in parts]} for u in masukan["unit"]
    ]
    return {
        "komponen": parts,
        "baris": units,
        "penandatangan": (None, masukan["penandatangan"]),
    }


_CONTEXTS = {"berita_acara": _berita_acara, "lhe": _lhe, "surat": _surat, "rekap": _rekap}


def _pairs(people: list[Any]) -> list[tuple[Any, Any]]:
    """Two signatures a row; a last one alone stands at the right, as a single one does."""
    rows = [tuple(people[i : i + 2]) for i in range(0, len(people), 2)]
    return [row if len(row) == 2 else (None, row[0]) for row in rows]
