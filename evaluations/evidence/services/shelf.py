"""The shelf of common documents of an instansi."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services.evidence import texts_of
from evaluations.evidence.services.files import content_of, megabytes, name_of, store
from evaluations.models import DokumenUmum
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused


def add_shared(
    *,
    by: User,
    instansi: Instansi,
    file: "File[Any]",
    nama: str = "",
    keterangan: str = "",
    tanggal_dokumen: date | None = None,
) -> DokumenUmum:
    """Put a document on the shelf; what stands there already is not doubled."""
    require(by, Permission.MANAGE_INSTANSI, instansi)
    content = content_of(file)
    texts = texts_of(keterangan=keterangan)
    with transaction.atomic():
        # One after another: the room on the shelf is counted, and a document stands there once.
        Instansi.objects.select_for_update().get(pk=instansi.pk)
        there = evidence_queries.shelf_of(instansi).filter(berkas__sha256=content.sha256).first()
        if there is not None:
            raise Refused(f"Berkas ini sudah ada sebagai «{there.nama}».", field="berkas")
        used = evidence_queries.shelf_bytes(instansi)
        if used + content.size > settings.BUKTI_QUOTA_BYTES:
            raise Refused(
                f"Dokumen bersama paling banyak {megabytes(settings.BUKTI_QUOTA_BYTES)}; "
                f"terpakai {megabytes(used)}. Hapus yang tidak dipakai lagi.",
                field="berkas",
            )
        row = DokumenUmum.objects.create(
            instansi=instansi,
            berkas=store(content),
            nama=name_of(nama or file.name, content.kind),
            tanggal_dokumen=tanggal_dokumen,
            oleh=by,
            **texts,
        )
        audit.write(by=by, action="tambah_dokumen_bersama", thing=row)
    return row


@transaction.atomic
def remove_shared(*, by: User, instansi: Instansi, dokumen: UUID) -> DokumenUmum:
    """Take a document off the shelf; evidence that was made of it stays."""
    require(by, Permission.MANAGE_INSTANSI, instansi)
    row = evidence_queries.get_shared(instansi, dokumen)
    row.dihapus_pada = timezone.now()
    row.save(update_fields=["dihapus_pada"])
    audit.write(by=by, action="hapus_dokumen_bersama", thing=row)
    return row
