"""Letter numbers: a format with tokens, and the next number of an instansi in a year.

The number is taken in the transaction that seals the document: no draft uses one up, what is undone
leaves no gap, and two that come at once wait for each other. Taken or typed, it is entered in a
register in which an office and year have every number once.
"""

import re
from datetime import date

from pekppp.accounts.models import Instansi
from pekppp.base.errors import Refused
from reports.core import documents as document_queries
from reports.models import Dokumen, NomorSurat, NomorUrut
from reports.models.dokumen import LETTERS

# What a format may hold, in the words of the page that explains it.
TOKENS = {
    "nomor": "nomor urut dalam tahun itu",
    "bulan_romawi": "bulan dengan angka Romawi",
    "bulan": "bulan dengan dua angka",
    "tahun": "tahun dokumen",
    "kode": "kode jenis dokumen (BA, LHE, SP, RK)",
    "singkatan": "singkatan instansi",
}
# Formats that were written before there was a counter.
_COUNTERS = ("nomor", "urut")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_TOKEN = re.compile(r"\{([^{}]*)\}")
LONGEST = 120


def check_format(text: str, *, automatic: bool) -> None:
    """Refused beside its field where a token is unknown or nothing in it counts."""
    found = _TOKEN.findall(text)
    unknown = [name for name in found if name not in (*TOKENS, "urut")]
    rest = _TOKEN.sub("", text)
    if unknown or "{" in rest or "}" in rest:
        allowed = ", ".join(f"{{{name}}}" for name in TOKENS)
        raise Refused(f"Yang dapat dipakai hanya {allowed}.", field="format_nomor")
    if automatic and not set(found) & set(_COUNTERS):
        raise Refused("Nomor otomatis memerlukan {nomor} di dalam formatnya.", field="format_nomor")


def filled(text: str, *, instansi: Instansi, jenis: str, tanggal: date, urut: int | None) -> str:
    """The format with everything put in; without `urut` the counter is left for a person."""
    values = {
        "bulan_romawi": _ROMAN[tanggal.month - 1],
        "bulan": f"{tanggal.month:02}",
        "tahun": str(tanggal.year),
        "kode": LETTERS.get(jenis, ""),
        "singkatan": instansi.singkatan or instansi.kode,
    }
    if urut is not None:
        values |= dict.fromkeys(_COUNTERS, str(urut))
    return _TOKEN.sub(lambda match: values.get(match[1], match[0]), text)


def is_automatic(instansi: Instansi) -> bool:
    kop = document_queries.letterhead_of(instansi)
    return bool(kop and kop.nomor_otomatis)


def own(dokumen: Dokumen, tanggal: date) -> str:
    """Where numbers are automatic: a correction keeps the letter's number, a new one takes it.

    Asked when it is sealed. A revoked number is never given again.
    """
    if dokumen.jenis == Dokumen.Jenis.PERHITUNGAN or not is_automatic(dokumen.kantor):
        return ""
    given = document_queries.versions_of(dokumen).exclude(nomor="").order_by("-versi")
    last = given.values_list("nomor", flat=True).first()
    if last and _is_free(dokumen, last, tanggal.year):
        return last
    return take(dokumen, tanggal)


def take(dokumen: Dokumen, tanggal: date) -> str:
    """The next number, inside the caller's transaction, which keeps others waiting till its end."""
    office = dokumen.kantor
    kop = document_queries.letterhead_of(office)
    if kop is None or not kop.nomor_otomatis:
        return ""
    NomorUrut.objects.bulk_create(
        [NomorUrut(instansi=office, tahun=tanggal.year)], ignore_conflicts=True
    )
    row = NomorUrut.objects.select_for_update().get(instansi=office, tahun=tanggal.year)
    text = ""
    # A number that somebody had typed already is passed over.
    while not text or not _is_free(dokumen, text, tanggal.year):
        row.terakhir += 1
        text = filled(
            kop.format_nomor,
            instansi=office,
            jenis=dokumen.jenis,
            tanggal=tanggal,
            urut=row.terakhir,
        )
    row.save(update_fields=["terakhir"])
    if len(text) > LONGEST:
        raise Refused(f"Nomor menurut format instansi lebih panjang dari {LONGEST} huruf.")
    return text


def _is_free(dokumen: Dokumen, nomor: str, tahun: int) -> bool:
    try:
        claim(dokumen, nomor, tahun)
    except Refused:
        return False
    return True


def claim(dokumen: Dokumen, nomor: str, tahun: int) -> None:
    """Enter the number as this document's. Refused where another one of the office and year has
    it, or a version of this one that was revoked.
    """
    if document_queries.number_revoked(dokumen, nomor):
        raise Refused(
            "Nomor ini milik versi yang sudah dicabut dan tidak dipakai lagi. Beri nomor lain.",
            field="nomor",
        )
    of = {"instansi": dokumen.kantor, "tahun": tahun, "nomor": nomor}
    # Waits for whoever is entering the same number at this moment.
    NomorSurat.objects.get_or_create(**of, defaults={"pemilik": dokumen.keluarga})
    row = NomorSurat.objects.select_for_update().get(**of)
    if row.pemilik == dokumen.keluarga:
        return
    holder = document_queries.holder_of(nomor, tahun, besides=dokumen)
    if holder is not None:
        raise Refused(
            f"Nomor ini sudah dipakai: {holder}, versi {holder.versi}. Beri nomor lain.",
            field="nomor",
        )
    row.pemilik = dokumen.keluarga
    row.save(update_fields=["pemilik"])
