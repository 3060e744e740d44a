"""One URL per verb."""

from django.urls import URLPattern, path

from reports import portal
from reports.views import annex as annex_views
from reports.views import documents as document_views
from reports.views import letterhead as letterhead_views
from reports.views import prints as print_views

app_name = "reports"

documents: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/dokumen/", document_views.daftar, name="documents"),
    path(
        "evaluasi/<uuid:evaluasi>/dokumen/buat/<str:jenis>/",
        document_views.buat,
        name="make_document",
    ),
    path("dokumen/<uuid:dokumen>/", document_views.unduh, name="document"),
    path("dokumen/<uuid:dokumen>/ulangi/", document_views.ulangi, name="retry_document"),
    path("instansi/<uuid:instansi>/kop/", letterhead_views.kop, name="letterhead"),
    path("instansi/<uuid:instansi>/kop/lambang/", letterhead_views.lambang, name="logo"),
]
prints: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/survei/cetak/", print_views.cetak, name="prints"),
    path(
        "evaluasi/<uuid:evaluasi>/survei/cetak/poster/<int:tautan>/",
        print_views.poster,
        name="print_poster",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/cetak/formulir/",
        print_views.formulir,
        name="print_form",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/survei/cetak/kode/<uuid:lembar>/",
        print_views.slip,
        name="print_slips",
    ),
    path("cetakan/<uuid:cetakan>/", print_views.unduh, name="print"),
]
decree: list[URLPattern] = [
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/lampiran/",
        annex_views.annexes,
        name="annexes",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/lampiran/buat/",
        annex_views.make,
        name="make_annex",
    ),
    path(
        "publikasi/<uuid:siklus>/himpunan/<uuid:publikasi>/lampiran/<uuid:lampiran>/",
        annex_views.download,
        name="annex",
    ),
]
public: list[URLPattern] = [
    path("", portal.landing, name="landing"),
    path("hasil/", portal.results, name="results"),
    path("hasil/unit/<uuid:unit>/", portal.results_unit, name="results_unit"),
    path("hasil/<uuid:siklus>/", portal.results_siklus, name="results_siklus"),
    path("hasil/<uuid:siklus>/data.csv", portal.results_csv, name="results_csv"),
    path("hasil/<uuid:siklus>/data.xlsx", portal.results_xlsx, name="results_xlsx"),
    path("hasil/<uuid:siklus>/<uuid:instansi>/", portal.results_instansi, name="results_instansi"),
]

urlpatterns = [*documents, *prints, *decree, *public]
