"""The one writer of letterheads."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission
from pekppp.base.texts import storable
from reports.documents.services import numbering
from reports.letterhead.services.logo import MAX_BYTES as MAX_LOGO_BYTES
from reports.letterhead.services.logo import clean_logo
from reports.models import KopSurat

__all__ = [
    "CHOICES", "CLAUSES", "MAX_LOGO_BYTES", "TEXTS", "save_letterhead", "tidy",
]  # fmt: skip

# One line each; several lines each; and what is chosen.
TEXTS = (
    "baris_1", "baris_2", "alamat", "tempat", "format_nomor", "sifat_surat", "lampiran_surat",
    "pembina", "pembina_nama", "pembina_alamat",
)  # fmt: skip
CLAUSES = ("klausul_pembuka", "klausul_penutup", "isi_surat")
CHOICES = ("nomor_otomatis", "angka_berita_acara", "surat_kepada")


@transaction.atomic
def save_letterhead(
    *,
    by: User,
    instansi: Instansi,
    texts: Mapping[str, str],
    choices: Mapping[str, bool | str] | None = None,
    logo: bytes | None = None,
    remove_logo: bool = False,
) -> KopSurat:
    """Save lines and emblem. Documents made before stay as they are.

    `choices` that are not given stay as they are. `logo` is an uploaded picture; without it the
    present one stays, unless `remove_logo`. Raises Refused or PermissionDenied.
    """
    require(by, Permission.MANAGE_INSTANSI, instansi)
    kop, _ = KopSurat.objects.select_for_update().get_or_create(instansi=instansi)
    before = {name: getattr(kop, name) for name in (*TEXTS, *CLAUSES, *CHOICES, "logo")}
    for name, value in tidy(texts).items():
        setattr(kop, name, value)
    for name, choice in (choices or {}).items():
        setattr(kop, name, choice)
    numbering.check_format(kop.format_nomor, automatic=kop.nomor_otomatis)
    if logo is not None:
        kop.logo = _keep(clean_logo(logo))
    elif remove_logo:
        kop.logo = ""
    kop.save()
    changed: dict[str, Any] = {
        name: [before[name], getattr(kop, name)]
        for name in before
        if before[name] != getattr(kop, name)
    }
    if changed:
        audit.write(by=by, action="ubah_kop", thing=instansi, **changed)
    return kop


def tidy(texts: Mapping[str, str]) -> dict[str, str]:
    """What was typed as it is kept: lines in one line, clauses with their own breaks."""
    plain = {name: storable(texts.get(name, "")) for name in (*TEXTS, *CLAUSES)}
    return {name: " ".join(plain[name].split()) for name in TEXTS} | {
        name: "\n".join(line.strip() for line in plain[name].splitlines()).strip()
        for name in CLAUSES
    }


def _keep(content: bytes) -> str:
    """Named by content and never overwritten: frozen documents name it too."""
    path = f"kop/{hashlib.sha256(content).hexdigest()}.png"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    return path
