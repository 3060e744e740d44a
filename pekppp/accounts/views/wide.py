"""Acts on many at once: what each one names before it is done, and the one way of asking.

A view of `ACTS` says what its act would do (`ask`): the page shows it with numbers and names, and
the confirmation carries the digest of just that. If it comes to something else meanwhile, it is
shown again instead of done. A page that shows the consequence itself holds it as `akibat` and
includes `_components/consequence.html` in its form.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FIRST = 5  # names that stand before the whole list
AGREED = "akibat"  # the field of the confirmation

Found = Sequence[str] | int  # names, or a number where nothing has one


@dataclass(frozen=True, slots=True)
class Act:
    """`names`: by key, the words behind each number. `note`: what holds whatever the numbers."""

    title: str
    button: str
    names: Mapping[str, str]
    note: str = ""


_OBJECTIONS = {
    "sanggahan": "unit dengan sanggahan yang belum diputus",
    "masa_sanggah": "unit yang masa sanggahnya masih berjalan",
}
# By the name of the address that does it.
ACTS: dict[str, Act] = {
    "evaluations:cycle_open": Act(
        "Buka siklus",
        "Ya, buka",
        {
            "dibuka": "evaluasi dibuka, dan unitnya diberi tahu",
            "peringatan": "di antaranya dengan peringatan pada pratinjau",
            "lain": "di antaranya sedang dievaluasi dalam siklus lain",
        },
    ),
    "evaluations:cycle_close": Act(
        "Tutup siklus",
        "Tutup siklus",
        {"berjalan": "evaluasi belum selesai", "selesai": "evaluasi sudah terbit atau berakhir"},
        "Setelah ditutup tidak ada unit yang ditambahkan, ditugaskan, atau diperpanjang. Hasil "
        "yang sudah terbit tetap ada. Penutupan dapat dibatalkan dengan alasan.",
    ),
    "evaluations:cycle_delete": Act(
        "Hapus siklus",
        "Hapus siklus",
        {
            "evaluasi": "evaluasi dihapus",
            "isian F01": "isian F01 dihapus",
            "bukti dukung": "bukti dukung dihapus",
            "nilai": "nilai dihapus",
            "jawaban survei": "jawaban survei dihapus",
        },
        "Fase, aturan lokus, dokumen, percakapan, dan pemberitahuannya ikut dihapus, dan tidak "
        "dapat dikembalikan. Siapa yang menghapus tercatat di jejak audit.",
    ),
    "evaluations:cycle_phases": Act(
        "Ubah fase yang berjalan",
        "Ya, ubah fase",
        {
            "tertutup": "unit kehilangan jendela yang sekarang terbuka",
            "maju": "unit tenggatnya lebih cepat dari sekarang",
            "draf": "F01 di antaranya sedang diisi",
            "survei": "survei di antaranya sedang terbuka",
        },
    ),
    "evaluations:cycle_lokus": Act(
        "Ganti aturan lokus",
        "Ya, ganti aturan",
        {
            "aturan": "aturan lokus dihapus",
            "usulan": "usulan lokus tidak lagi disebut aturan mana pun",
        },
        "Evaluasi yang sudah dibuka tetap ada.",
    ),
    "evaluations:ask_for_nominations": Act(
        "Minta usulan", "Ya, minta", {"instansi": "instansi diminta mengusulkan"}
    ),
    "evaluations:lokus_choose": Act("Pilih unit", "Ya, pilih", {"unit": "unit dipilih"}),
    "evaluations:lokus_release": Act("Lepaskan unit", "Ya, lepaskan", {"unit": "unit dilepaskan"}),
    "evaluations:proposals_accept": Act(
        "Terima usulan", "Ya, terima", {"usulan": "usulan diterima, dan pengusulnya diberi tahu"}
    ),
    "evaluations:proposals_refuse": Act(
        "Tolak usulan", "Ya, tolak", {"usulan": "usulan ditolak, dan pengusulnya diberi tahu"}
    ),
    "evaluations:extensions": Act(
        "Beri perpanjangan",
        "Ya, perpanjang",
        {
            "unit": "unit mendapat waktu lebih lama, dan diberi tahu",
            "kegiatan": "kegiatan diperpanjang",
        },
    ),
    "evaluations:extension_grant": Act(
        "Kabulkan perpanjangan",
        "Kabulkan",
        {
            "unit": "unit mendapat waktu lebih lama, dan diberi tahu",
            "kegiatan": "kegiatan diperpanjang",
        },
    ),
    "evaluations:extension_cancel": Act(
        "Batalkan perpanjangan",
        "Batalkan perpanjangan",
        {
            "unit": "unit kehilangan perpanjangan ini, dan diberi tahu",
            "tertutup": "di antaranya jendelanya langsung tertutup",
        },
    ),
    "evaluations:assign": Act(
        "Tugaskan", "Ya, tugaskan", {"unit": "unit", "orang": "orang ditugaskan, dan diberi tahu"}
    ),
    "evaluations:unassign": Act(
        "Cabut tugas",
        "Ya, cabut",
        {"unit": "unit", "orang": "orang dicabut tugasnya, dan diberi tahu"},
        "Nilai yang sudah diisi tetap tersimpan.",
    ),
    "evaluations:waive_verification": Act(
        "Tiadakan verifikasi", "Ya, tiadakan", {"unit": "unit tidak lagi menunggu verifikasi"}
    ),
    "evaluations:ask_for_verification": Act(
        "Minta verifikasi", "Ya, minta", {"unit": "unit menunggu verifikasi provinsi"}
    ),
    "evaluations:province_sample": Act(
        "Ambil sampel verifikasi",
        "Ambil sampel ini",
        {"masuk": "unit masuk sampel", "luar": "unit di luar sampel"},
    ),
    "evaluations:remind": Act("Ingatkan", "Kirim pengingat", {"unit": "unit diingatkan"}),
    "evaluations:monitoring_end": Act(
        "Akhiri tanpa hasil",
        "Ya, akhiri",
        {"unit": "evaluasi diakhiri tanpa hasil"},
        "Semuanya sekaligus, atau tidak satu pun.",
    ),
    "evaluations:validate": Act(
        "Validasi hasil",
        "Ya, validasi",
        {
            "hasil": "hasil divalidasi dan dibekukan",
            **_OBJECTIONS,
            "sanggahan": "di antaranya sanggahannya belum diputus, jadi tidak divalidasi",
        },
        "Sanggahan yang datang sesudah ini baru masuk angka lewat hitung ulang.",
    ),
    "evaluations:send_back": Act(
        "Kembalikan kepada evaluator",
        "Ya, kembalikan",
        {"hasil": "F02 dibuka lagi bagi evaluator", "validasi": "di antaranya batal divalidasi"},
    ),
    "evaluations:freeze": Act(
        "Bekukan himpunan",
        "Ya, bekukan",
        {
            "hasil": "hasil masuk himpunan keputusan",
            **_OBJECTIONS,
            "berjalan": "evaluasi siklus ini belum divalidasi, jadi tidak ikut",
        },
    ),
    "evaluations:enter_decree": Act(
        "Terbitkan himpunan ini",
        "Terbitkan",
        {"hasil": "hasil terbuka bagi umum", **_OBJECTIONS},
    ),
    "evaluations:cancel_set": Act(
        "Batalkan himpunan", "Ya, batalkan", {"hasil": "hasil kembali berstatus divalidasi saja"}
    ),
    "evaluations:withdraw_decree": Act(
        "Tarik keputusan",
        "Tarik keputusan ini",
        {"hasil": "hasil hilang dari semua halaman dan unduhan publik"},
        "Berkas keputusannya ikut hilang. Unit dan instansinya diberi tahu.",
    ),
    "evaluations:report": Act(
        "Laporkan kepada KemenPANRB", "Ya, laporkan", {"hasil": "hasil dilaporkan"}
    ),
    "evaluations:recompute_apply": Act(
        "Terapkan hitung ulang",
        "Ya, terapkan",
        {
            "berubah": "hasil berubah, dan unitnya diberi tahu",
            "terbit": "di antaranya sudah terbit; angka publik tetap sampai ada keputusan baru",
            "tetap": "hasil tetap",
        },
    ),
    "evaluations:unit_names": Act(
        "Perbaiki nama", "Ya, perbaiki", {"evaluasi": "evaluasi berjalan memakai nama sekarang"}
    ),
    "evaluations:instansi_names": Act(
        "Perbaiki nama", "Ya, perbaiki", {"evaluasi": "evaluasi berjalan memakai nama sekarang"}
    ),
    "reports:sign_batch": Act(
        "Mulai penandatanganan",
        "Ya, mulai",
        {"dokumen": "dokumen dimulai penandatanganannya"},
        "Yang tidak bernomor atau masih sementara dilewati, dan disebut dengan sebabnya.",
    ),
    "reports:record_sent": Act(
        "Catat dikirim", "Ya, catat", {"surat": "surat dicatat sudah dikirim"}
    ),
    "reports:end_awards": Act(
        "Cabut penghargaan",
        "Ya, cabut",
        {"daftar": "daftar penghargaan hilang dari halaman publik"},
    ),
    "accounts:give_ways": Act(
        "Beri akses masuk",
        "Buat aksesnya",
        {
            "orang": "orang mendapat tautan dan kode baru",
            "lama": "akses yang masih berlaku diganti; slip dan tautannya yang lama mati",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    words: str
    number: int
    names: tuple[str, ...]

    @property
    def first(self) -> tuple[str, ...]:
        return self.names[:FIRST]

    @property
    def more(self) -> tuple[str, ...]:
        return self.names[FIRST:]


@dataclass(frozen=True, slots=True)
class Consequence:
    act: Act
    parts: tuple[Part, ...]
    digest: str

    @property
    def concerns(self) -> bool:
        return any(part.number for part in self.parts)


def consequence(name: str, found: Mapping[str, Found], about: str = "") -> Consequence:
    """What the act `name` would do. `about`: what else the confirmation is bound to.

    KeyError where the act is not in the table; ValueError where it does not name what it has to.
    """
    act = ACTS[name]
    if set(found) != set(act.names):
        raise ValueError(f"{name} has to name {sorted(act.names)}, not {sorted(found)}")
    parts = []
    for key, words in act.names.items():
        value = found[key]
        names = () if isinstance(value, int) else tuple(map(str, value))
        parts.append(Part(words, value if isinstance(value, int) else len(names), names))
    shown = [name, about, *((part.words, part.number, sorted(part.names)) for part in parts)]
    digest = hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()
    return Consequence(act, tuple(parts), digest)


def agreed(request: HttpRequest, shown: Consequence) -> bool:
    """Whether just this was confirmed."""
    return request.method == "POST" and request.POST.get(AGREED) == shown.digest


def stale(request: HttpRequest) -> bool:
    """Whether something was confirmed; where it was not just this, it has changed since."""
    return request.method == "POST" and AGREED in request.POST


def ask(
    request: HttpRequest,
    found: Mapping[str, Found],
    *,
    back: str,
    subject: str = "",
    about: str = "",
    refusal: str = "",
    kept: Mapping[str, str] | None = None,
) -> HttpResponse | None:
    """The page that asks; None once what is found now was confirmed, or where it concerns nobody.

    Everything that was sent goes along, and `kept` in place of a file. `refusal` stands where the
    button would.
    """
    match = request.resolver_match
    shown = consequence(match.view_name if match else "", found, about)
    if agreed(request, shown) or (request.method == "POST" and not shown.concerns):
        return None
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in (AGREED, "csrfmiddlewaretoken", *(kept or ()))
        for value in values
    ]
    context = {
        "akibat": shown,
        "berubah": stale(request),
        "perihal": subject,
        "kembali": back,
        "kiriman": [*sent, *(kept or {}).items()],
        "tolakan": refusal,
    }
    return asking(render(request, "consequence.html", context, status=status_of(request)), shown)


def status_of(request: HttpRequest) -> int:
    return 409 if stale(request) else 200


def asking(response: HttpResponse, shown: Consequence) -> HttpResponse:
    """Marked as a page that asks, for whoever answers it without reading."""
    response["X-Akibat"] = shown.digest
    return response
