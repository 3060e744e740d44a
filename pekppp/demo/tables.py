"""Who and what the demonstration invents."""

from dataclasses import dataclass

from pekppp.accounts.roles import Role

SAYS_SO = "(contoh)"

# Who holds the accounts of `pekppp.demo.accounts`: login, name, role and place.
PEOPLE = (
    ("kemenpanrb@contoh.id", "Ratna Wulandari", Role.ADMIN_NASIONAL, "kemenpanrb"),
    ("biro@contoh.id", "Bambang Setiadi, S.H., M.M.", Role.ADMIN_INSTANSI, "33"),
    ("bagian@contoh.id", "Siti Rahmawati, S.Sos., M.Si.", Role.ADMIN_INSTANSI, "33.04"),
    ("evaluator@contoh.id", "Dwi Hartono", Role.EVALUATOR, "33.04"),
    ("operator@contoh.id", "Agus Prasetyo", Role.OPERATOR, "rsud-serayu"),
    ("kepala@contoh.id", "dr. Endah Puspitasari", Role.KEPALA, "rsud-serayu"),
    ("verifikator@contoh.id", "Yuni Astuti", Role.VERIFIKATOR, "33"),
    ("pimpinan@contoh.id", "Slamet Riyadi, S.E., M.M.", Role.PIMPINAN, "33.04"),
)


@dataclass(frozen=True, slots=True)
class DemoUnit:
    key: str
    instansi: str
    nama: str
    jenis: str
    quality: float  # how well it serves, 0 to 1: decides answers, levels and survey
    last_year: bool
    this_year: str  # how far this year's evaluation has come
    formulir: str = "A"


UNITS = (  # a row a unit reads best as a table
    DemoUnit("rsud-serayu", "33.04", "RSUD Serayu", "rsud", 0.78, True, "draf"),
    DemoUnit(
        "disdukcapil",
        "33.04",
        "Dinas Kependudukan dan Pencatatan Sipil",
        "disdukcapil",
        0.9,
        True,
        "dinilai",
    ),
    DemoUnit("dinsos", "33.04", "Dinas Sosial", "dinsos", 0.55, True, "dikirim"),
    DemoUnit(
        "kec-mandiraja", "33.04", "Kecamatan Serayu Hilir", "kecamatan", 0.45, False, "dikembalikan"
    ),
    DemoUnit("pkm", "33.04", "Puskesmas Serayu Hulu", "puskesmas", 0.7, True, "f02_selesai"),
    DemoUnit("dpmptsp", "33.04", "DPMPTSP", "dpmptsp", 0.85, False, "diverifikasi"),
    DemoUnit(
        "kec-rakit", "33.04", "Kecamatan Serayu Tengah", "kecamatan", 0.3, False, "tidak_mengisi"
    ),
    DemoUnit("rsud-merbabu", "33", "RSUD Merbabu", "rsud", 0.88, True, "divalidasi"),
    DemoUnit("samsat", "33", "Samsat Dieng", "samsat", 0.65, True, "dinilai"),
    DemoUnit("statistik", "", "Layanan Statistik Terpadu", "layanan-utama", 0.8, True, "draf", "B"),
)

# Heads of the units, in their order; the first is the account of the demonstration.
HEADS = (
    "dr. Endah Puspitasari",
    "Joko Susilo, S.IP.",
    "Tri Wahyuni, S.Sos.",
    "Eko Budiyanto, S.STP.",
    "dr. Nurul Hidayah",
    "Hendra Gunawan, S.E.",
    "Sri Lestari, S.IP.",
    "dr. Bayu Nugroho, Sp.PD.",
    "Wahyu Santoso, S.H.",
    "Maya Indrawati, S.Si.",
)
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
