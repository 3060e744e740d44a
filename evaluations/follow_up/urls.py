"""Addresses of follow-up and coaching."""

from django.urls import URLPattern, path

from evaluations.follow_up.views import coaching as coaching_views
from evaluations.follow_up.views import files as files_views
from evaluations.follow_up.views import follow_up as follow_up_views
from evaluations.follow_up.views import follow_ups as follow_ups_views

patterns: list[URLPattern] = [
    path("tindak-lanjut/", follow_ups_views.follow_ups, name="follow_ups"),
    path("tindak-lanjut/xlsx/", follow_ups_views.follow_ups_xlsx, name="follow_ups_xlsx"),
    path("tindak-lanjut/persentase/", follow_ups_views.follow_up_rates, name="follow_up_rates"),
    path("evaluasi/<uuid:evaluasi>/tindak-lanjut/", follow_up_views.follow_up, name="follow_up"),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/<uuid:rekomendasi>/rencana/",
        follow_up_views.follow_up_commit,
        name="follow_up_commit",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/<uuid:rekomendasi>/bukti/",
        follow_up_views.follow_up_file,
        name="follow_up_file",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/<uuid:rekomendasi>/langkah/<slug:action>/",
        follow_up_views.follow_up_step,
        name="follow_up_step",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/unduh/",
        files_views.download,
        name="follow_up_download",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/lihat/",
        files_views.look,
        name="follow_up_look",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/gambar/<int:nomor>/",
        files_views.page,
        name="follow_up_page",
    ),
    path(
        "evaluasi/<uuid:evaluasi>/tindak-lanjut/bukti/<uuid:bukti>/hapus/",
        follow_up_views.follow_up_file_remove,
        name="follow_up_file_remove",
    ),
    path("pembinaan/", coaching_views.coaching_list, name="coaching_list"),
    path("pembinaan/xlsx/", coaching_views.coaching_xlsx, name="coaching_xlsx"),
    path("pembinaan/baru/", coaching_views.coaching_new, name="coaching_new"),
    path("pembinaan/<uuid:pembinaan>/", coaching_views.coaching_session, name="coaching_session"),
    path("pembinaan/<uuid:pembinaan>/ubah/", coaching_views.coaching_edit, name="coaching_edit"),
]
