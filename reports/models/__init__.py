from reports.models.cetakan import Cetakan
from reports.models.dokumen import Dokumen
from reports.models.kelompok import ButirKelompok, Kelompok
from reports.models.kop import KopSurat, NomorSurat, NomorUrut
from reports.models.lampiran import Lampiran
from reports.models.penandatangan import Penandatangan
from reports.models.penghargaan import DaftarPenghargaan, RilisPenghargaan
from reports.models.penyampaian import Penyampaian
from reports.models.tanda_tangan import PemeriksaanDokumen, TandaTangan

__all__ = [
    "ButirKelompok",
    "Cetakan",
    "DaftarPenghargaan",
    "Dokumen",
    "Kelompok",
    "KopSurat",
    "Lampiran",
    "NomorSurat",
    "NomorUrut",
    "PemeriksaanDokumen",
    "Penandatangan",
    "Penyampaian",
    "RilisPenghargaan",
    "TandaTangan",
]
