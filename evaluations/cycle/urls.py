"""Addresses of who runs a cycle."""

from django.urls import URLPattern, path

from evaluations.cycle.views import cycles as cycles_views
from evaluations.cycle.views import extensions as extensions_views
from evaluations.cycle.views import opening as opening_views
from evaluations.cycle.views import preview as preview_views
from evaluations.cycle.views import proposals as proposal_views
from evaluations.cycle.views import replacement as replacement_views

patterns: list[URLPattern] = [
    path(
        "evaluasi/<uuid:evaluasi>/ganti/",
        replacement_views.evaluation_replace,
        name="evaluation_replace",
    ),
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
    path("siklus/<uuid:siklus>/buka/", preview_views.cycle_open, name="cycle_open"),
    path("siklus/<uuid:siklus>/buka/xlsx/", preview_views.cycle_open_xlsx, name="cycle_open_xlsx"),
    path("siklus/<uuid:siklus>/buka/pilih/", preview_views.choose, name="lokus_choose"),
    path("siklus/<uuid:siklus>/buka/lepaskan/", preview_views.release, name="lokus_release"),
    path(
        "siklus/<uuid:siklus>/buka/minta-usulan/",
        preview_views.ask_for_nominations,
        name="ask_for_nominations",
    ),
    path("siklus/<uuid:siklus>/usulan/", proposal_views.cycle_proposals, name="cycle_proposals"),
    path(
        "siklus/<uuid:siklus>/usulan/unduh/",
        proposal_views.cycle_proposals_xlsx,
        name="cycle_proposals_xlsx",
    ),
    path("siklus/<uuid:siklus>/usulan/terima/", proposal_views.accept, name="proposals_accept"),
    path("siklus/<uuid:siklus>/usulan/tolak/", proposal_views.refuse, name="proposals_refuse"),
    path(
        "siklus/<uuid:siklus>/usulan/<uuid:instansi>/",
        proposal_views.lokus_proposals,
        name="lokus_proposals",
    ),
    path(
        "siklus/<uuid:siklus>/usulan/<uuid:instansi>/nominasi/",
        proposal_views.nominate,
        name="lokus_nominate",
    ),
    path(
        "siklus/<uuid:siklus>/usulan/<uuid:instansi>/pengganti/",
        proposal_views.replacement,
        name="lokus_replacement",
    ),
    path(
        "siklus/<uuid:siklus>/usulan/<uuid:instansi>/pengecualian/",
        proposal_views.exemption,
        name="lokus_exemption",
    ),
    path("usulan-lokus/<uuid:usulan>/tarik/", proposal_views.take_back, name="proposal_take_back"),
    path("usulan-lokus/<uuid:usulan>/akhiri/", proposal_views.end, name="proposal_end"),
    path("usulan-lokus/<uuid:usulan>/surat/", proposal_views.letter, name="proposal_letter"),
    path("siklus/<uuid:siklus>/tambah-unit/", opening_views.cycle_add_unit, name="cycle_add_unit"),
    path("siklus/<uuid:siklus>/perpanjangan/", extensions_views.extensions, name="extensions"),
    path(
        "siklus/<uuid:siklus>/perpanjangan/<int:perpanjangan>/batalkan/",
        extensions_views.extension_cancel,
        name="extension_cancel",
    ),
    path(
        "siklus/<uuid:siklus>/perpanjangan/<int:perpanjangan>/surat/",
        extensions_views.extension_letter,
        name="extension_letter",
    ),
    path(
        "siklus/<uuid:siklus>/perpanjangan/pemberi/",
        extensions_views.extension_rule,
        name="extension_rule",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/perpanjangan/minta/",
        extensions_views.extension_ask,
        name="extension_ask",
    ),
    path(
        "siklus/<uuid:siklus>/perpanjangan/minta/<uuid:instansi>/",
        extensions_views.extension_ask_all,
        name="extension_ask_all",
    ),
    path(
        "permohonan-perpanjangan/<uuid:permohonan>/",
        extensions_views.extension_request,
        name="extension_request",
    ),
    path(
        "permohonan-perpanjangan/<uuid:permohonan>/kabulkan/",
        extensions_views.extension_grant,
        name="extension_grant",
    ),
    path(
        "permohonan-perpanjangan/<uuid:permohonan>/tolak/",
        extensions_views.extension_refuse,
        name="extension_refuse",
    ),
    path(
        "permohonan-perpanjangan/<uuid:permohonan>/tarik/",
        extensions_views.extension_take_back,
        name="extension_take_back",
    ),
    path(
        "permohonan-perpanjangan/<uuid:permohonan>/surat/",
        extensions_views.extension_request_letter,
        name="extension_request_letter",
    ),
]
