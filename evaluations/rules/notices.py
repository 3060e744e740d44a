"""Who is told of what: a pure table of events and recipients, with the words of each.

Whoever did it is never told of it. Of what a row is `about`, only those hear the details who see it
in that state (`visibility`); the others hear that it happened. `core.services.notices` sends, and
is the only one that does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evaluations.rules.visibility import Field, Viewer, sees
from evaluations.rules.workflow import DECIDED, Action, Kegiatan, State


class Recipient(StrEnum):
    UNIT = "unit"  # its operators and its head
    EVALUATOR = "evaluator"
    KETUA = "ketua"
    VERIFIKATOR = "verifikator"
    PENETAP_VERIFIKATOR = "penetap_verifikator"  # whoever appoints a verifier
    ADMIN_UNIT = "admin_unit"  # of the instansi that owns the unit
    ADMIN_PENILAI = "admin_penilai"  # of the instansi that evaluates
    PENYELENGGARA = "penyelenggara"
    KEMENPANRB = "kemenpanrb"
    # By the state: see `stands_for`.
    PENENTU = "penentu"  # who decides next about a finished F02
    PEMUTUS = "pemutus"  # who decides an objection
    # Whom the event itself names.
    ORANG = "orang"
    PENANDATANGAN = "penandatangan"


R = Recipient

LABELS: dict[Recipient, str] = {
    R.UNIT: "unit",
    R.EVALUATOR: "evaluator",
    R.KETUA: "ketua tim",
    R.VERIFIKATOR: "verifikator",
    R.PENETAP_VERIFIKATOR: "admin yang menunjuk verifikator",
    R.ADMIN_UNIT: "admin instansi unit",
    R.ADMIN_PENILAI: "admin instansi penilai",
    R.PENYELENGGARA: "penyelenggara",
    R.KEMENPANRB: "KemenPANRB",
    R.ORANG: "orang yang dituju",
    R.PENANDATANGAN: "penanda tangan",
}

# Who has to hear of it where nobody holds the task, since he can give it to somebody.
INSTEAD: dict[Recipient, Recipient] = {
    R.EVALUATOR: R.ADMIN_PENILAI,
    R.KETUA: R.ADMIN_PENILAI,
    R.VERIFIKATOR: R.PENETAP_VERIFIKATOR,
}

VIEWERS: dict[Recipient, Viewer] = {
    R.UNIT: Viewer.UNIT,
    R.EVALUATOR: Viewer.EVALUATOR,
    R.KETUA: Viewer.EVALUATOR,
    R.VERIFIKATOR: Viewer.VERIFIKATOR,
    R.PENETAP_VERIFIKATOR: Viewer.READER,
    R.ADMIN_UNIT: Viewer.ADMIN,
    R.ADMIN_PENILAI: Viewer.ADMIN,
    R.PENYELENGGARA: Viewer.ADMIN,
    R.KEMENPANRB: Viewer.ADMIN,
}
NAMED = frozenset({R.ORANG, R.PENANDATANGAN})


def stands_for(recipient: Recipient, state: State, *, verified: bool) -> Recipient:
    """Who that is in this state; `verified`: the evaluation has the step of verification."""
    if recipient is R.PENENTU:
        return R.VERIFIKATOR if verified else R.PENYELENGGARA
    if recipient is R.PEMUTUS:
        if state in DECIDED:
            return R.PENYELENGGARA
        return R.VERIFIKATOR if verified else R.KETUA
    return recipient


class Event(StrEnum):
    # Steps of an evaluation bear the names of their actions.
    KIRIM_F01 = "kirim_f01"
    SIAP_DIKIRIM = "siap_dikirim"
    KIRIM_DENGAN_PERNYATAAN = "kirim_dengan_pernyataan"
    TARIK_KEMBALI = "tarik_kembali"
    KEMBALIKAN_F01 = "kembalikan_f01"
    MULAI_NILAI = "mulai_nilai"
    SELESAI_F02 = "selesai_f02"
    BUKA_F02 = "buka_f02"
    VERIFIKASI = "verifikasi"
    VALIDASI = "validasi"
    BATAL_VALIDASI = "batal_validasi"
    TERBITKAN = "terbitkan"
    GANTI_TERBITAN = "ganti_terbitan"
    TARIK = "tarik"
    LAPORKAN = "laporkan"
    TIDAK_MENGISI = "tidak_mengisi"
    TIDAK_DAPAT_DINILAI = "tidak_dapat_dinilai"
    GANTI = "ganti"
    BATALKAN = "batalkan"
    TUTUP_TANPA_IPP = "tutup_tanpa_ipp"
    PULIHKAN = "pulihkan"
    # Help with the F01, and one more file after it.
    ATAS_NAMA_UNIT = "atas_nama_unit"
    REVIU_DIMINTA = "reviu_diminta"
    REVIU_DIJAWAB = "reviu_dijawab"
    BERKAS_DIMINTA = "berkas_diminta"
    BERKAS_TIBA = "berkas_tiba"
    # A cycle and its dates.
    SIKLUS_DIBUKA = "siklus_dibuka"
    SIKLUS_DIBUKA_KANTOR = "siklus_dibuka_kantor"
    # What is proposed about lokus.
    MINTA_NOMINASI = "minta_nominasi"
    USULAN_LOKUS = "usulan_lokus"
    USULAN_LOKUS_DITARIK = "usulan_lokus_ditarik"
    USULAN_LOKUS_DIPUTUS = "usulan_lokus_diputus"
    JENDELA_UNIT = "jendela_unit"
    JENDELA_F02 = "jendela_f02"
    PERPANJANGAN = "perpanjangan"
    PERPANJANGAN_F02 = "perpanjangan_f02"
    PERPANJANGAN_DIMINTA = "perpanjangan_diminta"
    PERPANJANGAN_DITOLAK = "perpanjangan_ditolak"
    PENUGASAN = "penugasan"
    PENUGASAN_DICABUT = "penugasan_dicabut"
    SERAH_TERIMA = "serah_terima"
    KIRIMAN_TERLAMBAT = "kiriman_terlambat"
    PENANGGUNG_JAWAB = "penanggung_jawab"
    TAHAP_VERIFIKASI = "tahap_verifikasi"
    PENGINGAT_UNIT = "pengingat_unit"
    PENGINGAT_EVALUATOR = "pengingat_evaluator"
    TENGGAT = "tenggat"
    # What unit and evaluators say to each other.
    PESAN_UNIT = "pesan_unit"
    PESAN_PENILAI = "pesan_penilai"
    PESAN_KANTOR = "pesan_kantor"
    SENSOR_MENUNGGU = "sensor_menunggu"
    SENSOR_KEDALUWARSA = "sensor_kedaluwarsa"
    # Objections.
    SANGGAHAN_DIAJUKAN = "sanggahan_diajukan"
    SANGGAHAN_DITARIK = "sanggahan_ditarik"
    SANGGAHAN_DIPUTUS = "sanggahan_diputus"
    SANGGAHAN_DITUTUP = "sanggahan_ditutup"
    # Results.
    HITUNG_ULANG = "hitung_ulang"
    HITUNG_ULANG_KANTOR = "hitung_ulang_kantor"
    # The instrument was mended while it is in use.
    RALAT_UNIT = "ralat_unit"
    RALAT_PENILAI = "ralat_penilai"
    PUBLIKASI = "publikasi"
    HASIL_DITARIK = "hasil_ditarik"
    TARIK_KEPUTUSAN = "tarik_keputusan"
    HASIL_DILAPORKAN = "hasil_dilaporkan"
    # Afterwards.
    TINDAK_LANJUT_UNIT = "tindak_lanjut_unit"
    TINDAK_LANJUT_PUTUSAN = "tindak_lanjut_putusan"
    TINDAK_LANJUT_LEWAT = "tindak_lanjut_lewat"
    TINDAK_LANJUT_TERLAMBAT = "tindak_lanjut_terlambat"
    PEMBINAAN = "pembinaan"
    # Documents.
    GILIRAN_TTD = "giliran_ttd"
    GILIRAN_TTD_BANYAK = "giliran_ttd_banyak"
    TTD_DITOLAK = "ttd_ditolak"
    DOKUMEN_BERLAKU = "dokumen_berlaku"
    DOKUMEN_DICABUT = "dokumen_dicabut"
    PENANDA_TANGAN = "penanda_tangan"
    KELOMPOK_DOKUMEN = "kelompok_dokumen"


E = Event
_CONCERNED = (R.UNIT, R.ADMIN_UNIT, R.EVALUATOR, R.KETUA)
_OFFICES = (R.ADMIN_UNIT, R.ADMIN_PENILAI)
_PUBLISHED = (*_OFFICES, R.PENYELENGGARA, R.EVALUATOR, R.KETUA, R.VERIFIKATOR)


@dataclass(frozen=True, slots=True)
class Row:
    """Who is told, and the sentence that says it: `one` of one evaluation, `many` of several at
    once. `{unit}`, `{siklus}` and `{jumlah}` are always known, others come with the event."""

    told: tuple[Recipient, ...]
    one: str = ""
    many: str = ""
    about: tuple[Field, ...] = ()  # the details tell of these: one that is seen is enough
    kind: str = ""  # of the notice; events of one subject share it
    # For whom somebody else hears where nobody holds the task: see INSTEAD.
    instead: tuple[Recipient, ...] = tuple(INSTEAD)


TABLE: dict[Event, Row] = {
    E.KIRIM_F01: Row((R.EVALUATOR, R.KETUA), "F01 {unit} sudah dikirim dan siap dinilai."),
    E.SIAP_DIKIRIM: Row((R.ORANG,), "F01 {unit} siap, mohon dikirim."),
    E.KIRIM_DENGAN_PERNYATAAN: Row(
        (R.ORANG,), "{oleh} mengirim F01 {unit} dengan pernyataan kepala unit."
    ),
    E.TARIK_KEMBALI: Row((R.EVALUATOR, R.KETUA, R.UNIT), "F01 {unit} ditarik kembali oleh unit."),
    E.ATAS_NAMA_UNIT: Row(
        (R.UNIT, R.EVALUATOR, R.KETUA), "F01 {unit} diisi {kantor} atas nama unit.", instead=()
    ),
    E.REVIU_DIMINTA: Row(
        (R.ADMIN_UNIT,), "{unit} meminta reviu F01 sebelum dikirim.", kind="reviu"
    ),
    E.REVIU_DIJAWAB: Row((R.UNIT,), "F01 {unit} sudah direviu {kantor}.", kind="reviu"),
    E.BERKAS_DIMINTA: Row(
        (R.UNIT,),
        "Satu berkas lagi diminta untuk indikator {indikator} {unit}.",
        kind="permintaan_berkas",
    ),
    E.BERKAS_TIBA: Row(
        (R.ORANG,),
        "Berkas yang diminta untuk indikator {indikator} {unit} sudah tiba.",
        kind="permintaan_berkas",
    ),
    E.KEMBALIKAN_F01: Row((R.UNIT,), "F01 {unit} dikembalikan untuk diperbaiki."),
    E.MULAI_NILAI: Row(()),
    E.SELESAI_F02: Row((R.PENENTU, R.UNIT), "F02 {unit} sudah selesai."),
    # The reason is the team's: it may tell of levels that the unit does not see any more.
    E.BUKA_F02: Row(
        (R.EVALUATOR, R.KETUA, R.UNIT),
        "F02 {unit} dikembalikan kepada evaluator.",
        about=(Field.CATATAN_INTERNAL,),
    ),
    E.VERIFIKASI: Row((R.PENYELENGGARA, R.KETUA, R.UNIT), "Nilai {unit} sudah diverifikasi."),
    # Hundreds at once; whom it concerns hears when it is published.
    E.VALIDASI: Row(()),
    E.BATAL_VALIDASI: Row(
        (R.EVALUATOR, R.KETUA, R.UNIT),
        "Validasi {unit} dibatalkan; F02 dibuka lagi.",
        about=(Field.CATATAN_INTERNAL,),
    ),
    # Offices and evaluators hear once of a whole decree: PUBLIKASI.
    E.TERBITKAN: Row((R.UNIT,), "Hasil evaluasi {unit} sudah terbit."),
    E.GANTI_TERBITAN: Row((R.UNIT,), "Hasil baru {unit} sudah terbit dan menggantikan yang lama."),
    E.TARIK: Row(()),  # a result may be withdrawn without this step: HASIL_DITARIK
    E.LAPORKAN: Row(()),  # once of all: HASIL_DILAPORKAN
    E.TIDAK_MENGISI: Row(
        _CONCERNED,
        "Evaluasi {unit}: dinyatakan tidak mengisi.",
        "{jumlah} evaluasi dalam {siklus} dinyatakan tidak mengisi.",
    ),
    E.TIDAK_DAPAT_DINILAI: Row(
        _CONCERNED,
        "Evaluasi {unit}: dinyatakan tidak dapat dinilai.",
        "{jumlah} evaluasi dalam {siklus} dinyatakan tidak dapat dinilai.",
    ),
    E.GANTI: Row(_CONCERNED, "Evaluasi {unit}: dinyatakan diganti."),
    E.BATALKAN: Row(
        _CONCERNED,
        "Evaluasi {unit} dibatalkan.",
        "{jumlah} evaluasi dalam {siklus} dibatalkan.",
    ),
    E.TUTUP_TANPA_IPP: Row(_CONCERNED, "Evaluasi {unit} ditutup tanpa IPP: responden kurang."),
    E.PULIHKAN: Row(_CONCERNED, "Evaluasi {unit} dipulihkan dan berjalan lagi."),
    E.SIKLUS_DIBUKA: Row(
        (R.UNIT,),
        "{awalan}Evaluasi {unit} dibuka dalam {siklus}.",
        "{awalan}{jumlah} evaluasi unit Anda dibuka dalam {siklus}.",
    ),
    E.SIKLUS_DIBUKA_KANTOR: Row(
        _OFFICES,
        "{awalan}Siklus {siklus} sudah dibuka.",
        "{awalan}Siklus {siklus} sudah dibuka untuk {jumlah} unit.",
        kind="siklus_dibuka",
    ),
    E.MINTA_NOMINASI: Row((R.ADMIN_UNIT,), "Usulkan lokus {instansi_nama} untuk {siklus}."),
    E.USULAN_LOKUS: Row((R.PENYELENGGARA,), "{instansi_nama} mengusulkan lokus {siklus}: {apa}."),
    E.USULAN_LOKUS_DITARIK: Row(
        (R.PENYELENGGARA,),
        "{instansi_nama} menarik usulan lokus {siklus}: {apa}.",
        kind="usulan_lokus",
    ),
    E.USULAN_LOKUS_DIPUTUS: Row(
        (R.ADMIN_UNIT, R.UNIT),
        "{jumlah} usulan lokus {instansi_nama} {putusan}.",
        kind="usulan_lokus",
    ),
    E.JENDELA_UNIT: Row(
        (R.UNIT,),
        "{kegiatan} {unit} sudah dibuka.",
        "{kegiatan} sudah dibuka untuk {jumlah} unit.",
        kind="jendela_dibuka",
    ),
    E.JENDELA_F02: Row(
        (R.EVALUATOR, R.KETUA),
        "{kegiatan} {unit} sudah dibuka.",
        "{kegiatan} sudah dibuka untuk {jumlah} unit.",
        kind="jendela_dibuka",
    ),
    E.PERPANJANGAN: Row(
        (R.UNIT, R.ADMIN_UNIT),
        "{kegiatan} {unit} {apa}.",
        "{kegiatan} {jumlah} unit {apa}.",
    ),
    E.PERPANJANGAN_F02: Row(
        (R.EVALUATOR, R.KETUA, R.UNIT, *_OFFICES),
        "{kegiatan} {unit} {apa}.",
        "{kegiatan} {jumlah} unit {apa}.",
        kind="perpanjangan",
    ),
    E.PERPANJANGAN_DIMINTA: Row(
        (R.PENYELENGGARA, R.ADMIN_PENILAI),
        "{pemohon} meminta perpanjangan: {apa}.",
        "{pemohon} meminta perpanjangan untuk {jumlah} unit: {apa}.",
        kind="permohonan_perpanjangan",
    ),
    E.PERPANJANGAN_DITOLAK: Row(
        (R.UNIT, R.ADMIN_UNIT),
        "Permohonan perpanjangan {unit} ditolak: {apa}.",
        "Permohonan perpanjangan {jumlah} unit ditolak: {apa}.",
        kind="permohonan_perpanjangan",
    ),
    E.PENUGASAN: Row((R.ORANG,), "Anda ditugaskan sebagai {tugas} {untuk}."),
    E.PENUGASAN_DICABUT: Row((R.ORANG,), "Tugas Anda sebagai {tugas} {untuk} dicabut."),
    # Why somebody leaves is not the unit's business.
    E.SERAH_TERIMA: Row(
        (R.ORANG, R.EVALUATOR, R.KETUA, R.VERIFIKATOR, R.UNIT, R.ADMIN_PENILAI, R.PENYELENGGARA),
        "Tugas menilai {unit} diserahkan dari {dari} kepada {kepada}.",
        "Tugas menilai {jumlah} unit diserahkan dari {dari} kepada {kepada}.",
        about=(Field.CATATAN_INTERNAL,),
        instead=(),
    ),
    E.KIRIMAN_TERLAMBAT: Row(
        (R.ORANG,), "Kiriman terlambat dari {dari} tentang {unit} ada pada meja F02."
    ),
    E.PENANGGUNG_JAWAB: Row((R.ORANG,), "Anda penanggung jawab F01 {unit}, aspek {aspek}."),
    E.TAHAP_VERIFIKASI: Row(
        (R.PENETAP_VERIFIKATOR, R.VERIFIKATOR, R.UNIT, *_OFFICES),
        "{unit} {apa}",
        "{jumlah} unit {apa}",
    ),
    E.PENGINGAT_UNIT: Row(
        (R.UNIT,),
        "Pengingat: mengirim F01 {unit}.",
        "Pengingat: mengirim F01 {jumlah} unit.",
        kind="pengingat",
        instead=(),
    ),
    E.PENGINGAT_EVALUATOR: Row(
        (R.EVALUATOR, R.KETUA),
        "Pengingat: menyelesaikan F02 {unit}.",
        "Pengingat: menyelesaikan F02 {jumlah} unit.",
        kind="pengingat",
        instead=(),
    ),
    # Whom a deadline concerns says `reminders`.
    E.TENGGAT: Row((R.ORANG,), "{apa}"),
    E.PESAN_UNIT: Row(
        (R.EVALUATOR, R.KETUA, R.VERIFIKATOR),
        "Pesan baru tentang indikator {indikator} {unit}",
        about=(Field.PERCAKAPAN,),
        kind="percakapan",
        instead=(R.EVALUATOR,),
    ),
    E.PESAN_PENILAI: Row(
        (R.UNIT,),
        "Pesan baru tentang indikator {indikator} {unit}",
        about=(Field.PERCAKAPAN,),
        kind="percakapan",
    ),
    # An administrator speaks to both sides.
    E.PESAN_KANTOR: Row(
        (R.UNIT, R.EVALUATOR, R.KETUA, R.VERIFIKATOR),
        "Pesan baru tentang indikator {indikator} {unit}",
        about=(Field.PERCAKAPAN,),
        kind="percakapan",
        instead=(R.EVALUATOR,),
    ),
    E.SENSOR_MENUNGGU: Row((R.ORANG,), "«{nama}» menunggu dihitamkan"),
    E.SENSOR_KEDALUWARSA: Row((R.ORANG,), "«{nama}» dimusnahkan"),
    E.SANGGAHAN_DIAJUKAN: Row(
        (R.PEMUTUS, R.KETUA, R.EVALUATOR, R.UNIT),
        "{unit} menyanggah nilai indikator {indikator}.",
        about=(Field.LEVEL,),
        kind="sanggahan",
    ),
    E.SANGGAHAN_DITARIK: Row(
        (R.PEMUTUS, R.KETUA, R.EVALUATOR, R.UNIT),
        "{unit} menarik sanggahan indikator {indikator}.",
        kind="sanggahan",
    ),
    E.SANGGAHAN_DIPUTUS: Row(
        (R.UNIT, R.KETUA, R.EVALUATOR),
        "Sanggahan indikator {indikator} {unit} {putusan}.",
        about=(Field.LEVEL,),
        kind="sanggahan",
    ),
    E.SANGGAHAN_DITUTUP: Row(
        (R.UNIT, R.PEMUTUS, R.KETUA, R.EVALUATOR),
        "Sanggahan {unit} ditutup penyelenggara: indikator {indikator}.",
        about=(Field.LEVEL,),
        kind="sanggahan",
    ),
    E.HITUNG_ULANG: Row(
        (R.UNIT,),
        "Hasil {unit} dihitung ulang",
        about=(Field.ANGKA_FINAL, Field.ANGKA_SEMENTARA),
    ),
    E.HITUNG_ULANG_KANTOR: Row(
        _OFFICES,
        "Hasil {unit} dihitung ulang",
        "{jumlah} hasil {siklus} dihitung ulang",
        about=(Field.ANGKA_FINAL,),
        kind="hitung_ulang",
    ),
    E.RALAT_UNIT: Row(
        (R.UNIT, R.ADMIN_UNIT),
        "Ralat instrumen berlaku bagi {unit}.",
        "Ralat instrumen berlaku bagi {jumlah} unit dalam {siklus}.",
        kind="ralat",
    ),
    E.RALAT_PENILAI: Row(
        (R.EVALUATOR, R.KETUA, R.VERIFIKATOR),
        "Ralat instrumen berlaku pada penilaian {unit}.",
        "Ralat instrumen berlaku pada penilaian {jumlah} unit dalam {siklus}.",
        kind="ralat",
        instead=(),
    ),
    E.PUBLIKASI: Row(
        _PUBLISHED,
        "Hasil {unit} sudah terbit",
        "Hasil {siklus} sudah terbit: {jumlah} unit",
        instead=(),
    ),
    E.HASIL_DITARIK: Row(
        (R.UNIT, R.ADMIN_UNIT), "Hasil {unit} ditarik dari publikasi", kind="tarik"
    ),
    E.TARIK_KEPUTUSAN: Row(
        _PUBLISHED,
        "Keputusan {nomor} ditarik dari publikasi",
        "Keputusan {nomor} ditarik dari publikasi",
        kind="tarik",
        instead=(),
    ),
    E.HASIL_DILAPORKAN: Row(
        (R.KEMENPANRB,),
        "{instansi} melaporkan hasil {unit}, {siklus}",
        "{instansi} melaporkan hasil {siklus}: {jumlah} unit",
        kind="laporkan",
    ),
    E.TINDAK_LANJUT_UNIT: Row(_OFFICES, "{unit} {apa}, {tentang}.", kind="tindak_lanjut"),
    E.TINDAK_LANJUT_PUTUSAN: Row(
        (R.UNIT,), "Tindak lanjut {unit}, {tentang}: {apa}.", kind="tindak_lanjut"
    ),
    E.TINDAK_LANJUT_LEWAT: Row(
        (R.UNIT,),
        "Lewat tenggat: tindak lanjut {unit}, {tentang}.",
        "Lewat tenggat: {jumlah} tindak lanjut.",
        kind="pengingat_tindak_lanjut",
    ),
    E.TINDAK_LANJUT_TERLAMBAT: Row(
        _OFFICES,
        "Tindak lanjut {unit} lewat tenggat.",
        "{jumlah} tindak lanjut unit lewat tenggat.",
    ),
    E.PEMBINAAN: Row((R.UNIT,), "Catatan pembinaan {kantor}: {pokok}."),
    E.GILIRAN_TTD: Row((R.ORANG,), "Menunggu tanda tangan Anda: {dokumen}", kind="tanda_tangan"),
    E.GILIRAN_TTD_BANYAK: Row(
        (R.ORANG,), "Dokumen menunggu tanda tangan Anda", kind="tanda_tangan"
    ),
    E.TTD_DITOLAK: Row((R.ORANG,), "Ditolak: {dokumen}", kind="tanda_tangan"),
    E.DOKUMEN_BERLAKU: Row((R.PENANDATANGAN, R.UNIT, R.ORANG), "Lengkap ditandatangani: {dokumen}"),
    E.DOKUMEN_DICABUT: Row((R.PENANDATANGAN, R.UNIT, R.ORANG), "Dicabut: {dokumen}"),
    E.PENANDA_TANGAN: Row((R.ORANG,), "Anda ditunjuk menandatangani untuk {kantor}"),
    E.KELOMPOK_DOKUMEN: Row((R.ORANG,), "{jenis} siap diunduh"),
}

WINDOW_EVENTS: dict[Kegiatan, Event] = {
    Kegiatan.ISI_F01: E.JENDELA_UNIT,
    Kegiatan.SURVEI: E.JENDELA_UNIT,
    Kegiatan.SANGGAH: E.JENDELA_UNIT,
    Kegiatan.NILAI_F02: E.JENDELA_F02,
}


def event_of(action: Action) -> Event:
    """Each step is an event of its own name."""
    return Event(action.value)


def kind_of(event: Event) -> str:
    return TABLE[event].kind or event.value


def told_of(event: Event, state: State, *, verified: bool) -> tuple[Recipient, ...]:
    """The recipients in this state, each once."""
    found = (stands_for(item, state, verified=verified) for item in TABLE[event].told)
    return tuple(dict.fromkeys(found))


def hears_details(event: Event, capacities: Iterable[Recipient], state: State) -> bool:
    """Whether someone told in these capacities may read what the event is about."""
    about, held = TABLE[event].about, frozenset(capacities)
    if not about or held & NAMED:
        return True
    viewers = [VIEWERS[item] for item in held]
    return any(sees(field, viewers, state) for field in about)
