"""The letter that something rests on: a PDF, stored once by its content."""

from typing import Any

from django.core import signing
from django.core.files.base import File
from django.db import transaction

from evaluations.evidence.services import files
from evaluations.models import Berkas
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes

_SALT = "surat"


def store(file: "File[Any]") -> Berkas:
    """Raises Refused for what is no PDF. Inside a transaction, as `files.store`."""
    content = files.content_of(file)
    if content.kind != filetypes.PDF:
        raise Refused("Berkas surat harus PDF.", field="berkas")
    return files.store(content)


@transaction.atomic
def keep(file: "File[Any]") -> str:
    """Store it and name it by a secret, for a form that is sent once more without its file."""
    return signing.dumps(store(file).sha256, salt=_SALT)


def kept(secret: str) -> Berkas:
    """What `keep` has named, held until the transaction ends."""
    try:
        digest = signing.loads(secret, salt=_SALT)
    except signing.BadSignature:
        raise Refused("Pilih lagi berkas suratnya.", field="berkas") from None
    found = Berkas.objects.select_for_update().filter(sha256=digest).first()
    if found is None:
        raise Refused("Pilih lagi berkas suratnya.", field="berkas")
    return found
