"""What a respondent may say of himself: coarse enough that it points at nobody."""

USIA = [
    ("<20", "Di bawah 20 tahun"),
    ("20-29", "20–29 tahun"),
    ("30-39", "30–39 tahun"),
    ("40-49", "40–49 tahun"),
    ("50-59", "50–59 tahun"),
    (">=60", "60 tahun atau lebih"),
]
JENIS_KELAMIN = [("P", "Perempuan"), ("L", "Laki-laki")]
PENDIDIKAN = [
    ("sd", "SD atau sederajat"),
    ("smp", "SMP atau sederajat"),
    ("sma", "SMA atau sederajat"),
    ("diploma", "Diploma (D1–D3)"),
    ("sarjana", "Sarjana (D4/S1)"),
    ("pasca", "Pascasarjana (S2/S3)"),
]
PEKERJAAN = [
    ("pelajar", "Pelajar atau mahasiswa"),
    ("asn", "ASN, TNI, atau Polri"),
    ("swasta", "Pegawai swasta"),
    ("wirausaha", "Wirausaha"),
    ("tani", "Petani, nelayan, atau buruh"),
    ("rumah", "Mengurus rumah tangga"),
    ("lain", "Lainnya"),
]

FIELDS = (
    ("usia", "Usia", USIA),
    ("jenis_kelamin", "Jenis kelamin", JENIS_KELAMIN),
    ("pendidikan", "Pendidikan terakhir", PENDIDIKAN),
    ("pekerjaan", "Pekerjaan", PEKERJAAN),
)
