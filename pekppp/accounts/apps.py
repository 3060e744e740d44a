from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pekppp.accounts"
    label = "accounts"
    verbose_name = "Orang dan instansi"

    def ready(self) -> None:
        from pekppp.accounts import login_trail

        login_trail.connect()
