from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from pekppp.accounts import sessions


class AccountsConfig(AppConfig):
    name = "pekppp.accounts"
    label = "accounts"
    verbose_name = "Orang dan instansi"

    def ready(self) -> None:
        from pekppp.accounts import login_trail

        login_trail.connect()

        # Django's own, not one of ours: it comes from the form, from a second step, from a test.
        user_logged_in.connect(sessions.begin)
