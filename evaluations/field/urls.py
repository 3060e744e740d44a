"""Addresses of the field page."""

from django.urls import URLPattern, path

from evaluations.field import views as field_views

patterns: list[URLPattern] = [
    path("tugas/lapangan/", field_views.shell, name="field"),
    path("tugas/lapangan/sw.js", field_views.worker, name="field_worker"),
    path("tugas/lapangan/manifest.webmanifest", field_views.manifest, name="field_manifest"),
    path("tugas/lapangan/daftar.json", field_views.units, name="field_units"),
    path("tugas/lapangan/perangkat/", field_views.device, name="field_device"),
    path("tugas/lapangan/<uuid:evaluasi>/paket.json", field_views.package, name="field_package"),
    path("evaluasi/<uuid:evaluasi>/lapangan/foto/", field_views.photo_add, name="field_photo_add"),
    path(
        "evaluasi/<uuid:evaluasi>/lapangan/foto/<uuid:foto>/", field_views.photo, name="field_photo"
    ),
    path(
        "evaluasi/<uuid:evaluasi>/lapangan/foto/<uuid:foto>/hapus/",
        field_views.photo_remove,
        name="field_photo_remove",
    ),
]
