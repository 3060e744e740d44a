"""What granian serves: in the image, under `make run` and in tests."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pekppp.settings")
django.setup(set_prefix=False)

from pekppp.serving.requests import Handler  # noqa: E402  the handler reads settings

application = Handler()
