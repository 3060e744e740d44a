"""Addresses of objections."""

from django.urls import URLPattern, path

from evaluations.objections import views as objection_views

patterns: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/sanggah/", objection_views.objections, name="objections"),
    path("evaluasi/<uuid:evaluasi>/sanggah/ajukan/", objection_views.object_to, name="object_to"),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/tutup/",
        objection_views.objections_close,
        name="objections_close",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/<uuid:sanggahan>/bukti/",
        objection_views.objection_evidence,
        name="objection_evidence",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/<uuid:sanggahan>/tarik/",
        objection_views.objection_withdraw,
        name="objection_withdraw",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/sanggah/<uuid:sanggahan>/putus/",
        objection_views.objection_decide,
        name="objection_decide",
    ),
]
