"""Addresses of conversations."""

from django.urls import URLPattern, path

from evaluations.threads import views as thread_views

patterns: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/utas/<int:nomor>/", thread_views.thread, name="thread"),
    path(
        "evaluasi/<uuid:evaluasi>/utas/<int:nomor>/tulis/",
        thread_views.thread_write,
        name="thread_write",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/utas/<int:nomor>/selesai/",
        thread_views.thread_resolve,
        name="thread_resolve",
    ),
]
