"""One URL per verb. A section per actor; each section's views are one file.

The survey's stand in `survey_urls`, those of what comes after a result in `follow_up_urls`.
"""

from django.urls import URLPattern, path

from evaluations import follow_up_urls, survey_urls
from evaluations.views import (
    assigning,
    decrees,
    evidence,
    explain,
    extensions,
    external,
    f01,
    f01_sheet,
    field,
    monitoring,
    objections,
    opening,
    prefill,
    previews,
    recommendations,
    recompute,
    redaction,
    shelf,
    threads,
    uploads,
    versions,
)
from evaluations.views import evaluator as evaluator_views
from evaluations.views import publication as publication_views
from evaluations.views import siklus as cycles
from evaluations.views import unit as unit_views

app_name = "evaluations"

unit: list[URLPattern] = [
    # Loaded by the unit's page, which is an app below and knows of no evaluation.
    path("unit/<uuid:unit>/evaluasi/", unit_views.of_unit, name="unit_evaluasi"),
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
publication: list[URLPattern] = [
    path("validasi/<uuid:siklus>/", publication_views.validation, name="validation"),
    path("validasi/<uuid:siklus>/sahkan/", publication_views.validate, name="validate"),
    path("validasi/<uuid:siklus>/kembalikan/", publication_views.send_back, name="send_back"),
    path("validasi/<uuid:siklus>/sampel/", publication_views.draw_sample, name="draw_sample"),
    path("publikasi/<uuid:siklus>/", decrees.publication_page, name="publication"),
    path("publikasi/<uuid:siklus>/bekukan/", decrees.freeze, name="freeze"),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/",
        decrees.decree_set,
        name="decree_set",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/keputusan/",
        decrees.enter,
        name="enter_decree",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/keputusan.pdf",
        decrees.decree_file,
        name="decree_file",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/kemajuan/",
        decrees.progress,
        name="decree_progress",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/batalkan/",
        decrees.cancel,
        name="cancel_set",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/lanjutkan/",
        decrees.retry,
        name="retry_decree",
    ),
    path(
        "publikasi/<uuid:siklus>/tarik/<uuid:hasil>/", publication_views.withdraw, name="withdraw"
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/tarik/",
        publication_views.withdraw_decree,
        name="withdraw_decree",
    ),
    path("publikasi/<uuid:siklus>/laporkan/", publication_views.report, name="report"),
]
organiser: list[URLPattern] = [
    path("siklus/", cycles.cycles_list, name="cycles"),
    path("siklus/baru/", cycles.cycle_create, name="cycle_create"),
    path("siklus/<uuid:siklus>/", cycles.cycle, name="cycle"),
    path("siklus/<uuid:siklus>/ubah/", cycles.cycle_edit, name="cycle_edit"),
    path("siklus/<uuid:siklus>/tutup/", cycles.cycle_close, name="cycle_close"),
    path("siklus/<uuid:siklus>/hapus/", cycles.cycle_delete, name="cycle_delete"),
    path("siklus/<uuid:siklus>/buka-lagi/", cycles.cycle_reopen, name="cycle_reopen"),
    path("siklus/<uuid:siklus>/hitung-ulang/", recompute.recompute, name="recompute"),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/periksa/",
        recompute.recompute_start,
        name="recompute_start",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/kemajuan/",
        recompute.recompute_progress,
        name="recompute_progress",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/terapkan/",
        recompute.recompute_apply,
        name="recompute_apply",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/batalkan/",
        recompute.recompute_cancel,
        name="recompute_cancel",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/lanjutkan/",
        recompute.recompute_resume,
        name="recompute_resume",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/unduh/",
        recompute.recompute_xlsx,
        name="recompute_xlsx",
    ),
    path("siklus/<uuid:siklus>/fase/", opening.cycle_phases, name="cycle_phases"),
    path("siklus/<uuid:siklus>/lokus/", opening.cycle_lokus, name="cycle_lokus"),
    path("siklus/<uuid:siklus>/buka/", opening.cycle_open, name="cycle_open"),
    path("siklus/<uuid:siklus>/tambah-unit/", opening.cycle_add_unit, name="cycle_add_unit"),
    path("siklus/<uuid:siklus>/perpanjangan/", extensions.extensions, name="extensions"),
    path(
        "siklus/<uuid:siklus>/perpanjangan/<int:perpanjangan>/batalkan/",
        extensions.extension_cancel,
        name="extension_cancel",
    ),
    path("siklus/<uuid:siklus>/penugasan/", assigning.assignments_page, name="assignments"),
    path("siklus/<uuid:siklus>/penugasan/tetapkan/", assigning.assign, name="assign"),
    path("siklus/<uuid:siklus>/penugasan/cabut/", assigning.unassign, name="unassign"),
    path(
        "siklus/<uuid:siklus>/penugasan/templat/",
        assigning.assignment_template,
        name="assignment_template",
    ),
    path(
        "siklus/<uuid:siklus>/penugasan/impor/",
        assigning.assignment_import,
        name="assignment_import",
    ),
    path("penugasan/impor/<uuid:impor>/", assigning.assignment_check, name="assignment_check"),
    path(
        "penugasan/impor/<uuid:impor>/terapkan/",
        assigning.assignment_apply,
        name="assignment_apply",
    ),
    path("evaluasi/<uuid:evaluasi>/penugasan/", assigning.team, name="team"),
    path("pemantauan/", monitoring.monitoring, name="monitoring"),
    path("pemantauan/csv/", monitoring.monitoring_csv, name="monitoring_csv"),
    path("pemantauan/xlsx/", monitoring.monitoring_xlsx, name="monitoring_xlsx"),
    path("pemantauan/ingatkan/", monitoring.remind_units, name="remind"),
    path("pemantauan/perpanjang/", monitoring.extend_units, name="monitoring_extend"),
    path("pemantauan/tugaskan/", monitoring.assign_units, name="monitoring_assign"),
    path("nasional/", monitoring.national, name="national"),
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
    *publication,
    *organiser,
]
