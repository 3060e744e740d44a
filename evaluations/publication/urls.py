"""Addresses of validation and publication."""

from django.urls import URLPattern, path

from evaluations.publication.views import decrees as decrees_views
from evaluations.publication.views import publication as publication_views

patterns: list[URLPattern] = [
    path("validasi/<uuid:siklus>/", publication_views.validation, name="validation"),
    path("validasi/<uuid:siklus>/xlsx/", publication_views.validation_xlsx, name="validation_xlsx"),
    path("validasi/<uuid:siklus>/sahkan/", publication_views.validate, name="validate"),
    path("validasi/<uuid:siklus>/kembalikan/", publication_views.send_back, name="send_back"),
    path("validasi/<uuid:siklus>/sampel/", publication_views.draw_sample, name="draw_sample"),
    path("publikasi/<uuid:siklus>/", decrees_views.publication_page, name="publication"),
    path("publikasi/<uuid:siklus>/bekukan/", decrees_views.freeze, name="freeze"),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/",
        decrees_views.decree_set,
        name="decree_set",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/keputusan/",
        decrees_views.enter,
        name="enter_decree",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/keputusan.pdf",
        decrees_views.decree_file,
        name="decree_file",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/kemajuan/",
        decrees_views.progress,
        name="decree_progress",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/batalkan/",
        decrees_views.cancel,
        name="cancel_set",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/lanjutkan/",
        decrees_views.retry,
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
