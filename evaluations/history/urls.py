"""Addresses of earlier years."""

from django.urls import URLPattern, path

from evaluations.history import views as history_views

patterns: list[URLPattern] = [
    path("unit/<uuid:unit>/riwayat/", history_views.unit_history, name="unit_history"),
    path(
        "instansi/<uuid:instansi>/riwayat/", history_views.instansi_history, name="instansi_history"
    ),
    *(
        entry
        for kind, place in (("hasil_terdahulu", "riwayat"), ("nilai_lain", "nilai-lain"))
        for entry in (
            path(
                f"instansi/<uuid:instansi>/{place}/impor/",
                history_views.history_import,
                {"kind": kind},
                name=f"{kind}_import",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/contoh.xlsx",
                history_views.history_sample,
                {"kind": kind},
                name=f"{kind}_sample",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/impor/<uuid:impor>/",
                history_views.history_check,
                {"kind": kind},
                name=f"{kind}_check",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/impor/<uuid:impor>/terapkan/",
                history_views.history_apply,
                {"kind": kind},
                name=f"{kind}_apply",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/<uuid:terdahulu>/hapus/",
                history_views.history_remove,
                {"kind": kind},
                name=f"{kind}_remove",
            ),
        )
    ),
]
