"""Addresses around the survey (F03), taken in by `urls`."""

from django.urls import URLPattern, path

from evaluations.views import (
    skm,
    survey_codes,
    survey_office,
    survey_paper,
    survey_reach,
    survey_unit,
)
from evaluations.views import survey as survey_views

survey: list[URLPattern] = [
    # Slugs alone: what is no token never reaches the database.
    path("survei/<slug:token>/", survey_views.survey, name="survey"),
    path(
        f"survei/<slug:token>/{survey_views.THANKS}",
        survey_views.survey_thanks,
        name="survey_thanks",
    ),
    path("evaluasi/<uuid:evaluasi>/survei/", survey_unit.survey_unit, name="survey_unit"),
    path("pemantauan/survei/", survey_office.survey_overview, name="survey_overview"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/",
        survey_office.survey_review_page,
        name="survey_review",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/kecualikan/",
        survey_office.survey_exclude,
        name="survey_exclude",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/kembalikan/",
        survey_office.survey_bring_back,
        name="survey_bring_back",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/wajar/",
        survey_office.survey_accept,
        name="survey_accept",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/rombongan/",
        survey_office.survey_burst,
        name="survey_burst",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tinjau/kebiasaan/",
        survey_office.survey_signals,
        name="survey_signals",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/respons.csv", survey_office.survey_csv, name="survey_csv"
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/respons.xlsx",
        survey_office.survey_xlsx,
        name="survey_xlsx",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tautan/",
        survey_unit.survey_link_add,
        name="survey_link_add",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tautan/<int:tautan>/cabut/",
        survey_unit.survey_link_revoke,
        name="survey_link_revoke",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/tautan/<int:tautan>/qr.png",
        survey_unit.survey_qr,
        name="survey_qr",
    ),
]
own_survey: list[URLPattern] = [
    path("unit/<uuid:unit>/skm/", skm.unit_skm, name="unit_skm"),
    path("unit/<uuid:unit>/skm/simpan/", skm.unit_skm_save, name="unit_skm_save"),
]
survey_ways: list[URLPattern] = [
    # Short, because it is printed on slips and typed by hand.
    path("s/", survey_reach.code_entry, name="survey_code_entry"),
    path("s/<slug:kode>/", survey_reach.survey_code, name="survey_code"),
    path(
        f"s/<slug:kode>/{survey_views.THANKS}",
        survey_reach.survey_code_thanks,
        name="survey_code_thanks",
    ),
    path("evaluasi/<uuid:evaluasi>/survei/kode/", survey_codes.codes, name="survey_codes"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kode/buat/",
        survey_codes.codes_make,
        name="survey_codes_make",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kode/<uuid:lembar>/kode.xlsx",
        survey_codes.codes_xlsx,
        name="survey_codes_xlsx",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kode/<uuid:lembar>/batalkan/",
        survey_codes.codes_cancel,
        name="survey_codes_cancel",
    ),
]
survey_on_paper: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/survei/kertas/", survey_paper.paper, name="survey_paper"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/baru/",
        survey_paper.paper_new,
        name="survey_paper_new",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/contoh.xlsx",
        survey_paper.paper_sample,
        name="survey_paper_sample",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/unggah/",
        survey_paper.paper_upload,
        name="survey_paper_upload",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/periksa/<uuid:impor>/",
        survey_paper.paper_check,
        name="survey_paper_check",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/periksa/<uuid:impor>/terapkan/",
        survey_paper.paper_apply,
        name="survey_paper_apply",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/",
        survey_paper.paper_batch,
        name="survey_paper_batch",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/salin/",
        survey_paper.paper_enter,
        name="survey_paper_enter",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/batalkan/",
        survey_paper.paper_void,
        name="survey_paper_void",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/pindaian/",
        survey_paper.paper_scan,
        name="survey_paper_scan",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/kertas/<uuid:lembar>/pindaian/lampirkan/",
        survey_paper.paper_scan_add,
        name="survey_paper_scan_add",
    ),
]

patterns = [*survey, *own_survey, *survey_ways, *survey_on_paper]
