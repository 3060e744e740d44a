"""Addresses of one evaluation as a whole, and of the trail."""

from django.urls import URLPattern, path

from evaluations.overview.views import explain as explain_views
from evaluations.overview.views import first_steps as first_steps_views
from evaluations.overview.views import performance as performance_views
from evaluations.overview.views import trail as trail_views
from evaluations.overview.views import unit as unit_views

patterns: list[URLPattern] = [
    path("memulai/", first_steps_views.first_steps, name="first_steps"),
    path("kinerja/", performance_views.performance, name="performance"),
    path("kinerja/xlsx/", performance_views.performance_xlsx, name="performance_xlsx"),
    # Loaded by the unit's page, which is an app below and knows of no evaluation.
    path("unit/<uuid:unit>/evaluasi/", unit_views.of_unit, name="unit_evaluasi"),
    path("instansi/<uuid:uuid>/jejak/", trail_views.trail, name="trail"),
    path("evaluasi/<uuid:evaluasi>/", unit_views.evaluasi, name="evaluasi"),
    path("evaluasi/<uuid:evaluasi>/isian/", unit_views.filled, name="evaluasi_filled"),
    path("evaluasi/<uuid:evaluasi>/nilai/", unit_views.levels, name="evaluasi_levels"),
    path("evaluasi/<uuid:evaluasi>/riwayat/", unit_views.history, name="evaluasi_history"),
    path("evaluasi/<uuid:evaluasi>/asal/", explain_views.origin, name="origin"),
    path("evaluasi/<uuid:evaluasi>/akhiri/", unit_views.end, name="end"),
    path("evaluasi/<uuid:evaluasi>/pulihkan/", unit_views.restore, name="restore"),
    path("evaluasi/<uuid:evaluasi>/f01/kembalikan/", unit_views.return_f01, name="return_f01"),
]
