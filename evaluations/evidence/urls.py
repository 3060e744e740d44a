"""Addresses of evidence: files, pictures, the shelf, the pending area."""

from django.urls import URLPattern, path

from evaluations.evidence.views import evidence as evidence_views
from evaluations.evidence.views import previews as previews_views
from evaluations.evidence.views import redaction as redaction_views
from evaluations.evidence.views import requested as requested_views
from evaluations.evidence.views import shelf as shelf_views
from evaluations.evidence.views import uploads as uploads_views

patterns: list[URLPattern] = [
    path(
        "evaluasi/<uuid:evaluasi>/berkas-diminta/<int:nomor>/",
        requested_views.ask,
        name="request_file",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/berkas-diminta/<uuid:permintaan>/",
        requested_views.hand_in,
        name="requested_file",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/berkas-diminta/<uuid:permintaan>/tutup/",
        requested_views.put_away,
        name="requested_file_close",
    ),
    path("evaluasi/<uuid:evaluasi>/bukti/", evidence_views.upload, name="evidence_upload"),
    path("evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/", evidence_views.edit, name="evidence_edit"),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/pakai/",
        evidence_views.reuse,
        name="evidence_reuse",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/jelaskan/",
        evidence_views.explain,
        name="evidence_explain",
    ),
    path("evaluasi/<uuid:evaluasi>/unggahan/", uploads_views.begin, name="upload_begin"),
    path("evaluasi/<uuid:evaluasi>/unggahan/<uuid:unggahan>/", uploads_views.upload, name="upload"),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/sumber/<int:nomor>/",
        shelf_views.sources_page,
        name="evidence_sources",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/sumber/<int:nomor>/tautan/",
        shelf_views.link,
        name="evidence_link",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/sumber/<int:nomor>/dokumen-bersama/",
        shelf_views.take,
        name="evidence_take",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/dokumen-bersama/<uuid:bersama>/unduh/",
        shelf_views.download_for_unit,
        name="shelf_for_unit",
    ),
    path("instansi/<uuid:instansi>/dokumen-bersama/", shelf_views.shelf, name="shelf"),
    path("instansi/<uuid:instansi>/dokumen-bersama/tambah/", shelf_views.add, name="shelf_add"),
    path(
        "instansi/<uuid:instansi>/dokumen-bersama/<uuid:bersama>/hapus/",
        shelf_views.remove,
        name="shelf_remove",
    ),
    path(
        "instansi/<uuid:instansi>/dokumen-bersama/<uuid:bersama>/unduh/",
        shelf_views.download,
        name="shelf_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/ganti/",
        evidence_views.replace,
        name="evidence_replace",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/hapus/",
        evidence_views.remove,
        name="evidence_remove",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/unduh/",
        evidence_views.download,
        name="evidence_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/lihat/",
        previews_views.look,
        name="evidence_look",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/pratinjau/",
        previews_views.fragment,
        name="evidence_preview",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/gambar/kecil/",
        previews_views.thumbnail,
        name="evidence_thumbnail",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/gambar/<int:nomor>/",
        previews_views.page,
        name="evidence_page",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/hitamkan/",
        redaction_views.start_from_evidence,
        name="redaction_evidence",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<int:nomor>/",
        redaction_views.start,
        name="redaction_start",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/", redaction_views.sensor, name="redaction"
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/keadaan/",
        redaction_views.state,
        name="redaction_state",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/halaman/<int:nomor>/",
        redaction_views.page,
        name="redaction_page",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/kotak/",
        redaction_views.boxes,
        name="redaction_boxes",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/bakar/",
        redaction_views.burn,
        name="redaction_burn",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/buang/",
        redaction_views.discard,
        name="redaction_discard",
    ),
]
