"""What people type: the number and date of documents, letterheads, the register of letters."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from pekppp.accounts import reauthentication
from pekppp.accounts.forms import NipField
from pekppp.accounts.models import Instansi, User
from pekppp.dates import DayField
from pekppp.form_fields import choice_field, model_field
from reports.models import Dokumen, Kelompok, KopSurat, Penandatangan, Penyampaian
from reports.models.penandatangan import SIGNED_KINDS
from reports.services.numbering import TOKENS

# On one page, and approved together.
SIGN_AT_ONCE = 50


class KelompokForm(forms.Form):
    """Which documents of which units or instansi of a cycle."""

    jenis = forms.ChoiceField(
        label="Jenis dokumen",
        choices=Dokumen.Jenis.choices,
        help_text="Rekap dibuat satu untuk setiap instansi, jenis lain satu untuk setiap unit.",
    )
    tanggal = DayField(label="Tanggal dokumen", initial=timezone.localdate)
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,  # given when the form is made
        to_field_name="uuid",
        label="Instansi",
        required=False,
        empty_label="Semua instansi",
    )
    jenis_unit = forms.ChoiceField(label="Jenis unit", required=False)
    final = forms.BooleanField(
        label="Hanya dokumen final",
        required=False,
        initial=True,
        help_text="Tanpa tanda ini, unit yang belum selesai mendapat dokumen bertanda SEMENTARA.",
    )

    def __init__(self, data: Any, *, instansi: QuerySet[Instansi], kinds: list[str]) -> None:
        super().__init__(data)
        model_field(self, "instansi").queryset = instansi
        choice_field(self, "jenis_unit").choices = [("", "Semua jenis"), *((k, k) for k in kinds)]


class KelompokTandaTanganForm(forms.Form):
    cara = forms.ChoiceField(
        label="Cara menandatangani untuk semua orang",
        choices=Kelompok.Cara.choices,
        help_text="Di aplikasi bila yang ditunjuk mempunyai akun yang boleh membaca dokumennya.",
    )


class RekapForm(forms.Form):
    instansi: "forms.ModelChoiceField[Instansi]" = forms.ModelChoiceField(
        queryset=None,  # given when the form is made
        to_field_name="uuid",
        label="Instansi",
        empty_label=None,
        error_messages={"required": "Pilih instansinya."},
    )
    tanggal = DayField(label="Tanggal dokumen", initial=timezone.localdate)
    nomor = forms.CharField(label="Nomor", max_length=120, required=False)
    perubahan = forms.CharField(
        label="Alasan mengubah rekap yang sudah ditandatangani",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, instansi: QuerySet[Instansi], corrects: bool, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        model_field(self, "instansi").queryset = instansi
        # Asked only where there is something to correct.
        if not corrects:
            del self.fields["perubahan"]


class PenyampaianFilter(forms.Form):
    q = forms.CharField(label="Cari unit atau nomor", max_length=100, required=False)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[
            ("", "Semua"),
            ("belum", "Belum dikirim"),
            ("dikirim", "Dikirim, belum diterima"),
            ("diterima", "Diterima"),
        ],
    )


class DikirimForm(forms.Form):
    tanggal = DayField(label="Dikirim pada", initial=timezone.localdate)
    cara = forms.ChoiceField(label="Cara", choices=Penyampaian.Cara.choices)


class DiterimaForm(forms.Form):
    tanggal = DayField(label="Diterima pada", initial=timezone.localdate)
    oleh = forms.CharField(
        label="Diterima oleh",
        max_length=200,
        error_messages={"required": "Isi nama penerimanya."},
    )


class DokumenForm(forms.Form):
    """One per kind of document on a page; `prefix` tells their fields apart."""

    nomor = forms.CharField(label="Nomor", max_length=120, required=False)
    tanggal = DayField(label="Tanggal dokumen")
    perubahan = forms.CharField(
        label="Alasan mengubah versi yang sudah ditandatangani",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Dicetak pada versi baru. Yang berubah, dari apa menjadi apa, ditulis sendiri "
        "oleh aplikasi.",
    )


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
        help_text="Dokumen final tanpa nomor mendapat nomor berikutnya pada tahunnya, tanpa "
        "nomor yang terlewat. Nomor yang diketik tetap dipakai.",
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
    pembina_alamat = forms.CharField(label="Alamat pembina", max_length=300, required=False)
    logo = forms.FileField(
        label="Lambang",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="Gambar PNG atau JPEG, paling besar 3 MB.",
    )
    hapus_logo = forms.BooleanField(label="Hapus lambang yang sekarang", required=False)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] when it runs
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.nama} ({obj.username})"


class PenunjukanForm(forms.Form):
    """Somebody appointed to sign: an account, or a name without one."""

    orang = PersonField(
        queryset=None,  # given when the form is made
        to_field_name="username",
        label="Akun",
        required=False,
        empty_label="Tanpa akun; tulis namanya di bawah",
        help_text="Yang mempunyai akun menandatangani di aplikasi; nama dan NIP-nya diambil dari "
        "akun itu.",
    )
    nama = forms.CharField(label="Nama tanpa akun", max_length=200, required=False)
    nip = NipField(label="NIP tanpa akun")
    jabatan = forms.CharField(
        label="Jabatan", max_length=200, help_text="Seperti tercetak, misalnya Sekretaris Daerah."
    )
    sebagai = forms.ChoiceField(
        label="Sebagai", choices=Penandatangan.Sebagai.choices, required=False
    )
    dokumen = forms.MultipleChoiceField(
        label="Dokumen yang ditandatangani",
        choices=SIGNED_KINDS,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"required": "Pilih sedikitnya satu jenis dokumen."},
    )
    urutan = forms.IntegerField(
        label="Urutan",
        min_value=1,
        max_value=9,
        initial=1,
        help_text="Berita acara ditandatangani semuanya; dokumen lain oleh urutan pertama saja.",
    )
    atas_nama = forms.CharField(
        label="Atas nama (a.n.)",
        max_length=200,
        required=False,
        help_text="Jabatan pemberi wewenang, misalnya Sekretaris Daerah.",
    )
    untuk_beliau = forms.CharField(
        label="Untuk beliau (u.b.)",
        max_length=200,
        required=False,
        help_text="Jabatan di antaranya, misalnya Asisten Administrasi Umum.",
    )
    mulai = DayField(label="Mulai", initial=timezone.localdate)
    sampai = DayField(label="Sampai", required=False, help_text="Kosongkan bila belum ditentukan.")

    def __init__(self, data: Any = None, *, people: QuerySet[User], **more: Any) -> None:
        super().__init__(data, **more)
        model_field(self, "orang").queryset = people


class AkhiriPenunjukanForm(forms.Form):
    sampai = DayField(label="Hari terakhir", initial=timezone.localdate)
    alasan = forms.CharField(label="Alasan", max_length=500, required=False)


class SetujuForm(forms.Form):
    """The last word before a signature: the person shows once more who he is."""

    dibaca = forms.BooleanField(
        label="Saya sudah membaca dokumen ini dan menyetujui isinya.",
        error_messages={"required": "Centang setelah dokumen dibaca."},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proof = reauthentication.Proof(request)
        self.fields |= self.proof.fields()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        # Only now: a missing tick costs nobody a one-time code.
        if not self.errors:
            for name, words in self.proof.wrong(found):
                self.add_error(name, words)
        return found


class SetujuBanyakForm(SetujuForm):
    """One showing of who he is, for the documents that he selected of those shown."""

    pilih = forms.MultipleChoiceField(
        error_messages={
            "required": "Pilih paling sedikit satu dokumen.",
            "invalid_choice": "Daftarnya sudah berubah. Periksa lagi pilihan Anda.",
        }
    )

    def __init__(self, *args: Any, waiting: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "dibaca"
        ].label = "Saya sudah membaca dokumen yang saya pilih dan menyetujui isinya."
        choice_field(self, "pilih").choices = [(uuid, uuid) for uuid in waiting]

    def clean_pilih(self) -> list[str]:
        found = list(dict.fromkeys(self.cleaned_data["pilih"]))
        if len(found) > SIGN_AT_ONCE:
            raise forms.ValidationError(f"Paling banyak {SIGN_AT_ONCE} dokumen sekaligus.")
        return found


class TolakForm(forms.Form):
    alasan = forms.CharField(
        label="Alasan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class NomorForm(forms.Form):
    nomor = forms.CharField(label="Nomor dokumen", max_length=120)


class BerkasForm(forms.Form):
    berkas = forms.FileField(
        label="Berkas",
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/png,image/jpeg"}),
        error_messages={
            "required": "Pilih berkasnya.",
            "empty": "Berkas ini kosong; pilih berkas lain.",
        },
    )


class CaraForm(forms.Form):
    """A way of signing for each person named in the document."""

    def __init__(
        self, *args: Any, places: list[tuple[str, str, list[tuple[str, str]], str]], **more: Any
    ):
        super().__init__(*args, **more)
        for place, label, choices, hint in places:
            self.fields[f"cara-{place}"] = forms.ChoiceField(
                label=label, choices=choices, help_text=hint
            )

    def ways(self) -> dict[str, str]:
        return {name.removeprefix("cara-"): way for name, way in self.cleaned_data.items()}
