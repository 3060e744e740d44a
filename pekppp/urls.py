"""Mounts the apps; what needs every app is in `pekppp.pages`."""

from django.urls import include, path

from pekppp import pages

handler500 = "pekppp.pages.server_error"

urlpatterns = [
    # First, for the many who answer a survey at the same time.
    path("", include("evaluations.urls")),
    path("healthz", pages.healthz, name="healthz"),
    path("readyz", pages.readyz, name="readyz"),
    path("status/", pages.status, name="status"),
    path("beranda/", pages.beranda, name="beranda"),
    path("akun/", include("pekppp.accounts.login_urls")),
    path("", include("pekppp.accounts.urls")),
    path("", include("instruments.urls")),
    path("", include("reports.urls")),
]
