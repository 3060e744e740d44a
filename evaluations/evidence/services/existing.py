"""Evidence that is not sent: what the unit holds already, the shelf of common documents, and, as
a last resort, a link."""

from datetime import date
from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone

from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services.evidence import (
    attach,
    lock,
    new_row,
    put_in_place,
    require_room,
    row_of,
    texts_of,
)
from evaluations.evidence.services.files import name_of, plain_name
from evaluations.models import Berkas, Bukti, Evaluasi, Sanggahan
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base.errors import Refused
from pekppp.base.files.filetypes import BY_MIME

MAX_URL = 500


@transaction.atomic
def add_known(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    berkas: Berkas,
    nama: str,
    menggantikan: UUID | None = None,
    sanggahan: Sanggahan | None = None,
) -> Bukti:
    """Attach content that the unit holds already (the caller made sure): nothing is sent twice."""
    lock(by, evaluasi, indikator, sanggahan)
    _require_room(evaluasi, berkas)
    named = name_of(nama, BY_MIME[berkas.tipe])
    if menggantikan is not None:
        old = row_of(evaluasi, menggantikan, lock=True)
        return put_in_place(by, evaluasi, old, berkas, named)
    return attach(by, evaluasi, indikator, berkas, named, sanggahan=sanggahan)


@transaction.atomic
def reuse_evidence(*, by: User, evaluasi: Evaluasi, bukti: UUID, indikator: int) -> Bukti:
    """Let a file (or link) of one indicator serve another one too."""
    lock(by, evaluasi, indikator)
    row = row_of(evaluasi, bukti)
    if row.sanggahan_id is not None:
        raise Refused("Bukti sanggahan hanya berlaku untuk sanggahannya.")
    if row.berkas is None:
        return _link(by, evaluasi, indikator, row.nama, row.tautan, row)
    texts = {"keterangan": row.keterangan, "halaman": row.halaman, "penjelasan": row.penjelasan}
    return attach(
        by,
        evaluasi,
        indikator,
        row.berkas,
        row.nama,
        texts,
        tanggal_dokumen=row.tanggal_dokumen,
        dokumen_umum_id=row.dokumen_umum_id,
        disensor=row.disensor,
    )


@transaction.atomic
def take_over(*, by: User, evaluasi: Evaluasi, indikator: int, source: Bukti) -> Bukti:
    """Hand in once more what the unit gave to another of its evaluations (the caller made sure):
    a row of its own for the same stored file, which says where it was handed in first."""
    if source.evaluasi_id == evaluasi.pk or source.sanggahan_id is not None:
        raise Refused("Bukti ini bukan bukti F01 dari evaluasi lain.", status=404)
    lock(by, evaluasi, indikator)
    first = source.asal or source
    if source.berkas is None:
        return _link(by, evaluasi, indikator, source.nama, source.tautan, source, asal=first)
    _require_room(evaluasi, source.berkas)
    asked = {item.kode for item in evaluasi.versi.instrumen.indikator(indikator).dokumen}
    return attach(
        by,
        evaluasi,
        indikator,
        source.berkas,
        source.nama,
        {"keterangan": source.keterangan, "halaman": source.halaman},
        tanggal_dokumen=source.tanggal_dokumen,
        dokumen=source.dokumen if source.dokumen in asked else "",
        dokumen_umum_id=source.dokumen_umum_id,
        disensor=source.disensor,
        asal=first,
    )


@transaction.atomic
def attach_shared(*, by: User, evaluasi: Evaluasi, indikator: int, dokumen: UUID) -> Bukti:
    """Attach a document from the shelf of the unit's instansi, or of one above it."""
    lock(by, evaluasi, indikator)
    found = evidence_queries.get_on_shelf(evaluasi, dokumen)
    _require_room(evaluasi, found.berkas)
    return attach(
        by,
        evaluasi,
        indikator,
        found.berkas,
        name_of(found.nama, BY_MIME[found.berkas.tipe]),
        {"keterangan": found.keterangan},
        tanggal_dokumen=found.tanggal_dokumen,
        dokumen_umum_id=found.pk,
    )


@transaction.atomic
def add_link(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    tautan: str,
    nama: str = "",
    keterangan: str = "",
    halaman: str = "",
    tanggal_dokumen: date | None = None,
) -> Bukti:
    """Note a link where nothing can be uploaded. Dated today: what it shows may change."""
    lock(by, evaluasi, indikator)
    address = _address(tautan)
    texts = texts_of(keterangan=keterangan, halaman=halaman, nama=plain_name(nama))
    row = _link(by, evaluasi, indikator, texts["nama"] or _host(address), address)
    row.keterangan, row.halaman = texts["keterangan"], texts["halaman"]
    row.tanggal_dokumen = tanggal_dokumen
    row.save(update_fields=["keterangan", "halaman", "tanggal_dokumen"])
    return row


# Inside -------------------------------------------------------------------------------------------


def _require_room(evaluasi: Evaluasi, berkas: Berkas) -> None:
    if not evidence_queries.holds(evaluasi, berkas.sha256):
        require_room(evaluasi, berkas.ukuran)


def _link(
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    nama: str,
    tautan: str,
    source: Bukti | None = None,
    *,
    asal: Bukti | None = None,
) -> Bukti:
    there = Bukti.objects.filter(
        evaluasi=evaluasi, indikator=indikator, tautan=tautan, dihapus_pada__isnull=True
    ).first()
    if there is not None:
        return there
    row = new_row(by, evaluasi, indikator, nama=nama, tautan=tautan, asal=asal)
    row.tautan_dilihat = source.tautan_dilihat if source else timezone.localdate()
    if source:
        row.keterangan, row.halaman = source.keterangan, source.halaman
        row.tanggal_dokumen = source.tanggal_dokumen
    row.save()
    audit.write(by=by, action="catat_tautan", thing=row, indikator=indikator, tautan=tautan)
    return row


def _address(given: str) -> str:
    address = given.strip()
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise Refused(
            "Isi alamat lengkap, misalnya https://contoh.go.id/sk.", field="tautan"
        ) from None
    if len(address) > MAX_URL:
        raise Refused(f"Alamat paling panjang {MAX_URL} huruf.", field="tautan")
    if "@" in urlsplit(address).netloc:
        raise Refused("Alamat tidak boleh memuat nama pengguna atau kata sandi.", field="tautan")
    return address


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
