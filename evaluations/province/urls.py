"""Addresses of a province's verification."""

from django.urls import URLPattern, path

from evaluations.province import views

patterns: list[URLPattern] = [
    path("verifikasi-provinsi/", views.cycles, name="province_cycles"),
    path("verifikasi-provinsi/<uuid:siklus>/", views.worklist, name="province"),
    path("verifikasi-provinsi/<uuid:siklus>/xlsx/", views.worklist_xlsx, name="province_xlsx"),
    path("verifikasi-provinsi/<uuid:siklus>/sampel/", views.sample, name="province_sample"),
    path("verifikasi-provinsi/<uuid:siklus>/tetapkan/", views.appoint, name="province_appoint"),
]
