"""Addresses of the F01."""

from django.urls import URLPattern, path

from evaluations.f01.views import f01 as f01_views
from evaluations.f01.views import helping as helping_views
from evaluations.f01.views import in_charge as in_charge_views
from evaluations.f01.views import prefill as prefill_views
from evaluations.f01.views import sending as sending_views
from evaluations.f01.views import sheet as sheet_views
from evaluations.f01.views import takeover as takeover_views

patterns: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/f01/", f01_views.f01_start, name="f01_start"),
    path("evaluasi/<uuid:evaluasi>/f01/jawaban/", f01_views.jawaban, name="f01_answer"),
    path("evaluasi/<uuid:evaluasi>/f01/dokumen/", f01_views.dokumen, name="f01_document"),
    path("evaluasi/<uuid:evaluasi>/f01/kirim/", f01_views.kirim, name="f01_submit"),
    path("evaluasi/<uuid:evaluasi>/f01/siap/", f01_views.siap, name="f01_ready"),
    path("evaluasi/<uuid:evaluasi>/f01/siap/batal/", f01_views.batal_siap, name="f01_not_ready"),
    path("evaluasi/<uuid:evaluasi>/f01/tarik/", sending_views.take_back, name="f01_take_back"),
    path("evaluasi/<uuid:evaluasi>/f01/pernyataan/", sending_views.statement, name="f01_statement"),
    path(
        "evaluasi/<uuid:evaluasi>/f01/pernyataan/<int:putaran>/",
        sending_views.statement_file,
        name="f01_statement_file",
    ),
    path("evaluasi/<uuid:evaluasi>/f01/atas-nama/", helping_views.fill_for, name="f01_fill_for"),
    path("evaluasi/<uuid:evaluasi>/f01/reviu/", helping_views.review, name="f01_review"),
    path(
        "evaluasi/<uuid:evaluasi>/f01/reviu/jawab/",
        helping_views.answer_review,
        name="f01_review_answer",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/bukti/<uuid:bukti>/tahun-lalu/",
        prefill_views.reuse_file,
        name="evidence_last_year",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/penanggung-jawab/",
        in_charge_views.f01_in_charge,
        name="f01_in_charge",
    ),
    path("evaluasi/<uuid:evaluasi>/f01/lembar/", sheet_views.sheet, name="f01_sheet"),
    path(
        "evaluasi/<uuid:evaluasi>/f01/lembar/unduh/",
        sheet_views.sheet_download,
        name="f01_sheet_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f01/lembar/<uuid:impor>/",
        sheet_views.sheet_check,
        name="f01_sheet_check",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f01/lembar/<uuid:impor>/terapkan/",
        sheet_views.sheet_apply,
        name="f01_sheet_apply",
    ),
    path("evaluasi/<uuid:evaluasi>/f01/ambil/", takeover_views.sources, name="f01_sources"),
    path(
        "evaluasi/<uuid:evaluasi>/f01/ambil/konfirmasi/",
        takeover_views.confirm,
        name="f01_confirm",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f01/ambil/<uuid:sumber>/",
        takeover_views.take,
        name="f01_take",
    ),
    path("evaluasi/<uuid:evaluasi>/f01/<str:aspek>/", f01_views.f01, name="f01"),
]
