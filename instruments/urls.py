from django.urls import path

from instruments import views

app_name = "instruments"
urlpatterns = [
    path("instrumen/", views.daftar, name="daftar"),
    path("instrumen/bandingkan/", views.bandingkan, name="bandingkan"),
    path("instrumen/baru/", views.baru, name="baru"),
    path("instrumen/baru/simpan/", views.simpan, name="simpan"),
    path("instrumen/<uuid:versi>/", views.baca, name="baca"),
    path("instrumen/<uuid:versi>/aspek/<str:aspek>/", views.aspek, name="aspek"),
    path("instrumen/<uuid:versi>/bantuan/<int:nomor>/", views.bantuan, name="bantuan"),
    path("instrumen/<uuid:versi>/unduh/", views.unduh, name="unduh"),
    path("instrumen/<uuid:versi>/salin/", views.salin, name="salin"),
    path("instrumen/<uuid:versi>/ralat/", views.ralat, name="ralat"),
    path("instrumen/<uuid:versi>/ubah/", views.ubah, name="ubah"),
    path("instrumen/<uuid:versi>/terapkan/", views.terapkan, name="terapkan"),
    path("instrumen/<uuid:versi>/terbitkan/", views.terbitkan, name="terbitkan"),
    path("instrumen/<uuid:versi>/tarik/", views.tarik, name="tarik"),
    path("instrumen/<uuid:versi>/hapus/", views.hapus, name="hapus"),
]
