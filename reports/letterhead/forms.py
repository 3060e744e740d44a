"""A letterhead as a form."""

from django import forms

from reports.documents.services.numbering import TOKENS
from reports.models import KopSurat


def _clause(label: str, most: int, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=help_text,
    )


class KopForm(forms.Form):
    baris_1 = forms.CharField(
        label="Baris pertama",
        max_length=200,
        required=False,
        help_text="Biasanya nama pemerintah daerah atau kementerian.",
    )
    baris_2 = forms.CharField(
        label="Baris kedua",
        max_length=200,
        required=False,
        help_text="Biasanya nama kantor, misalnya SEKRETARIAT DAERAH.",
    )
    alamat = forms.CharField(label="Alamat dan kontak", max_length=300, required=False)
    tempat = forms.CharField(
        label="Tempat penandatanganan",
        max_length=100,
        required=False,
        help_text="Misalnya Banjarnegara.",
    )
    format_nomor = forms.CharField(
        label="Format nomor surat",
        max_length=100,
        required=False,
        help_text="Misalnya B/{nomor}/PP.00.02/{bulan_romawi}/{tahun}. Yang dapat dipakai: "
        + "; ".join(f"{{{name}}} {words}" for name, words in TOKENS.items())
        + ".",
    )
    nomor_otomatis = forms.BooleanField(
        label="Beri nomor otomatis",
        required=False,
        help_text="Dokumen tanpa nomor mendapat nomor berikutnya pada tahunnya saat disegel, tanpa "
        "nomor yang terlewat; konsep tidak memakai nomor. Nomor yang diketik tetap dipakai.",
    )
    klausul_pembuka = _clause(
        "Klausul pembuka",
        1000,
        "Ditambahkan setelah kalimat pembuka berita acara dan di awal surat, misalnya dasar surat "
        "tugas.",
    )
    klausul_penutup = _clause(
        "Klausul penutup", 1000, "Menggantikan kalimat penutup berita acara dan surat."
    )
    isi_surat = _clause(
        "Isi surat penyampaian", 2000, "Menggantikan alinea sesudah hasil pada surat penyampaian."
    )
    angka_berita_acara = forms.BooleanField(
        label="Cetak angka IPP pada berita acara",
        required=False,
        help_text="Berita acara dengan angka baru dapat dibaca unit setelah angkanya boleh "
        "dilihat unit.",
    )
    sifat_surat = forms.CharField(
        label="Sifat surat penyampaian",
        max_length=40,
        required=False,
        help_text="Misalnya Segera atau Penting; tanpa isian tertulis Biasa.",
    )
    lampiran_surat = forms.CharField(
        label="Lampiran surat penyampaian",
        max_length=60,
        required=False,
        help_text="Misalnya 1 (satu) berkas, yaitu LHE. Kosongkan bila tidak ada.",
    )
    surat_kepada = forms.ChoiceField(
        label="Surat penyampaian ditujukan kepada",
        choices=KopSurat._meta.get_field("surat_kepada").choices or (),
    )
    pembina = forms.CharField(
        label="Sebutan pembina",
        max_length=200,
        required=False,
        help_text="Pimpinan instansi ini pada surat, misalnya Bupati Banjarnegara.",
    )
    pembina_nama = forms.CharField(
        label="Nama pembina",
        max_length=200,
        required=False,
        help_text="Dicetak di bawah lampiran keputusan yang ditetapkannya.",
    )
    pembina_alamat = forms.CharField(label="Alamat pembina", max_length=300, required=False)
    logo = forms.FileField(
        label="Lambang",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="Gambar PNG atau JPEG, paling besar 3 MB.",
    )
    hapus_logo = forms.BooleanField(label="Hapus lambang yang sekarang", required=False)
