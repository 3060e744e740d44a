"""What a document's file is called when it leaves: letters, digits and hyphens alone."""

from django.utils.text import slugify

from reports.models import Dokumen

_KINDS = {
    Dokumen.Jenis.BERITA_ACARA: "berita-acara",
    Dokumen.Jenis.LHE: "lhe",
    Dokumen.Jenis.PERHITUNGAN: "perhitungan",
    Dokumen.Jenis.SURAT: "surat-penyampaian",
    Dokumen.Jenis.REKAP: "rekap",
    Dokumen.Jenis.TANDA_TERIMA: "tanda-terima-f01",
    Dokumen.Jenis.PENGHARGAAN: "daftar-penghargaan",
}


def document_name(dokumen: Dokumen) -> str:
    kind = _KINDS[Dokumen.Jenis(dokumen.jenis)]
    parts = [kind, slugify(dokumen.perihal)[:80], str(dokumen.siklus.tahun)]
    if dokumen.sementara:
        parts.append("sementara")
    elif dokumen.ditandatangani and dokumen.pengesahan is None:
        parts.append("konsep")
    return "-".join(filter(None, parts)) + f"-v{dokumen.versi}.{dokumen.ekstensi}"
