"""The kinds of change: what each page is called, what it says first, and which fields it asks."""

from dataclasses import dataclass

from pekppp.accounts.models import PerubahanTempat

Jenis = PerubahanTempat.Jenis


@dataclass(frozen=True, slots=True)
class Kind:
    judul: str
    kata: str
    fields: tuple[str, ...]


_PEOPLE = (
    "Orang yang tidak ikut tetap pada tempat lama; peran di penerus dapat diakhiri sesudahnya."
)

UNIT: dict[str, Kind] = {
    Jenis.NAMA: Kind(
        "Unit berganti nama",
        "Hasil yang sudah ditetapkan atau terbit tetap memakai nama lama. Untuk salah ketik, pakai "
        "«Ubah data».",
        ("nama", "nama_evaluasi"),
    ),
    Jenis.PINDAH: Kind(
        "Unit pindah",
        "Ke bawah unit induk lain, ke wilayah lain, atau ke instansi lain. Di instansi lain unit "
        "dibuat sebagai penerus; hasil, dokumen, dan evaluasi yang berjalan tetap pada instansi "
        f"lama. {_PEOPLE}",
        ("instansi", "induk", "wilayah", "orang"),
    ),
    Jenis.PECAH: Kind(
        "Unit dipecah",
        "Setiap unit baru menunjukkan masa lalu unit lama dengan tandanya. Nama unit yang sudah "
        f"terdaftar berarti unit itu. {_PEOPLE}",
        ("baru", "tetap", "orang"),
    ),
    Jenis.GABUNG: Kind(
        "Unit digabung",
        "Unit yang digabung ditutup. Masa lalunya ditunjukkan terpisah pada penerusnya, tidak "
        f"pernah dirata-ratakan. {_PEOPLE}",
        ("dengan", "tujuan", "nama_baru", "orang"),
    ),
    Jenis.TUTUP: Kind(
        "Tutup unit",
        "Unit yang ditutup tidak lagi dipilih dalam siklus baru. Evaluasi, dokumen, dan orangnya "
        "tetap tersimpan. Penutupan dapat dibatalkan.",
        ("tujuan", "orang"),
    ),
}
INSTANSI: dict[str, Kind] = {
    Jenis.NAMA: Kind(
        "Instansi berganti nama",
        "Hasil yang sudah ditetapkan atau terbit tetap memakai nama lama.",
        ("nama", "singkatan", "nama_evaluasi"),
    ),
    Jenis.PINDAH: Kind(
        "Instansi pindah",
        "Ke provinsi atau wilayah lain. Unit, orang, dan hasilnya tetap miliknya.",
        ("induk", "wilayah", "nama_evaluasi"),
    ),
    Jenis.PECAH: Kind(
        "Instansi dimekarkan",
        "Instansi lama tetap ada; tutup sesudahnya bila perlu. Unit yang ikut dibuat sebagai "
        "penerus di instansi baru, hasil lamanya tetap pada instansi lama.",
        ("baru", "unit", "orang"),
    ),
    Jenis.GABUNG: Kind(
        "Instansi digabung",
        "Instansi yang digabung ditutup; semua unit dan instansi di bawahnya pindah ke penerusnya. "
        "Masa lalunya ditunjukkan terpisah, tidak pernah dirata-ratakan.",
        ("dengan", "tujuan", "nama_baru", "orang"),
    ),
    Jenis.TUTUP: Kind(
        "Tutup instansi",
        "Dengan penerus semua unitnya pindah ke sana; tanpa penerus semua unitnya ikut ditutup.",
        ("tujuan", "orang"),
    ),
}
# What carrying it out touches, as its counts name it.
WORDS = {
    "nama_evaluasi": "evaluasi berjalan memakai nama yang baru",
    "orang": "orang memegang peran yang sama di penerusnya",
    "orang_tertinggal": "admin tanpa surel terbukti tidak ikut; undang dia ke penerusnya",
    "undangan": "undangan yang belum diterima dicabut",
    "bawahan": "unit di bawahnya berganti unit induk",
    "pembaca": "instansi pembaca ikut membaca penerusnya",
    "unit": "unit ikut pindah atau ditutup",
    "instansi_bawahan": "instansi di bawahnya pindah ke penerusnya",
}
