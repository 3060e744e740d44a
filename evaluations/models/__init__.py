from evaluations.models.bukti import Berkas, Bukti, DokumenUmum, Pratinjau, Unggahan
from evaluations.models.evaluasi import (
    Evaluasi,
    EvaluasiAspek,
    EvaluasiAspekUserObjectPermission,
    Pengembalian,
    SampelVerifikasi,
)
from evaluations.models.foto_lapangan import FotoLapangan, PerangkatLapangan
from evaluations.models.hasil import Hasil
from evaluations.models.hitung_ulang import BarisHitungUlang, BarisRalat, HitungUlang, Ralat
from evaluations.models.impor import Impor
from evaluations.models.jawaban import AmbilAlih, Jawaban, Simpanan
from evaluations.models.kelengkapan import Keadaan, Kelengkapan, Pihak
from evaluations.models.nilai import (
    CaraSerah,
    KirimanTerlambat,
    Nilai,
    PeranNilai,
    SerahTerima,
    UsulanLevel,
)
from evaluations.models.nilai_luar import NilaiLuar
from evaluations.models.pembinaan import KesepakatanPembinaan, Pembinaan, PesertaPembinaan
from evaluations.models.pengingat import Pengingat
from evaluations.models.people.penanggung_jawab import PenanggungJawab
from evaluations.models.people.tim_penilai import AnggotaTim, TimPenilai
from evaluations.models.publikasi import (
    CalonTerbit,
    HasilTerbit,
    Publikasi,
    SampelValidasi,
    TidakDievaluasi,
)
from evaluations.models.rekomendasi import Rekomendasi
from evaluations.models.riwayat import AngkaTerbit, HasilTerdahulu, NilaiLain
from evaluations.models.sanggahan import Sanggahan
from evaluations.models.sensor import Sensor
from evaluations.models.siklus import (
    AturanLokus,
    Fase,
    KeadaanTerbit,
    KetentuanPerpanjangan,
    PermohonanPerpanjangan,
    Perpanjangan,
    Siklus,
)
from evaluations.models.skm_unit import SkmUnit
from evaluations.models.survei import (
    GaramSurvei,
    KodeSurvei,
    LembarKertas,
    LembarKode,
    RekapSurvei,
    Respons,
    Survei,
    TautanSurvei,
)
from evaluations.models.tindak_lanjut import BuktiTindakLanjut, TindakLanjut
from evaluations.models.usulan_lokus import UsulanLokus
from evaluations.models.utas import PermintaanBerkas, Pesan, Reviu, Utas
from evaluations.models.versi_f01 import AtasNama, PernyataanKepala, VersiF01

__all__ = [
    "AmbilAlih",
    "AnggotaTim",
    "AngkaTerbit",
    "AtasNama",
    "AturanLokus",
    "BarisHitungUlang",
    "BarisRalat",
    "Berkas",
    "Bukti",
    "BuktiTindakLanjut",
    "CalonTerbit",
    "CaraSerah",
    "DokumenUmum",
    "Evaluasi",
    "EvaluasiAspek",
    "EvaluasiAspekUserObjectPermission",
    "Fase",
    "FotoLapangan",
    "GaramSurvei",
    "Hasil",
    "HasilTerbit",
    "HasilTerdahulu",
    "HitungUlang",
    "Impor",
    "Jawaban",
    "Keadaan",
    "KeadaanTerbit",
    "Kelengkapan",
    "KesepakatanPembinaan",
    "KetentuanPerpanjangan",
    "KirimanTerlambat",
    "KodeSurvei",
    "LembarKertas",
    "LembarKode",
    "Nilai",
    "NilaiLain",
    "NilaiLuar",
    "Pembinaan",
    "PenanggungJawab",
    "Pengembalian",
    "Pengingat",
    "PeranNilai",
    "PerangkatLapangan",
    "PermintaanBerkas",
    "PermohonanPerpanjangan",
    "PernyataanKepala",
    "Perpanjangan",
    "Pesan",
    "PesertaPembinaan",
    "Pihak",
    "Pratinjau",
    "Publikasi",
    "Ralat",
    "RekapSurvei",
    "Rekomendasi",
    "Respons",
    "Reviu",
    "SampelValidasi",
    "SampelVerifikasi",
    "Sanggahan",
    "Sensor",
    "SerahTerima",
    "Siklus",
    "Simpanan",
    "SkmUnit",
    "Survei",
    "TautanSurvei",
    "TidakDievaluasi",
    "TimPenilai",
    "TindakLanjut",
    "Unggahan",
    "UsulanLevel",
    "UsulanLokus",
    "Utas",
    "VersiF01",
]
