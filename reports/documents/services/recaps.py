"""Asking for a recap of an instansi; it waits in the same queue as every other document."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from evaluations.models import Siklus
from pekppp.accounts.models import Instansi, User
from pekppp.base.errors import Refused
from reports.core import documents as document_queries
from reports.core import offices as office_queries
from reports.documents.services import documents
from reports.documents.services import versions as document_versions
from reports.figures import rekap
from reports.models import Dokumen


@transaction.atomic
def request_recap(
    *,
    by: User,
    siklus: Siklus,
    office: Instansi,
    instansi: Instansi,
    tanggal: date,
    nomor: str = "",
    perubahan: str = "",
) -> Dokumen:
    """Freeze and queue it; the same input is not made twice. Raises Refused or PermissionDenied."""
    if not document_queries.is_office_of(by, office.pk):
        raise PermissionDenied("not an administrator of the office that asks")
    # Alone: no version and no number is given twice.
    Instansi.objects.select_for_update(no_key=True).get(pk=office.pk)
    rows = office_queries.for_recap(siklus, office, instansi)
    if not rows:
        raise Refused("Instansi ini tidak mempunyai unit pada siklus ini.", field="instansi")
    masukan = rekap.build(
        by, instansi, office, rows, nomor=documents.clean_number(nomor), tanggal=tanggal
    )
    row = Dokumen(instansi=instansi, giliran=office, siklus=siklus, jenis=Dokumen.Jenis.REKAP)
    return document_versions.keep(by=by, row=row, masukan=masukan, reason=perubahan)
