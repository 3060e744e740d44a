"""Addresses of monitoring."""

from django.urls import URLPattern, path

from evaluations.monitoring import views as monitoring_views

patterns: list[URLPattern] = [
    path("pemantauan/", monitoring_views.monitoring, name="monitoring"),
    path("pemantauan/csv/", monitoring_views.monitoring_csv, name="monitoring_csv"),
    path("pemantauan/xlsx/", monitoring_views.monitoring_xlsx, name="monitoring_xlsx"),
    path("pemantauan/ingatkan/", monitoring_views.remind_units, name="remind"),
    path("pemantauan/perpanjang/", monitoring_views.extend_units, name="monitoring_extend"),
    path("pemantauan/tugaskan/", monitoring_views.assign_units, name="monitoring_assign"),
    path("pemantauan/akhiri/", monitoring_views.end_units, name="monitoring_end"),
    path("nasional/", monitoring_views.national, name="national"),
    path("nasional/xlsx/", monitoring_views.national_xlsx, name="national_xlsx"),
]
