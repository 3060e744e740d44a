from reports.models.cetakan import Cetakan
from reports.models.dokumen import Dokumen
from reports.models.kop import KopSurat, Penandatangan
from reports.models.lampiran import Lampiran
from reports.models.tanda_tangan import PemeriksaanDokumen, TandaTangan

__all__ = [
    "Cetakan",
    "Dokumen",
    "KopSurat",
    "Lampiran",
    "PemeriksaanDokumen",
    "Penandatangan",
    "TandaTangan",
]
