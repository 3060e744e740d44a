"""Who and what the demonstration invents."""

from dataclasses import dataclass

from pekppp.accounts.roles import Role

SAYS_SO = "(contoh)"

# Who holds the accounts of `pekppp.demo.accounts`: login, name, role and place.
PEOPLE = (
    ("kemenpanrb@contoh.id", "Ratna Wulandari", Role.ADMIN_NASIONAL, "kemenpanrb"),
    ("penetap@contoh.id", "Hari Nugraha, S.H.", Role.PENETAP, "kemenpanrb"),
    ("analis@contoh.id", "Citra Permatasari, S.IP.", Role.ANALIS, "kemenpanrb"),
    ("validator@contoh.id", "Dr. Yusuf Maulana", Role.VALIDATOR, "kemenpanrb"),
    ("biro@contoh.id", "Bambang Setiadi, S.H., M.M.", Role.ADMIN_INSTANSI, "33"),
    ("bagian@contoh.id", "Siti Rahmawati, S.Sos., M.Si.", Role.ADMIN_INSTANSI, "33.04"),
    ("evaluator@contoh.id", "Dwi Hartono", Role.EVALUATOR, "33.04"),
    ("operator@contoh.id", "Agus Prasetyo", Role.OPERATOR, "rsud-serayu"),
    ("kepala@contoh.id", "dr. Endah Puspitasari", Role.KEPALA, "rsud-serayu"),
    ("verifikator@contoh.id", "Yuni Astuti", Role.VERIFIKATOR, "33"),
    ("pimpinan@contoh.id", "Slamet Riyadi, S.E., M.M.", Role.PIMPINAN, "33.04"),
)


# Wilayah kerja: with which digits the codes of their provinces begin. K/L are dealt out in turn.
WILAYAH = (("Wilayah I", "12"), ("Wilayah II", "35"), ("Wilayah III", "6789"))
WILAYAH_OF_ANALYST = "Wilayah II"


@dataclass(frozen=True, slots=True)
class DemoUnit:
    key: str
    instansi: str
    nama: str
    jenis: str
    quality: float  # how well it serves, 0 to 1: decides answers, levels and survey
    years: int  # how many published years it has, counted back from the last
    this_year: str  # how far this year's evaluation has come; empty: it is not evaluated
    formulir: str = "A"
    kepala: str = ""


UNITS = (
    DemoUnit("rsud-serayu", "33.04", "RSUD Serayu", "rsud", 0.78, 2, "draf",
             kepala="dr. Endah Puspitasari"),
    DemoUnit("disdukcapil", "33.04", "Dinas Kependudukan dan Pencatatan Sipil", "disdukcapil",
             0.9, 2, "dinilai", kepala="Joko Susilo, S.IP."),
    DemoUnit("dinsos", "33.04", "Dinas Sosial", "dinsos", 0.55, 2, "dikirim",
             kepala="Tri Wahyuni, S.Sos."),
    DemoUnit("kec-mandiraja", "33.04", "Kecamatan Serayu Hilir", "kecamatan", 0.45, 0,
             "dikembalikan", kepala="Eko Budiyanto, S.STP."),
    DemoUnit("pkm", "33.04", "Puskesmas Serayu Hulu", "puskesmas", 0.7, 1, "f02_selesai",
             kepala="dr. Nurul Hidayah"),
    DemoUnit("dpmptsp", "33.04", "DPMPTSP", "dpmptsp", 0.85, 0, "diverifikasi",
             kepala="Hendra Gunawan, S.E."),
    DemoUnit("kec-rakit", "33.04", "Kecamatan Serayu Tengah", "kecamatan", 0.3, 0,
             "tidak_mengisi", kepala="Sri Lestari, S.IP."),
    DemoUnit("rsud-merbabu", "33", "RSUD Merbabu", "rsud", 0.88, 2, "divalidasi",
             kepala="dr. Bayu Nugroho, Sp.PD."),
    DemoUnit("samsat", "33", "Samsat Dieng", "samsat", 0.65, 1, "dinilai",
             kepala="Wahyu Santoso, S.H."),
    DemoUnit("statistik", "", "Layanan Statistik Terpadu", "layanan-utama", 0.8, 1, "draf", "B",
             kepala="Maya Indrawati, S.Si."),
    # Elsewhere, in the published years alone: a map, ranks and awards need neighbours.
    DemoUnit("rsud-brantas", "35", "RSUD Brantas", "rsud", 0.93, 2, "",
             kepala="dr. Laras Kinanti"),
    DemoUnit("disdukcapil-mas", "35.78", "Dinas Kependudukan dan Pencatatan Sipil Kali Mas",
             "disdukcapil", 1.2, 2, "", kepala="Dian Pramesti, S.IP."),
    DemoUnit("rsud-losari", "73", "RSUD Losari", "rsud", 0.6, 2, "",
             kepala="dr. Andi Rahman"),
    DemoUnit("rsud-sanur", "51.71", "RSUD Sanur", "rsud", 0.82, 1, "",
             kepala="dr. Ni Luh Sari"),
    DemoUnit("layanan-data", "", "Layanan Rujukan Data", "layanan-utama", 0.86, 2, "",
             kepala="Bima Satria, S.Si."),
    DemoUnit("dinsos-mahakam", "64.72", "Dinas Sosial Tepian", "dinsos", 0.4, 1, "",
             kepala="Rudi Hartawan, S.Sos."),
)  # fmt: skip
RECOMMENDATIONS = {
    "I": "Tetapkan standar pelayanan untuk seluruh jenis layanan dan tinjau ulang setiap tahun "
    "bersama masyarakat melalui Forum Konsultasi Publik.",
    "II": "Lengkapi kriteria penghargaan pelaksana dengan unsur kinerja, lalu tetapkan.",
    "III": "Tambahkan jalur pemandu dan toilet khusus bagi pengguna berkebutuhan khusus.",
    "IV": "Mutakhirkan informasi pelayanan sedikitnya setiap minggu dan hubungkan dengan SIPPN.",
    "V": "Tindak lanjuti pengaduan SP4N-LAPOR! hingga 90% selesai dan laporkan secara berkala.",
    "VI": "Tetapkan payung hukum inovasi dan alokasikan anggarannya.",
}
COMMENTS = (
    "Petugasnya ramah dan menjelaskan dengan sabar.",
    "Antrean masih lama pada hari Senin.",
    "Tempat parkir sempit, tetapi pelayanannya cepat.",
    "Informasi persyaratan di situs sudah jelas.",
)

# What respondents are offered as the service that they used, by kind of unit.
SERVICES = {
    "rsud": ("Rawat jalan", "Rawat inap", "Gawat darurat", "Farmasi", "Laboratorium"),
    "puskesmas": ("Pemeriksaan umum", "Kesehatan ibu dan anak", "Imunisasi", "Farmasi"),
    "disdukcapil": ("KTP-el", "Kartu keluarga", "Akta kelahiran", "Akta kematian", "KIA"),
}
