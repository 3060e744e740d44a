"""One URL per verb. A section per actor; each section's views are one file.

The survey's stand in `survey_urls`, those of what comes after a result in `follow_up_urls`, of
running a cycle and publishing it in `cycle_urls`.
"""

from django.urls import URLPattern, path

from evaluations import cycle_urls, follow_up_urls, survey_urls
from evaluations.views import evaluator as evaluator_views
from evaluations.views import (
    evidence,
    explain,
    external,
    f01,
    f01_sheet,
    field,
    names,
    objections,
    prefill,
    previews,
    recommendations,
    redaction,
    shelf,
    threads,
    trail,
    uploads,
    versions,
)
from evaluations.views import unit as unit_views

app_name = "evaluations"

unit: list[URLPattern] = [
    # Loaded by the unit's page, which is an app below and knows of no evaluation.
    path("unit/<uuid:unit>/evaluasi/", unit_views.of_unit, name="unit_evaluasi"),
    path("unit/<uuid:unit>/nama-evaluasi/", names.of_unit, name="unit_names"),
    path("instansi/<uuid:instansi>/nama-evaluasi/", names.of_instansi, name="instansi_names"),
    path("instansi/<uuid:uuid>/jejak/", trail.trail, name="trail"),
    path("evaluasi/<uuid:evaluasi>/", unit_views.evaluasi, name="evaluasi"),
    path("evaluasi/<uuid:evaluasi>/asal/", explain.origin, name="origin"),
    path("evaluasi/<uuid:evaluasi>/akhiri/", unit_views.end, name="end"),
    path("evaluasi/<uuid:evaluasi>/pulihkan/", unit_views.restore, name="restore"),
    path("evaluasi/<uuid:evaluasi>/f01/", f01.f01_start, name="f01_start"),
    path("evaluasi/<uuid:evaluasi>/f01/jawaban/", f01.jawaban, name="f01_answer"),
    path("evaluasi/<uuid:evaluasi>/f01/kirim/", f01.kirim, name="f01_submit"),
    path("evaluasi/<uuid:evaluasi>/f01/kembalikan/", unit_views.return_f01, name="return_f01"),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/tahun-lalu/",
        prefill.reuse_file,
        name="evidence_last_year",
    ),
    path("evaluasi/<uuid:evaluasi>/f01/lembar/", f01_sheet.sheet, name="f01_sheet"),
    path(
        "evaluasi/<uuid:evaluasi>/f01/lembar/unduh/",
        f01_sheet.sheet_download,
        name="f01_sheet_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f01/lembar/<uuid:impor>/",
        f01_sheet.sheet_check,
        name="f01_sheet_check",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f01/lembar/<uuid:impor>/terapkan/",
        f01_sheet.sheet_apply,
        name="f01_sheet_apply",
    ),
    path("evaluasi/<uuid:evaluasi>/f01/<str:aspek>/", f01.f01, name="f01"),
    path("evaluasi/<uuid:evaluasi>/bukti/", evidence.upload, name="evidence_upload"),
    path("evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/", evidence.edit, name="evidence_edit"),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/pakai/", evidence.reuse, name="evidence_reuse"
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/jelaskan/",
        evidence.explain,
        name="evidence_explain",
    ),
    path("evaluasi/<uuid:evaluasi>/unggahan/", uploads.begin, name="upload_begin"),
    path("evaluasi/<uuid:evaluasi>/unggahan/<uuid:unggahan>/", uploads.upload, name="upload"),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/sumber/<int:nomor>/",
        shelf.sources_page,
        name="evidence_sources",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/sumber/<int:nomor>/tautan/",
        shelf.link,
        name="evidence_link",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/sumber/<int:nomor>/dokumen-bersama/",
        shelf.take,
        name="evidence_take",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/dokumen-bersama/<uuid:bersama>/unduh/",
        shelf.download_for_unit,
        name="shelf_for_unit",
    ),
    path("instansi/<uuid:instansi>/dokumen-bersama/", shelf.shelf, name="shelf"),
    path("instansi/<uuid:instansi>/dokumen-bersama/tambah/", shelf.add, name="shelf_add"),
    path(
        "instansi/<uuid:instansi>/dokumen-bersama/<uuid:bersama>/hapus/",
        shelf.remove,
        name="shelf_remove",
    ),
    path(
        "instansi/<uuid:instansi>/dokumen-bersama/<uuid:bersama>/unduh/",
        shelf.download,
        name="shelf_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/ganti/",
        evidence.replace,
        name="evidence_replace",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/hapus/",
        evidence.remove,
        name="evidence_remove",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/unduh/",
        evidence.download,
        name="evidence_download",
    ),
]
pictures: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/lihat/", previews.look, name="evidence_look"),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/pratinjau/",
        previews.fragment,
        name="evidence_preview",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/gambar/kecil/",
        previews.thumbnail,
        name="evidence_thumbnail",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/gambar/<int:nomor>/",
        previews.page,
        name="evidence_page",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/hitamkan/",
        redaction.start_from_evidence,
        name="redaction_evidence",
    ),
    path("evaluasi/<uuid:evaluasi>/hitamkan/<int:nomor>/", redaction.start, name="redaction_start"),
    path("evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/", redaction.sensor, name="redaction"),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/keadaan/",
        redaction.state,
        name="redaction_state",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/halaman/<int:nomor>/",
        redaction.page,
        name="redaction_page",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/kotak/",
        redaction.boxes,
        name="redaction_boxes",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/bakar/",
        redaction.burn,
        name="redaction_burn",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/hitamkan/<uuid:sensor>/buang/",
        redaction.discard,
        name="redaction_discard",
    ),
]
evaluator: list[URLPattern] = [
    path("tugas/", evaluator_views.tasks, name="tasks"),
    path("evaluasi/<uuid:evaluasi>/f02/", evaluator_views.f02, name="f02"),
    path("evaluasi/<uuid:evaluasi>/f02/nilai/", evaluator_views.f02_score, name="f02_score"),
    path("evaluasi/<uuid:evaluasi>/f02/selesai/", evaluator_views.f02_finish, name="f02_finish"),
    path("evaluasi/<uuid:evaluasi>/f02/verifikasi/", evaluator_views.f02_verify, name="f02_verify"),
    path("evaluasi/<uuid:evaluasi>/f02/buka/", evaluator_views.f02_reopen, name="f02_reopen"),
    path("evaluasi/<uuid:evaluasi>/f02/angka/", external.f02_external, name="f02_external"),
    path(
        "evaluasi/<uuid:evaluasi>/f02/rekomendasi/",
        recommendations.f02_recommend,
        name="f02_recommend",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/rekomendasi/terdahulu/",
        recommendations.f02_earlier,
        name="f02_earlier",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/rekomendasi/<uuid:rekomendasi>/hapus/",
        recommendations.f02_recommend_remove,
        name="f02_recommend_remove",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/<int:nomor>/",
        evaluator_views.f02_indicator,
        name="f02_indicator",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/<int:nomor>/simpan/",
        evaluator_views.f02_score_form,
        name="f02_score_form",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/<int:nomor>/usulan/",
        evaluator_views.f02_suggestion,
        name="f02_suggestion",
    ),
]
field_work: list[URLPattern] = [
    path("tugas/lapangan/", field.shell, name="field"),
    path("tugas/lapangan/sw.js", field.worker, name="field_worker"),
    path("tugas/lapangan/manifest.webmanifest", field.manifest, name="field_manifest"),
    path("tugas/lapangan/daftar.json", field.units, name="field_units"),
    path("tugas/lapangan/<uuid:evaluasi>/paket.json", field.package, name="field_package"),
    path("evaluasi/<uuid:evaluasi>/lapangan/foto/", field.photo_add, name="field_photo_add"),
    path("evaluasi/<uuid:evaluasi>/lapangan/foto/<uuid:foto>/", field.photo, name="field_photo"),
    path(
        "evaluasi/<uuid:evaluasi>/lapangan/foto/<uuid:foto>/hapus/",
        field.photo_remove,
        name="field_photo_remove",
    ),
]
talk: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/utas/<int:nomor>/", threads.thread, name="thread"),
    path(
        "evaluasi/<uuid:evaluasi>/utas/<int:nomor>/tulis/",
        threads.thread_write,
        name="thread_write",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/utas/<int:nomor>/selesai/",
        threads.thread_resolve,
        name="thread_resolve",
    ),
    path("evaluasi/<uuid:evaluasi>/versi/", versions.versions, name="versions"),
    path("evaluasi/<uuid:evaluasi>/versi/<int:putaran>/", versions.version, name="version"),
    path("evaluasi/<uuid:evaluasi>/f02/<int:nomor>/tetap/", versions.confirm, name="f02_confirm"),
    path("evaluasi/<uuid:evaluasi>/sanggah/", objections.objections, name="objections"),
    path("evaluasi/<uuid:evaluasi>/sanggah/ajukan/", objections.object_to, name="object_to"),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/tutup/",
        objections.objections_close,
        name="objections_close",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/<uuid:sanggahan>/bukti/",
        objections.objection_evidence,
        name="objection_evidence",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/<uuid:sanggahan>/tarik/",
        objections.objection_withdraw,
        name="objection_withdraw",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/<uuid:sanggahan>/putus/",
        objections.objection_decide,
        name="objection_decide",
    ),
]

urlpatterns = [
    # First of all: finding the hundredth address takes longer than reading an answer.
    *survey_urls.patterns,
    *unit,
    *pictures,
    *evaluator,
    *talk,
    *follow_up_urls.patterns,
    *field_work,
    *cycle_urls.patterns,
]
