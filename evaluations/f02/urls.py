"""Addresses of the evaluator's desk."""

from django.urls import URLPattern, path

from evaluations.f02.views import evaluator as evaluator_views
from evaluations.f02.views import external as external_views
from evaluations.f02.views import last_year as last_year_views
from evaluations.f02.views import proposals as proposals_views
from evaluations.f02.views import recommendations as recommendations_views
from evaluations.f02.views import versions as versions_views

patterns: list[URLPattern] = [
    path("tugas/", evaluator_views.tasks, name="tasks"),
    path("tugas/xlsx/", evaluator_views.tasks_xlsx, name="tasks_xlsx"),
    path("evaluasi/<uuid:evaluasi>/f02/", evaluator_views.f02, name="f02"),
    path("evaluasi/<uuid:evaluasi>/f02/berikut/", evaluator_views.f02_next, name="f02_next"),
    path("evaluasi/<uuid:evaluasi>/f02/nilai/", evaluator_views.f02_score, name="f02_score"),
    path(
        "evaluasi/<uuid:evaluasi>/f02/dokumen/", evaluator_views.f02_document, name="f02_document"
    ),
    path("evaluasi/<uuid:evaluasi>/f02/selesai/", evaluator_views.f02_finish, name="f02_finish"),
    path("evaluasi/<uuid:evaluasi>/f02/verifikasi/", evaluator_views.f02_verify, name="f02_verify"),
    path("evaluasi/<uuid:evaluasi>/f02/buka/", evaluator_views.f02_reopen, name="f02_reopen"),
    path(
        "evaluasi/<uuid:evaluasi>/f02/usulan/", proposals_views.f02_proposals, name="f02_proposals"
    ),
    path("evaluasi/<uuid:evaluasi>/f02/angka/", external_views.f02_external, name="f02_external"),
    path(
        "evaluasi/<uuid:evaluasi>/f02/rekomendasi/",
        recommendations_views.f02_recommend,
        name="f02_recommend",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/rekomendasi/terdahulu/",
        recommendations_views.f02_earlier,
        name="f02_earlier",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/rekomendasi/<uuid:rekomendasi>/hapus/",
        recommendations_views.f02_recommend_remove,
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
    path("evaluasi/<uuid:evaluasi>/versi/", versions_views.versions, name="versions"),
    path("evaluasi/<uuid:evaluasi>/versi/<int:putaran>/", versions_views.version, name="version"),
    path(
        "evaluasi/<uuid:evaluasi>/f02/<int:nomor>/tetap/",
        versions_views.confirm,
        name="f02_confirm",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/",
        last_year_views.f02_follow_up,
        name="f02_follow_up",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/<uuid:rekomendasi>/verifikasi/",
        last_year_views.f02_follow_up_verify,
        name="f02_follow_up_verify",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/bukti/<uuid:bukti>/unduh/",
        last_year_views.desk_download,
        name="f02_follow_up_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/bukti/<uuid:bukti>/lihat/",
        last_year_views.desk_look,
        name="f02_follow_up_look",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/bukti/<uuid:bukti>/gambar/<int:nomor>/",
        last_year_views.desk_page,
        name="f02_follow_up_page",
    ),
]
