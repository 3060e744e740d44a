"""Addresses of what comes after a result: follow-up, coaching, history; taken in by `urls`."""

from django.urls import URLPattern, path

from evaluations.views import (
    coaching,
    follow_up,
    follow_up_desk,
    follow_up_files,
    follow_ups,
    history,
)

improvement: list[URLPattern] = [
    path("tindak-lanjut/", follow_ups.follow_ups, name="follow_ups"),
    path("tindak-lanjut/xlsx/", follow_ups.follow_ups_xlsx, name="follow_ups_xlsx"),
    path("tindak-lanjut/persentase/", follow_ups.follow_up_rates, name="follow_up_rates"),
    path("evaluasi/<uuid:evaluasi>/tindak-lanjut/", follow_up.follow_up, name="follow_up"),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/<uuid:rekomendasi>/rencana/",
        follow_up.follow_up_commit,
        name="follow_up_commit",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/<uuid:rekomendasi>/bukti/",
        follow_up.follow_up_file,
        name="follow_up_file",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/<uuid:rekomendasi>/langkah/<slug:action>/",
        follow_up.follow_up_step,
        name="follow_up_step",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/unduh/",
        follow_up_files.download,
        name="follow_up_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/lihat/",
        follow_up_files.look,
        name="follow_up_look",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/gambar/<int:nomor>/",
        follow_up_files.page,
        name="follow_up_page",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/hapus/",
        follow_up.follow_up_file_remove,
        name="follow_up_file_remove",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/",
        follow_up_desk.f02_follow_up,
        name="f02_follow_up",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/<uuid:rekomendasi>/verifikasi/",
        follow_up_desk.f02_follow_up_verify,
        name="f02_follow_up_verify",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/bukti/<uuid:bukti>/unduh/",
        follow_up_files.desk_download,
        name="f02_follow_up_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/bukti/<uuid:bukti>/lihat/",
        follow_up_files.desk_look,
        name="f02_follow_up_look",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/f02/tindak-lanjut/bukti/<uuid:bukti>/gambar/<int:nomor>/",
        follow_up_files.desk_page,
        name="f02_follow_up_page",
    ),
]
years: list[URLPattern] = [
    path("unit/<uuid:unit>/riwayat/", history.unit_history, name="unit_history"),
    path("instansi/<uuid:instansi>/riwayat/", history.instansi_history, name="instansi_history"),
    *(
        entry
        for kind, place in (("hasil_terdahulu", "riwayat"), ("nilai_lain", "nilai-lain"))
        for entry in (
            path(
                f"instansi/<uuid:instansi>/{place}/impor/",
                history.history_import,
                {"kind": kind},
                name=f"{kind}_import",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/contoh.xlsx",
                history.history_sample,
                {"kind": kind},
                name=f"{kind}_sample",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/impor/<uuid:impor>/",
                history.history_check,
                {"kind": kind},
                name=f"{kind}_check",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/impor/<uuid:impor>/terapkan/",
                history.history_apply,
                {"kind": kind},
                name=f"{kind}_apply",
            ),
            path(
                f"instansi/<uuid:instansi>/{place}/<uuid:terdahulu>/hapus/",
                history.history_remove,
                {"kind": kind},
                name=f"{kind}_remove",
            ),
        )
    ),
]
coached: list[URLPattern] = [
    path("pembinaan/", coaching.coaching_list, name="coaching_list"),
    path("pembinaan/baru/", coaching.coaching_new, name="coaching_new"),
    path("pembinaan/<uuid:pembinaan>/", coaching.coaching_session, name="coaching_session"),
    path("pembinaan/<uuid:pembinaan>/ubah/", coaching.coaching_edit, name="coaching_edit"),
]

patterns = [*improvement, *years, *coached]
