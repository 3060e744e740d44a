"""Addresses of recomputation."""

from django.urls import URLPattern, path

from evaluations.recompute import views as recompute_views

patterns: list[URLPattern] = [
    path("siklus/<uuid:siklus>/hitung-ulang/", recompute_views.recompute, name="recompute"),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/periksa/",
        recompute_views.recompute_start,
        name="recompute_start",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/kemajuan/",
        recompute_views.recompute_progress,
        name="recompute_progress",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/terapkan/",
        recompute_views.recompute_apply,
        name="recompute_apply",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/batalkan/",
        recompute_views.recompute_cancel,
        name="recompute_cancel",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/lanjutkan/",
        recompute_views.recompute_resume,
        name="recompute_resume",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/unduh/",
        recompute_views.recompute_xlsx,
        name="recompute_xlsx",
    ),
]
