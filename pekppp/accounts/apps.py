from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "pekppp.accounts"
    label = "accounts"
    verbose_name = "Orang dan instansi"
