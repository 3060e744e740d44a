"""Addresses around the survey (F03) and the unit's own SKM."""

from django.urls import URLPattern, path

from evaluations.survey.views import codes as codes_views
from evaluations.survey.views import office as office_views
from evaluations.survey.views import paper as paper_views
from evaluations.survey.views import reach as reach_views
from evaluations.survey.views import skm as skm_views
from evaluations.survey.views import survey as survey_views
from evaluations.survey.views import unit as survey_unit_views

patterns: list[URLPattern] = [
    # Slugs alone: what is no token never reaches the database.
    path("survei/<slug:token>/", survey_views.survey, name="survey"),
    path(
        f"survei/<slug:token>/{survey_views.THANKS}",
        survey_views.survey_thanks,
        name="survey_thanks",
    ),
    path("evaluasi/<uuid:evaluasi>/survei/", survey_unit_views.survey_unit, name="survey_unit"),
    path("pemantauan/survei/", office_views.survey_overview, name="survey_overview"),
    path("pemantauan/survei/xlsx/", office_views.survey_overview_xlsx, name="survey_overview_xlsx"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/",
        office_views.survey_review_page,
        name="survey_review",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/kecualikan/",
        office_views.survey_exclude,
        name="survey_exclude",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/kembalikan/",
        office_views.survey_bring_back,
        name="survey_bring_back",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/wajar/",
        office_views.survey_accept,
        name="survey_accept",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/rombongan/",
        office_views.survey_burst,
        name="survey_burst",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/kebiasaan/",
        office_views.survey_signals,
        name="survey_signals",
    ),
    path("evaluasi/<uuid:evaluasi>/survei/respons.csv", office_views.survey_csv, name="survey_csv"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/respons.xlsx",
        office_views.survey_xlsx,
        name="survey_xlsx",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tautan/",
        survey_unit_views.survey_link_add,
        name="survey_link_add",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tautan/<int:tautan>/cabut/",
        survey_unit_views.survey_link_revoke,
        name="survey_link_revoke",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tautan/<int:tautan>/qr.png",
        survey_unit_views.survey_qr,
        name="survey_qr",
    ),
    path("unit/<uuid:unit>/skm/", skm_views.unit_skm, name="unit_skm"),
    path("unit/<uuid:unit>/skm/simpan/", skm_views.unit_skm_save, name="unit_skm_save"),
    # Short, because it is printed on slips and typed by hand.
    path("s/", reach_views.code_entry, name="survey_code_entry"),
    path("s/<slug:kode>/", reach_views.survey_code, name="survey_code"),
    path(
        f"s/<slug:kode>/{survey_views.THANKS}",
        reach_views.survey_code_thanks,
        name="survey_code_thanks",
    ),
    path("evaluasi/<uuid:evaluasi>/survei/kode/", codes_views.codes, name="survey_codes"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kode/buat/",
        codes_views.codes_make,
        name="survey_codes_make",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kode/<uuid:lembar>/kode.xlsx",
        codes_views.codes_xlsx,
        name="survey_codes_xlsx",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kode/<uuid:lembar>/batalkan/",
        codes_views.codes_cancel,
        name="survey_codes_cancel",
    ),
    path("evaluasi/<uuid:evaluasi>/survei/kertas/", paper_views.paper, name="survey_paper"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/baru/",
        paper_views.paper_new,
        name="survey_paper_new",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/contoh.xlsx",
        paper_views.paper_sample,
        name="survey_paper_sample",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/unggah/",
        paper_views.paper_upload,
        name="survey_paper_upload",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/periksa/<uuid:impor>/",
        paper_views.paper_check,
        name="survey_paper_check",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/periksa/<uuid:impor>/terapkan/",
        paper_views.paper_apply,
        name="survey_paper_apply",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/",
        paper_views.paper_batch,
        name="survey_paper_batch",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/salin/",
        paper_views.paper_enter,
        name="survey_paper_enter",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/batalkan/",
        paper_views.paper_void,
        name="survey_paper_void",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/pindaian/",
        paper_views.paper_scan,
        name="survey_paper_scan",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/pindaian/lampirkan/",
        paper_views.paper_scan_add,
        name="survey_paper_scan_add",
    ),
]
