from reports.models.cetakan import Cetakan
from reports.models.dokumen import Dokumen
from reports.models.kop import KopSurat, Penandatangan

__all__ = ["Cetakan", "Dokumen", "KopSurat", "Penandatangan"]
