"""Addresses of who runs a cycle."""

from django.urls import URLPattern, path

from evaluations.cycle.views import cycles as cycles_views
from evaluations.cycle.views import extensions as extensions_views
from evaluations.cycle.views import names as names_views
from evaluations.cycle.views import opening as opening_views
from evaluations.cycle.views import replacement as replacement_views

patterns: list[URLPattern] = [
    path(
        "evaluasi/<uuid:evaluasi>/ganti/",
        replacement_views.evaluation_replace,
        name="evaluation_replace",
    ),
    path("unit/<uuid:unit>/nama-evaluasi/", names_views.of_unit, name="unit_names"),
    path("instansi/<uuid:instansi>/nama-evaluasi/", names_views.of_instansi, name="instansi_names"),
    path("siklus/", cycles_views.cycles_list, name="cycles"),
    path("siklus/baru/", cycles_views.cycle_create, name="cycle_create"),
    path("siklus/<uuid:siklus>/", cycles_views.cycle, name="cycle"),
    path("siklus/<uuid:siklus>/ubah/", cycles_views.cycle_edit, name="cycle_edit"),
    path("siklus/<uuid:siklus>/tutup/", cycles_views.cycle_close, name="cycle_close"),
    path("siklus/<uuid:siklus>/hapus/", cycles_views.cycle_delete, name="cycle_delete"),
    path("siklus/<uuid:siklus>/buka-lagi/", cycles_views.cycle_reopen, name="cycle_reopen"),
    path("siklus/<uuid:siklus>/formulir-bersama/", cycles_views.cycle_forms, name="cycle_forms"),
    path("siklus/<uuid:siklus>/fase/", opening_views.cycle_phases, name="cycle_phases"),
    path("siklus/<uuid:siklus>/lokus/", opening_views.cycle_lokus, name="cycle_lokus"),
    path("siklus/<uuid:siklus>/buka/", opening_views.cycle_open, name="cycle_open"),
    path("siklus/<uuid:siklus>/tambah-unit/", opening_views.cycle_add_unit, name="cycle_add_unit"),
    path("siklus/<uuid:siklus>/perpanjangan/", extensions_views.extensions, name="extensions"),
    path(
        "siklus/<uuid:siklus>/perpanjangan/<int:perpanjangan>/batalkan/",
        extensions_views.extension_cancel,
        name="extension_cancel",
    ),
]
