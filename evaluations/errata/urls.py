"""Addresses of errata in a cycle."""

from django.urls import URLPattern, path

from evaluations.errata import views as errata_views

patterns: list[URLPattern] = [
    path("siklus/<uuid:siklus>/ralat/", errata_views.errata, name="errata"),
    path("siklus/<uuid:siklus>/ralat/periksa/", errata_views.errata_start, name="errata_start"),
    path(
        "siklus/<uuid:siklus>/ralat/<uuid:ralat>/kemajuan/",
        errata_views.errata_progress,
        name="errata_progress",
    ),
    path(
        "siklus/<uuid:siklus>/ralat/<uuid:ralat>/terapkan/",
        errata_views.errata_apply,
        name="errata_apply",
    ),
    path(
        "siklus/<uuid:siklus>/ralat/<uuid:ralat>/batalkan/",
        errata_views.errata_cancel,
        name="errata_cancel",
    ),
    path(
        "siklus/<uuid:siklus>/ralat/<uuid:ralat>/lanjutkan/",
        errata_views.errata_resume,
        name="errata_resume",
    ),
    path(
        "siklus/<uuid:siklus>/ralat/<uuid:ralat>/unduh/",
        errata_views.errata_xlsx,
        name="errata_xlsx",
    ),
]
