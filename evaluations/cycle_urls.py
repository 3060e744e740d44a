"""Addresses of who runs a cycle and publishes its results, taken in by `urls`."""

from django.urls import URLPattern, path

from evaluations.views import assigning, decrees, extensions, monitoring, opening, recompute
from evaluations.views import publication as publication_views
from evaluations.views import siklus as cycles

publication: list[URLPattern] = [
    path("validasi/<uuid:siklus>/", publication_views.validation, name="validation"),
    path("validasi/<uuid:siklus>/sahkan/", publication_views.validate, name="validate"),
    path("validasi/<uuid:siklus>/kembalikan/", publication_views.send_back, name="send_back"),
    path("validasi/<uuid:siklus>/sampel/", publication_views.draw_sample, name="draw_sample"),
    path("publikasi/<uuid:siklus>/", decrees.publication_page, name="publication"),
    path("publikasi/<uuid:siklus>/bekukan/", decrees.freeze, name="freeze"),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/",
        decrees.decree_set,
        name="decree_set",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/keputusan/",
        decrees.enter,
        name="enter_decree",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/keputusan.pdf",
        decrees.decree_file,
        name="decree_file",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/kemajuan/",
        decrees.progress,
        name="decree_progress",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/batalkan/",
        decrees.cancel,
        name="cancel_set",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/lanjutkan/",
        decrees.retry,
        name="retry_decree",
    ),
    path(
        "publikasi/<uuid:siklus>/tarik/<uuid:hasil>/", publication_views.withdraw, name="withdraw"
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/tarik/",
        publication_views.withdraw_decree,
        name="withdraw_decree",
    ),
    path("publikasi/<uuid:siklus>/laporkan/", publication_views.report, name="report"),
]
organiser: list[URLPattern] = [
    path("siklus/", cycles.cycles_list, name="cycles"),
    path("siklus/baru/", cycles.cycle_create, name="cycle_create"),
    path("siklus/<uuid:siklus>/", cycles.cycle, name="cycle"),
    path("siklus/<uuid:siklus>/ubah/", cycles.cycle_edit, name="cycle_edit"),
    path("siklus/<uuid:siklus>/tutup/", cycles.cycle_close, name="cycle_close"),
    path("siklus/<uuid:siklus>/hapus/", cycles.cycle_delete, name="cycle_delete"),
    path("siklus/<uuid:siklus>/buka-lagi/", cycles.cycle_reopen, name="cycle_reopen"),
    path("siklus/<uuid:siklus>/hitung-ulang/", recompute.recompute, name="recompute"),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/periksa/",
        recompute.recompute_start,
        name="recompute_start",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/kemajuan/",
        recompute.recompute_progress,
        name="recompute_progress",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/terapkan/",
        recompute.recompute_apply,
        name="recompute_apply",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/batalkan/",
        recompute.recompute_cancel,
        name="recompute_cancel",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/lanjutkan/",
        recompute.recompute_resume,
        name="recompute_resume",
    ),
    path(
        "siklus/<uuid:siklus>/hitung-ulang/<uuid:hitung>/unduh/",
        recompute.recompute_xlsx,
        name="recompute_xlsx",
    ),
    path("siklus/<uuid:siklus>/fase/", opening.cycle_phases, name="cycle_phases"),
    path("siklus/<uuid:siklus>/lokus/", opening.cycle_lokus, name="cycle_lokus"),
    path("siklus/<uuid:siklus>/buka/", opening.cycle_open, name="cycle_open"),
    path("siklus/<uuid:siklus>/tambah-unit/", opening.cycle_add_unit, name="cycle_add_unit"),
    path("siklus/<uuid:siklus>/perpanjangan/", extensions.extensions, name="extensions"),
    path(
        "siklus/<uuid:siklus>/perpanjangan/<int:perpanjangan>/batalkan/",
        extensions.extension_cancel,
        name="extension_cancel",
    ),
    path("siklus/<uuid:siklus>/penugasan/", assigning.assignments_page, name="assignments"),
    path("siklus/<uuid:siklus>/penugasan/tetapkan/", assigning.assign, name="assign"),
    path("siklus/<uuid:siklus>/penugasan/cabut/", assigning.unassign, name="unassign"),
    path(
        "siklus/<uuid:siklus>/verifikasi/tiadakan/",
        assigning.waive_verification,
        name="waive_verification",
    ),
    path(
        "siklus/<uuid:siklus>/verifikasi/minta/",
        assigning.ask_for_verification,
        name="ask_for_verification",
    ),
    path(
        "siklus/<uuid:siklus>/penugasan/templat/",
        assigning.assignment_template,
        name="assignment_template",
    ),
    path(
        "siklus/<uuid:siklus>/penugasan/impor/",
        assigning.assignment_import,
        name="assignment_import",
    ),
    path("penugasan/impor/<uuid:impor>/", assigning.assignment_check, name="assignment_check"),
    path(
        "penugasan/impor/<uuid:impor>/terapkan/",
        assigning.assignment_apply,
        name="assignment_apply",
    ),
    path("evaluasi/<uuid:evaluasi>/penugasan/", assigning.team, name="team"),
    path("pemantauan/", monitoring.monitoring, name="monitoring"),
    path("pemantauan/csv/", monitoring.monitoring_csv, name="monitoring_csv"),
    path("pemantauan/xlsx/", monitoring.monitoring_xlsx, name="monitoring_xlsx"),
    path("pemantauan/ingatkan/", monitoring.remind_units, name="remind"),
    path("pemantauan/perpanjang/", monitoring.extend_units, name="monitoring_extend"),
    path("pemantauan/tugaskan/", monitoring.assign_units, name="monitoring_assign"),
    path("nasional/", monitoring.national, name="national"),
]

patterns = [*publication, *organiser]
