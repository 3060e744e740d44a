"""One URL per verb."""

from django.urls import URLPattern, path

from reports.portal import downloads, pages
from reports.views import annex as annex_views
from reports.views import awards as award_views
from reports.views import batches as batch_views
from reports.views import documents as document_views
from reports.views import letterhead as letterhead_views
from reports.views import prints as print_views
from reports.views import register as register_views
from reports.views import signers as signer_views
from reports.views import signing as signing_views
from reports.views import to_sign as to_sign_views
from reports.views import verification as verification_views

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
    path("dokumen/<uuid:dokumen>/tanda-tangan/", signing_views.halaman, name="signing"),
    path("dokumen/<uuid:dokumen>/tanda-tangan/mulai/", signing_views.mulai, name="sign_start"),
    path("dokumen/<uuid:dokumen>/nomor/", signing_views.nomor, name="set_number"),
    path("dokumen/<uuid:dokumen>/cabut/", signing_views.cabut, name="revoke"),
    path("tanda-tangan/", to_sign_views.daftar, name="to_sign"),
    path("tanda-tangan/setujui/", to_sign_views.setujui, name="approve_many"),
    path("tanda-tangan/<uuid:tanda>/setujui/", signing_views.setujui, name="approve"),
    path("tanda-tangan/<uuid:tanda>/tolak/", signing_views.tolak, name="refuse"),
    path("tanda-tangan/<uuid:tanda>/unggah/", signing_views.unggah, name="hand_in"),
    path("tanda-tangan/<uuid:tanda>/berkas/", signing_views.berkas, name="signed_file"),
    path("instansi/<uuid:instansi>/penanda-tangan/", signer_views.daftar, name="signers"),
    path("penanda-tangan/<uuid:penunjukan>/akhiri/", signer_views.akhiri, name="end_signer"),
    path("instansi/<uuid:instansi>/kop/", letterhead_views.kop, name="letterhead"),
    path("instansi/<uuid:instansi>/kop/lambang/", letterhead_views.lambang, name="logo"),
    path(
        "instansi/<uuid:instansi>/kop/pratinjau/",
        letterhead_views.pratinjau,
        name="letterhead_preview",
    ),
]
batches: list[URLPattern] = [
    path("siklus/<uuid:siklus>/dokumen/", batch_views.daftar, name="batches"),
    path("siklus/<uuid:siklus>/dokumen/buat/", batch_views.buat, name="start_batch"),
    path("siklus/<uuid:siklus>/dokumen/rekap/", batch_views.rekap, name="make_recap"),
    path("kelompok/<uuid:kelompok>/", batch_views.kelompok, name="batch"),
    path("kelompok/<uuid:kelompok>/unduh/", batch_views.unduh, name="batch_zip"),
    path("kelompok/<uuid:kelompok>/batal/", batch_views.batal, name="cancel_batch"),
    path("kelompok/<uuid:kelompok>/ulangi/", batch_views.ulangi, name="retry_batch"),
    path("kelompok/<uuid:kelompok>/tanda-tangan/", batch_views.tanda_tangan, name="sign_batch"),
    path("siklus/<uuid:siklus>/penyampaian/", register_views.daftar, name="register"),
    path("siklus/<uuid:siklus>/penyampaian/kirim/", register_views.kirim, name="record_sent"),
    path("siklus/<uuid:siklus>/penyampaian/data.xlsx", register_views.ekspor, name="register_xlsx"),
    path("dokumen/<uuid:dokumen>/diterima/", register_views.terima, name="record_received"),
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
    path("publikasi/<uuid:siklus>/penghargaan/", award_views.awards, name="awards"),
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
    path("verifikasi/", verification_views.cari, name="verify_search"),
    path("verifikasi/<str:kode>/", verification_views.periksa, name="verify"),
    path("verifikasi/<str:kode>/banding/", verification_views.banding, name="compare"),
    path("", pages.landing, name="landing"),
    path("data/", pages.open_data, name="open_data"),
    path("data/openapi.json", downloads.openapi_json, name="openapi"),
    path("hasil/", pages.results, name="results"),
    path("hasil/data.json", downloads.cycles_json, name="cycles_json"),
    path("hasil/unit/<uuid:unit>/", pages.results_unit, name="results_unit"),
    path("hasil/unit/<uuid:unit>/data.json", downloads.unit_json, name="unit_json"),
    path("hasil/<uuid:siklus>/", pages.results_siklus, name="results_siklus"),
    path("hasil/<uuid:siklus>/rekap/", pages.results_summary, name="results_summary"),
    path("hasil/<uuid:siklus>/aspek/", pages.results_detail, name="results_detail"),
    path("hasil/<uuid:siklus>/penghargaan/", pages.results_awards, name="results_awards"),
    path(
        "hasil/<uuid:siklus>/keputusan/<uuid:publikasi>.pdf",
        downloads.decree_pdf,
        name="decree_pdf",
    ),
    *(
        path(
            f"hasil/<uuid:siklus>/{table}.{kind}",
            view,
            {"table": table},
            name=f"{name}_{kind}",
        )
        for table, name in (("data", "results"), ("rekap", "summary"), ("aspek", "detail"))
        for kind, view in (
            ("csv", downloads.results_csv),
            ("xlsx", downloads.results_xlsx),
            ("json", downloads.results_json),
        )
    ),
    path("hasil/<uuid:siklus>/<uuid:instansi>/", pages.results_instansi, name="results_instansi"),
]

urlpatterns = [*documents, *batches, *prints, *decree, *public]
