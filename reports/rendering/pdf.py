"""The door to WeasyPrint: a frozen input goes in, the bytes of a PDF come out.

Nothing is read but the input, our templates, and the logo that the input names by its content.
Neither network nor file system is within reach of a document.
"""

import re
from datetime import UTC, date, datetime, time
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

from pekppp.base import qr
from pekppp.base.charts import Chart, Series, radar
from pekppp.base.errors import Refused
from reports.figures.shared import canonical
from reports.rules.terbilang import angka_terbilang, tanggal_angka, tanggal_terbilang

# WeasyPrint lets Pillow take truncated pictures, for the whole process; evidence must not.
ImageFile.LOAD_TRUNCATED_IMAGES = False

LOGO = "dokumen:lambang"
QR = "dokumen:kode-qr"
DATA = "data-dokumen.json"
TEMPLATES = {
    "berita_acara": "pdf/berita_acara.html",
    "lhe": "pdf/lhe.html",
    "surat": "pdf/surat.html",
    "rekap": "pdf/rekap.html",
    "tanda_terima": "pdf/tanda_terima.html",
    "penghargaan": "pdf/penghargaan.html",
}
# A signature needs a place even where nobody is named.
UNNAMED = {"nama": "", "nip": "", "jabatan": ""}
# Of the last paragraph of a berita acara, so much at most goes along with the signatures.
TAIL = 500


# PDF/UA's mark, with the schema that PDF/A wants for it. WeasyPrint writes one of the standards,
# and what it is given as `xmp_metadata` becomes a second block that nobody reads.
_UA_MARK = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
_RDF_END = b"</rdf:RDF>"


# Tags, and drawings whole, whose text is no running text; between them a word that is an address.
_MARKUP = re.compile(r"(<svg\b.*?</svg>|<[^>]*>)", re.DOTALL)
_ADDRESS = re.compile(r"\S*(?:/|@|\bwww\.)\S+")


