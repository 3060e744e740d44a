"""One URL per verb."""

from django.urls import URLPattern, path

from reports.annex import views as annex_views
from reports.awards import views as award_views
from reports.batches import views as batch_views
from reports.documents import views as document_views
from reports.letterhead import views as letterhead_views
from reports.letters import views as letter_views
from reports.portal.views import downloads as downloads_views
from reports.portal.views import pages as pages_views
from reports.prints import views as print_views
from reports.signers import views as signer_views
from reports.signing.views import signing as signing_views
from reports.signing.views import to_sign as to_sign_views
from reports.verification import views as verification_views

app_name = "reports"

documents: list[URLPattern] = [
    path("evaluasi/<uuid:evaluasi>/dokumen/", document_views.daftar, name="documents"),
    path(
        "evaluasi/<uuid:evaluasi>/dokumen/buat/<str:jenis>/",
        document_views.buat,
        name="make_document",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/versi/<int:putaran>/tanda-terima/",
        document_views.tanda_terima,
        name="receipt",
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
    path("siklus/<uuid:siklus>/penyampaian/", letter_views.daftar, name="register"),
    path("siklus/<uuid:siklus>/penyampaian/kirim/", letter_views.kirim, name="record_sent"),
    path("siklus/<uuid:siklus>/penyampaian/data.xlsx", letter_views.ekspor, name="register_xlsx"),
    path("dokumen/<uuid:dokumen>/diterima/", letter_views.terima, name="record_received"),
]
prints: list[URLPattern] = [
    path("orang/akses/slip.pdf", print_views.akses, name="access_slips"),
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
    path("publikasi/<uuid:siklus>/penghargaan/baru/", award_views.award_list, name="award_new"),
    path("publikasi/<uuid:siklus>/penghargaan/bawaan/", award_views.usual, name="usual_awards"),
    path("publikasi/<uuid:siklus>/penghargaan/rilis/", award_views.release, name="release_awards"),
    path("publikasi/<uuid:siklus>/penghargaan/cabut/", award_views.withdraw, name="end_awards"),
    path(
        "publikasi/<uuid:siklus>/penghargaan/dokumen/",
        award_views.make_document,
        name="make_awards",
    ),
    path(
        "publikasi/<uuid:siklus>/penghargaan/<uuid:daftar>/",
        award_views.award_list,
        name="award_list",
    ),
    path(
        "publikasi/<uuid:siklus>/penghargaan/<uuid:daftar>/hapus/",
        award_views.delete_list,
        name="delete_award_list",
    ),
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
    path("", pages_views.landing, name="landing"),
    path("en/", pages_views.english, name="english"),
    path("data/", pages_views.open_data, name="open_data"),
    path("data/openapi.json", downloads_views.openapi_json, name="openapi"),
    path("hasil/", pages_views.results, name="results"),
    path("hasil/data.json", downloads_views.cycles_json, name="cycles_json"),
    path("hasil/unit/<uuid:unit>/", pages_views.results_unit, name="results_unit"),
    path("hasil/unit/<uuid:unit>/data.json", downloads_views.unit_json, name="unit_json"),
    path("hasil/<uuid:siklus>/", pages_views.results_siklus, name="results_siklus"),
    path("hasil/<uuid:siklus>/rekap/", pages_views.results_summary, name="results_summary"),
    path("hasil/<uuid:siklus>/aspek/", pages_views.results_detail, name="results_detail"),
    path("hasil/<uuid:siklus>/penghargaan/", award_views.results_awards, name="results_awards"),
    path("hasil/<uuid:siklus>/penghargaan.csv", award_views.awards_csv, name="awards_csv"),
    path("hasil/<uuid:siklus>/penghargaan.xlsx", award_views.awards_xlsx, name="awards_xlsx"),
    path("hasil/<uuid:siklus>/penghargaan.json", award_views.awards_json, name="awards_json"),
    path(
        "hasil/<uuid:siklus>/keputusan/<uuid:publikasi>.pdf",
        downloads_views.decree_pdf,
        name="decree_pdf",
    ),
    *(
        path(
            f"hasil/<uuid:siklus>/{table}.{kind}",
            view,
            {"table": table},
            name=f"{name}_{kind}",
        )
        for table, name in (
            ("data", "results"),
            ("rekap", "summary"),
            ("aspek", "detail"),
            ("instansi", "offices"),
        )
        for kind, view in (
            ("csv", downloads_views.results_csv),
            ("xlsx", downloads_views.results_xlsx),
            ("json", downloads_views.results_json),
        )
    ),
    path(
        "hasil/<uuid:siklus>/<uuid:instansi>/",
        pages_views.results_instansi,
        name="results_instansi",
    ),
]

urlpatterns = [*documents, *batches, *prints, *decree, *public]
