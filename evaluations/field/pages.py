"""One unit as the field page takes it along: plain data, by the same rules as the desk."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from evaluations.core.queries import calendar, checklist, photos
from evaluations.core.queries.evaluations import values_of
from evaluations.core.views.saves import clock
from evaluations.core.words import period_words
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services.files import megabytes
from evaluations.f02.pages.f02 import documents, may_recommend, may_tick
from evaluations.f02.pages.panels import Panel, panels
from evaluations.f02.queries import advice
from evaluations.f02.queries.desk import Desk
from evaluations.field import queries as field_queries
from evaluations.models import Bukti, FotoLapangan, Nilai, PeranNilai
from evaluations.models.siklus import TanpaDasar
from evaluations.rules.agreement import in_words
from evaluations.rules.visibility import Field
from evaluations.rules.workflow import F02_OPEN, Kegiatan
from instruments import rules, terms
from instruments.spec import Aspek, Indikator
from pekppp.accounts.models import User
from pekppp.base.formats import tanggal, waktu

REUSABLE = 8  # earlier recommendations of an aspect that go along


def package(desk: Desk) -> dict[str, Any]:
    """Rubric, answers in words, evidence, what is scored so far, recommendations, conversations.

    Says of others' levels and of the suggestion what the desk would say to this person now.
    """
    evaluasi = desk.evaluasi
    found = _Found(desk)
    return {
        "uuid": str(evaluasi.uuid),
        "nama": evaluasi.nama_unit,
        "instansi": evaluasi.nama_instansi,
        "siklus": evaluasi.siklus.nama,
        "periode": period_words(evaluasi),
        "status": evaluasi.get_state_display(),
        "tenggat": _deadline(desk),
        "disiapkan": waktu(timezone.now()),
        "level": list(desk.instrumen.skala.levels),
        "tanya_dasar": evaluasi.siklus.tanpa_dasar != TanpaDasar.ABAIKAN,
        "url_nilai": reverse("evaluations:f02_score", args=[evaluasi.uuid]),
        "url_dokumen": reverse("evaluations:f02_document", args=[evaluasi.uuid]),
        "url_rekomendasi": reverse("evaluations:f02_recommend", args=[evaluasi.uuid]),
        "url_foto": reverse("evaluations:field_photo_add", args=[evaluasi.uuid]),
        "url_meja": reverse("evaluations:f02", args=[evaluasi.uuid]),
        "aspek": [_aspect(aspek, found) for aspek in desk.instrumen.semua_aspek],
        "indikator": [_indicator(desk, i, found) for i in desk.instrumen.semua_indikator],
    }


class _Found:
    """What is read once for all indicators."""

    def __init__(self, desk: Desk) -> None:
        evaluasi = desk.evaluasi
        answers = Field.JAWABAN in desk.fields
        self.evidence = evidence_queries.listed(evaluasi) if answers else {}
        files = [item for rows in self.evidence.values() for item in rows]
        evidence_queries.flag(desk.user, evaluasi, files, desk.viewers)
        self.messages = field_queries.messages_of(evaluasi) if answers else {}
        self.ticks = checklist.ticks_of(evaluasi)
        internal = Field.CATATAN_INTERNAL in desk.fields
        self.photos = photos.photos_by_indicator(evaluasi) if internal else {}
        written = Field.REKOMENDASI in desk.fields
        self.advice = advice.by_aspect(evaluasi) if written else {}
        self.may_write = may_recommend(desk)
        self.earlier = {
            kode: [item.teks for item in advice.earlier(desk.user, evaluasi, kode)[:REUSABLE]]
            for kode, writes in self.may_write.items()
            if writes
        }


def _deadline(desk: Desk) -> str:
    if desk.evaluasi.status not in F02_OPEN:
        return ""
    window = calendar.Calendar.of(desk.evaluasi.siklus).window(desk.evaluasi, Kegiatan.NILAI_F02)
    until = window.deadline(timezone.now())
    return waktu(until) if until else ""


def _aspect(aspek: Aspek, found: _Found) -> dict[str, Any]:
    writes = found.may_write[aspek.kode]
    return {
        "kode": aspek.kode,
        "nama": aspek.nama if aspek.tambahan else f"{aspek.kode}. {aspek.nama}",
        "nomor": [i.nomor for i in aspek.indikator],
        "boleh_rekomendasi": writes,
        "rekomendasi": [
            {
                "uuid": str(row.uuid),
                "versi": row.versi,
                "teks": row.teks,
                "indikator": row.indikator,
                "keadaan": f"tersimpan {clock(row.pada)}, {row.oleh}",
            }
            for row in found.advice.get(aspek.kode, [])
        ],
        "pakai_lagi": found.earlier.get(aspek.kode, []),
    }


def _indicator(desk: Desk, indikator: Indikator, found: _Found) -> dict[str, Any]:
    nomor = indikator.nomor
    row = desk.row(indikator)
    values = values_of(desk.answers.get(nomor))
    return {
        "nomor": nomor,
        "nama": indikator.nama,
        "rubrik": [indikator.uraian(step) for step in desk.instrumen.skala.levels],
        "saya": row.milik_saya,
        "lalu": row.lalu_kata if row.lalu is not None else "",
        "panel": [
            _panel(item) for item in panels(desk, indikator) if item.peran != PeranNilai.SEPAKAT
        ],
        "lain": [_given(item) for item in (*row.lain, *row.verifikasi)],
        "tim": row.evaluator_kata if row.evaluator is not None else "",
        "usulan": _suggestion(row.usulan),
        "usulan_tersembunyi": row.usulan_tersembunyi,
        "jawaban": _answers(desk, indikator, values),
        "periksa": [pesan for _, pesan in rules.check(indikator, values)],
        "bukti": [_evidence(desk, item) for item in found.evidence.get(nomor, [])],
        "diminta": [] if indikator.dokumen else list(indikator.bukti),
        "penjelasan": indikator.penjelasan,
        "istilah": [[one.istilah, one.arti] for one in terms.used(desk.instrumen, [indikator])],
        "dokumen": [_document(item) for item in documents(desk, indikator, found.ticks, ())],
        "boleh_tandai": may_tick(desk, nomor),
        "percakapan": [
            {"siapa": f"{item.oleh} ({item.sebagai})", "pada": waktu(item.pada), "isi": item.isi}
            for item in found.messages.get(nomor, [])
        ],
        "foto": [photo(item, desk.user) for item in found.photos.get(nomor, [])],
    }


def _document(item: checklist.Document) -> dict[str, Any]:
    mine = item.saya
    beside = [f"Unit: {item.unit.kata}"] if item.unit and item.unit.keadaan else []
    beside += [f"Evaluator {row.oleh}: {row.kata}" for row in item.temuan]
    return {
        "kode": item.kode,
        "teks": item.teks,
        "lain": beside,
        "isi": {
            "keadaan": mine.keadaan if mine else "",
            "catatan": mine.catatan if mine else "",
        },
        "versi": mine.versi if mine else 0,
    }


def _panel(item: Panel) -> dict[str, Any]:
    return {
        "peran": item.peran.value,
        "judul": item.judul,
        "isi": item.isi,
        "versi": item.versi,
        "keadaan": item.keadaan,
        "terkunci": item.terkunci,
        "acuan": item.acuan,
        "nama_acuan": item.nama_acuan,
    }


def _given(row: Nilai) -> dict[str, str]:
    return {"siapa": str(row.oleh), "peran": row.get_peran_display(), "level": in_words(row.level)}


def _suggestion(usulan: rules.Usulan | None) -> dict[str, Any] | None:
    if usulan is None:
        return None
    following = usulan.berikut
    return {
        "level": usulan.level,
        "uraian": usulan.uraian,
        "berikut": following.level if following else None,
        "kurang": [
            f"{quoted.pertanyaan} {quoted.jawaban}"
            for part in (following.kurang if following else ())
            for quoted in part.jawaban
        ],
    }


def _answers(desk: Desk, indikator: Indikator, values: dict[str, Any]) -> list[list[str]] | None:
    """[question, answer in words]; None where this person does not see answers yet."""
    if Field.JAWABAN not in desk.fields:
        return None
    asked = rules.tampil(indikator, values)
    return [
        [p.teks, rules.in_words(p, values.get(p.id))] for p in indikator.pertanyaan if p.id in asked
    ]


def _evidence(desk: Desk, item: Bukti) -> dict[str, Any]:
    said = [item.keterangan, f"Bagian: {item.halaman}" if item.halaman else ""]
    if item.tanggal_dokumen:
        said.append(f"Dokumen tanggal {tanggal(item.tanggal_dokumen)}")
    if item.tautan:
        said.append(f"Tautan (isinya dapat berubah): {item.tautan}")
    others = ", ".join(place.unit for place in item.sama_dengan)
    if others:
        said.append(f"Berkas yang sama juga diserahkan {others}.")
    return {
        "nama": item.nama,
        "ukuran": megabytes(item.berkas.ukuran) if item.berkas else "tautan",
        "keterangan": ". ".join(text for text in said if text),
        "gambar": preview_url(desk, item),
    }


def preview_url(desk: Desk, item: Bukti) -> str:
    """Where the picture of the first page is; "" where there is none."""
    if item.berkas is None or not item.berkas.gambar:
        return ""
    return reverse("evaluations:evidence_thumbnail", args=[desk.evaluasi.uuid, item.uuid])


def photo(row: FotoLapangan, user: User) -> dict[str, Any]:
    address, mine = [row.evaluasi.uuid, row.uuid], row.oleh_id == user.pk
    return {
        "uuid": str(row.uuid),
        "diambil": waktu(row.diambil_pada),
        "oleh": str(row.oleh),
        "keterangan": row.keterangan,
        "url": reverse("evaluations:field_photo", args=address),
        "hapus": reverse("evaluations:field_photo_remove", args=address) if mine else "",
    }