class OwnFilesOnly(URLFetcher):
    """Serves the logo and the QR code of this document, and stops at everything else."""

    def __init__(self, logo: bytes | None, qr: bytes | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.files = {LOGO: (logo, "image/png"), QR: (qr, "image/svg+xml")}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        content, kind = self.files.get(url, (None, ""))
        if content is None:
            raise FatalURLFetchingError(f"a document asked for {url}")
        return URLFetcherResponse(url, content, {"Content-Type": kind})


def render(masukan: dict[str, Any], *, kode: str, versi: int, periksa: str = "") -> bytes:
    """The PDF/A-3a and PDF/UA-1 of a frozen input; the same input gives the same bytes.

    `periksa` is the address where anyone can check the document. Refused in words.
    """
    template = TEMPLATES.get(masukan["jenis"])
    if template is None:
        raise Refused(f"Jenis dokumen «{masukan['jenis']}» tidak dikenal.")
    logo = logo_of(masukan["kop"]["logo"])
    context = {
        "d": masukan,
        "kode": kode,
        "versi": versi,
        "logo": LOGO if logo else "",
        "qr": QR if periksa else "",
        "periksa": periksa.partition("://")[2],
        "sah": masukan.get("pengesahan"),
        "cap_air": _watermark(masukan),
        **_dates(masukan),
        **_CONTEXTS[masukan["jenis"]](masukan),
    }
    fetcher = OwnFilesOnly(logo, _qr(periksa) if periksa else None)
    html = weasyprint.HTML(
        string=_whole_addresses(render_to_string(template, context)),
        base_url=None,
        url_fetcher=fetcher,
    )
    css = weasyprint.CSS(string=render_to_string("pdf/document.css"), url_fetcher=fetcher)
    try:
        return html.write_pdf(
            stylesheets=[css],
            pdf_variant="pdf/a-3a",
            # The identifier and the date of the data make the same input the same bytes.
            pdf_identifier=f"{kode}-{versi}".encode(),
            attachments=[_data(masukan)],
            finisher=_finish,
        )
    except FatalURLFetchingError as error:
        raise Refused(f"Dokumen meminta berkas dari luar: {error}.") from error


def _whole_addresses(html: str) -> str:
    """The page with its addresses marked: a hyphen put into one would become a part of it for
    whoever types it off the paper, so they are broken without."""
    head, body, rest = html.partition("<body")
    parts = _MARKUP.split(rest)
    parts[::2] = [_ADDRESS.sub(r'<span class="alamat">\g<0></span>', text) for text in parts[::2]]
    return head + body + "".join(parts)


def _data(masukan: dict[str, Any]) -> weasyprint.Attachment:
    """The input itself, for programs to read: an associated file of the document."""
    made = datetime.combine(date.fromisoformat(masukan["tanggal"]), time(), UTC)
    return weasyprint.Attachment(
        string=canonical(masukan).decode(),
        name=DATA,
        description="Isi dokumen ini sebagai data (JSON)",
        created=made,
        modified=made,
        relationship="Data",
    )


def _finish(_document: Any, pdf: Any) -> None:
    """Add PDF/UA's mark, and name each associated file once."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Subtype") == "/XML":
            head, end, tail = item.stream[0].partition(_RDF_END)
            item.stream[0] = head + _UA_MARK + end + tail
    pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])


def _qr(address: str) -> bytes:
    return qr.svg(address, border=2, scale=4).encode()


def _watermark(masukan: dict[str, Any]) -> str:
    """Across every page of what is not in force, and of what never will be."""
    if masukan.get("siklus", {}).get("latihan"):
        return "LATIHAN"
    if masukan["sementara"]:
        return "SEMENTARA"
    return "" if masukan.get("pengesahan") else "KONSEP"


def lay_out(
    template: str, css: str, context: dict[str, Any], *, kode: str, logo: str = ""
) -> bytes:
    """The PDF of a template of ours, with a stylesheet of ours, an office's emblem at most, and
    nothing else."""
    emblem = logo_of(logo)
    fetcher = OwnFilesOnly(emblem)
    html = weasyprint.HTML(
        string=render_to_string(template, context | {"logo": LOGO if emblem else ""}),
        base_url=None,
        url_fetcher=fetcher,
    )
    sheet = weasyprint.CSS(string=render_to_string(css), url_fetcher=fetcher)
    return html.write_pdf(stylesheets=[sheet], pdf_tags=True, pdf_identifier=kode.encode())


def logo_of(path: str) -> bytes | None:
    """The picture of a letterhead; Refused where it is gone."""
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
    signed = _signed(masukan)
    team = [
        person | signed.get(f"evaluator.{i}", {}) for i, person in enumerate(masukan["evaluator"])
    ]
    office = [
        person | signed.get(f"mengetahui.{i}", {}) for i, person in enumerate(masukan["mengetahui"])
    ]
    return {
        "baris": _with_a_last_row(masukan["aspek"]),
        "sk_tim": _decree(masukan.get("sk_tim")),
        "evaluator": _pairs(team or [UNNAMED]),
        "mengetahui": _pairs([*office, masukan["kepala_unit"] | signed.get("kepala_unit", {})]),
    }


def _decree(sk: dict[str, str] | None) -> str:
    """What formed the team; "" where none was recorded, and of drafts from before there was any."""
    if not sk:
        return ""
    made = tanggal_angka(date.fromisoformat(sk["tanggal"]))
    return f" berdasarkan Surat Keputusan Nomor {sk['nomor']} tanggal {made}"


def _with_a_last_row(aspects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The aspects as rows of the table, the end of the last one as a row of its own: a page can
    only be broken between rows, and the page with the signatures is to carry some of what is
    signed."""
    rows = [aspek | {"nomor": number} for number, aspek in enumerate(aspects, start=1)]
    if not rows or not rows[-1]["indikator"]:
        return rows
    *others, last = rows[-1]["indikator"]
    begun, rest = _cut_short(last)
    shown = [*others, *([begun] if begun else [])]
    if not shown:
        return rows
    split = rows[-1] | {"indikator": shown, "berlanjut": True}
    return [*rows[:-1], split, {"lanjutan": True, "indikator": [rest], "rekomendasi": []}]


def _cut_short(indikator: dict[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """An indicator in two where much is written about it: all before the end, and the end."""
    notes, doubts = indikator.get("catatan", []), indikator.get("tidak_terverifikasi", [])
    if sum(map(len, [*notes, *doubts])) <= TAIL:
        return None, indikator
    key = "catatan" if notes else "tidak_terverifikasi"
    *before, text = indikator[key]
    start = max(len(text) - TAIL, 0)
    if start:
        # A line of its own is the best place, then the end of a sentence, then a blank.
        ends = (text.find(sign, start) + len(sign) for sign in ("\n", ". ", " "))
        start = next((end for end in ends if end > start), start)
        before.append(text[:start].rstrip())
    begun = indikator | {key: before}
    return begun, indikator | {"sambungan": text[start:], "utuh": not start and key}


def _signed(masukan: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What stands in the room above each name, by place."""
    rows = (masukan.get("pengesahan") or {}).get("tanda_tangan", [])
    return {row["tempat"]: {"cara": row["cara"], "pukul": row["pukul"]} for row in rows}


def _signer(masukan: dict[str, Any]) -> tuple[None, dict[str, str]]:
    """Of documents that one person signs; his place is at the right."""
    return None, masukan["penandatangan"] | _signed(masukan).get("penandatangan", {})


def _lhe(masukan: dict[str, Any]) -> dict[str, Any]:
    decision, extra, columns = masukan["keputusan"], masukan["tambahan"], masukan["kolom"]
    parts = [*masukan["komponen"], *masukan["aspek"]]
    return {
        "radar": _radar(masukan) if columns["angka"] else None,
        "tanggal_keputusan": tanggal_angka(date.fromisoformat(decision["tanggal"]))
        if decision
        else "",
        "ada_kosong": any(not part["lengkap"] for part in parts),
        "aspek_semua": [*masukan["aspek"], *([extra] if extra else [])],
        "lebar_aspek": 3 + columns["usulan"] + columns["verifikator"] + columns.get("evaluator", 0),
        "sorotan": [
            ("Kekuatan", masukan["kekuatan"], "Belum ada indikator yang menonjol."),
            (
                "Yang perlu ditingkatkan",
                masukan["perbaikan"],
                "Tidak ada indikator yang tertinggal dari yang lain.",
            ),
        ],
        "bagian_lain": _sections(masukan),
        "tindak_lanjut": [
            item
            | {"tenggat": item["tenggat"] and tanggal_angka(date.fromisoformat(item["tenggat"]))}
            for item in (masukan.get("tindak_lanjut") or {}).get("butir", [])
        ],
        "penandatangan": _signer(masukan),
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
    before = masukan.get("tindak_lanjut")
    found = [
        ("sorotan", "Kekuatan dan yang perlu ditingkatkan"),
        ("rekomendasi", "Rekomendasi"),
        *([("tindak_lanjut", f"Tindak lanjut rekomendasi {before['tahun']}")] if before else []),
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
        "penandatangan": _signer(masukan),
    }


def _rekap(masukan: dict[str, Any]) -> dict[str, Any]:
    parts = list(dict.fromkeys(kode for u in masukan["unit"] for kode, _ in u["komponen"]))
    units = [
        {**u, "nilai": [dict(u["komponen"]).get(kode) for kode in parts]} for u in masukan["unit"]
    ]
    return {
        "komponen": parts,
        "rerata": [masukan["rerata"], *masukan.get("rerata_lain", ())],
        "baris": units,
        "penandatangan": _signer(masukan),
    }


def _tanda_terima(masukan: dict[str, Any]) -> dict[str, Any]:
    files = [
        (item["nomor"], file)
        for aspek in masukan["aspek"]
        for item in aspek["indikator"]
        for file in item["bukti"]
    ]
    return {"berkas": files, "penandatangan": (None, masukan["kepala_unit"])}


def _penghargaan(masukan: dict[str, Any]) -> dict[str, Any]:
    return {"penandatangan": _signer(masukan)}


_CONTEXTS = {
    "berita_acara": _berita_acara,
    "lhe": _lhe,
    "surat": _surat,
    "rekap": _rekap,
    "tanda_terima": _tanda_terima,
    "penghargaan": _penghargaan,
}


def _pairs(people: list[Any]) -> list[tuple[Any, Any]]:
    """Two signatures a row; a last one alone stands at the right, as a single one does."""
    rows = [tuple(people[i : i + 2]) for i in range(0, len(people), 2)]
    return [row if len(row) == 2 else (None, row[0]) for row in rows]
