"""Addresses of what places were and become."""

from django.urls import URLPattern, path

from evaluations.places.views import changes, names

patterns: list[URLPattern] = [
    path("unit/<uuid:unit>/nama-evaluasi/", names.of_unit, name="unit_names"),
    path("instansi/<uuid:instansi>/nama-evaluasi/", names.of_instansi, name="instansi_names"),
    path("unit/<uuid:unit>/perubahan/", changes.of_unit, name="unit_changes"),
    path("instansi/<uuid:instansi>/perubahan/", changes.of_instansi, name="instansi_changes"),
    path("unit/<uuid:unit>/perubahan/<str:jenis>/", changes.unit_change, name="unit_change"),
    path(
        "instansi/<uuid:instansi>/perubahan/<str:jenis>/",
        changes.instansi_change,
        name="instansi_change",
    ),
    path("perubahan/<uuid:perubahan>/", changes.change, name="change"),
    path("perubahan/<uuid:perubahan>/jalankan/", changes.confirm, name="change_confirm"),
    path("perubahan/<uuid:perubahan>/tarik/", changes.withdraw, name="change_withdraw"),
    path("perubahan/<uuid:perubahan>/surat/", changes.letter, name="change_letter"),
]
