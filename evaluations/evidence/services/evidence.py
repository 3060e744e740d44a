"""The one writer of evidence: who may, when, and how much of it a unit may keep."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import connection, transaction
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.core.services.filling import require_may_fill
from evaluations.core.services.saving import hold
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.evidence.services.files import Content, content_of, megabytes, name_of, store
from evaluations.models import Berkas, Bukti, Evaluasi, Sanggahan, Unggahan
from evaluations.rules.workflow import DECIDED, ENDED, Kegiatan, State
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

LONGEST = {"keterangan": 500, "halaman": 60, "nama": 255, "penjelasan": 500}


def refusal(evaluasi: Evaluasi, indikator: int | None = None) -> str:
    """Why evidence (of this indicator) cannot be changed now, in one sentence; "" if it can."""
    closed = calendar.f01_refusal(evaluasi, indikator)
    if closed or evaluasi.state == State.DIKEMBALIKAN:  # a return opens its own window
        return closed
    return calendar.closed_words(evaluasi, Kegiatan.UNGGAH_BUKTI, "Masa unggah bukti dukung")


def require_may_attach(
    by: User, evaluasi: Evaluasi, indikator: int, sanggahan: Sanggahan | None = None
) -> None:
    """Raise unless the user may change the evidence of this indicator (of this objection) now."""
    if sanggahan is not None:
        _require_may_object(by, evaluasi, indikator, sanggahan)
        return
    require_may_fill(by, evaluasi, indikator)
    closed = refusal(evaluasi, indikator)
    if closed:
        raise Refused(closed, status=403)
    if indikator not in {item.nomor for item in evaluasi.versi.instrumen.semua_indikator}:
        raise Refused("Indikator ini tidak ada pada instrumen.", status=404)


def _require_may_object(by: User, evaluasi: Evaluasi, indikator: int, sanggahan: Sanggahan) -> None:
    require(by, Permission.FILL_F01, evaluasi)
    if (sanggahan.evaluasi_id, sanggahan.indikator) != (evaluasi.pk, indikator):
        raise Refused("Sanggahan ini bukan untuk indikator ini.", status=404)
    if sanggahan.status != Sanggahan.Status.DIAJUKAN:
        raise Refused("Sanggahan ini sudah diputus; buktinya tidak dapat diubah.", status=403)
    closed = calendar.closed_words(evaluasi, Kegiatan.SANGGAH, "Masa sanggah")
    if closed:
        raise Refused(closed, status=403)


def add_evidence(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    file: "File[Any]",
    nama: str = "",
    keterangan: str = "",
    halaman: str = "",
    tanggal_dokumen: date | None = None,
    sanggahan: Sanggahan | None = None,
    disensor: bool = False,
    unggahan: Unggahan | None = None,
) -> Bukti:
    """Attach a file (with `size` and `name`) to an indicator. The same content there already:
    that row. `unggahan` is the upload whose room this takes.

    Raises Refused (field "berkas" where the file is the reason) or PermissionDenied.
    """
    require_may_attach(by, evaluasi, indikator, sanggahan)  # before a large file is worked on
    content = content_of(file)
    with transaction.atomic():
        lock(by, evaluasi, indikator, sanggahan)
        return attach(
            by,
            evaluasi,
            indikator,
            store_in_room(evaluasi, content, unggahan=unggahan),
            name_of(nama or file.name, content.kind),
            texts_of(keterangan=keterangan, halaman=halaman),
            tanggal_dokumen=tanggal_dokumen,
            sanggahan=sanggahan,
            disensor=disensor,
        )


def replace_evidence(
    *,
    by: User,
    evaluasi: Evaluasi,
    bukti: UUID,
    file: "File[Any]",
    nama: str = "",
    disensor: bool = False,
    unggahan: Unggahan | None = None,
) -> Bukti:
    """Put a new file in the place of one; the earlier version stays behind it."""
    there = row_of(evaluasi, bukti)
    require_may_attach(by, evaluasi, there.indikator, there.sanggahan)
    content = content_of(file)
    with transaction.atomic():
        lock(by, evaluasi, there.indikator, there.sanggahan)
        old = row_of(evaluasi, bukti, lock=True)
        berkas = store_in_room(evaluasi, content, instead_of=old, unggahan=unggahan)
        named = name_of(nama or file.name, content.kind)
        return put_in_place(by, evaluasi, old, berkas, named, disensor=disensor)


@transaction.atomic
def update_evidence(
    *,
    by: User,
    evaluasi: Evaluasi,
    bukti: UUID,
    keterangan: str,
    halaman: str,
    tanggal_dokumen: date | None,
    dokumen: str | None = None,
) -> Bukti:
    """Change what is said about a file: caption, the part that is meant, date of the document,
    and which of the documents that are asked for it is (None: that stays)."""
    row = _held(by, evaluasi, bukti)
    if dokumen is not None:
        asked = evaluasi.versi.instrumen.indikator(row.indikator).dokumen
        if dokumen and dokumen not in {item.kode for item in asked}:
            raise Refused("Dokumen ini tidak ada pada instrumen.", field="dokumen")
        row.dokumen = dokumen
    for name, text in texts_of(keterangan=keterangan, halaman=halaman).items():
        setattr(row, name, text)
    row.tanggal_dokumen = tanggal_dokumen
    row.save(update_fields=["keterangan", "halaman", "tanggal_dokumen", "dokumen"])
    audit.write(by=by, action="ubah_bukti", thing=row, indikator=row.indikator)
    return row


@transaction.atomic
def explain_evidence(*, by: User, evaluasi: Evaluasi, bukti: UUID, penjelasan: str) -> Bukti:
    """Say why a file needs no worry. Open until the result is decided: the question may come
    after the F01 was sent."""
    require(by, Permission.FILL_F01, evaluasi)
    hold(evaluasi)
    if evaluasi.state in DECIDED | ENDED:
        raise Refused(
            "Hasil evaluasi ini sudah diputus; penjelasan tidak dapat diubah.", status=403
        )
    row = row_of(evaluasi, bukti, lock=True)
    row.penjelasan = texts_of(penjelasan=penjelasan)["penjelasan"]
    row.save(update_fields=["penjelasan"])
    audit.write(by=by, action="jelaskan_bukti", thing=row, indikator=row.indikator)
    return row


@transaction.atomic
def remove_evidence(*, by: User, evaluasi: Evaluasi, bukti: UUID) -> None:
    """Mark a file as removed; row and history stay."""
    row = _held(by, evaluasi, bukti)
    row.dihapus_pada = timezone.now()
    row.save(update_fields=["dihapus_pada"])
    audit.write(by=by, action="hapus_bukti", thing=row, indikator=row.indikator)


def lock(by: User, evaluasi: Evaluasi, indikator: int, sanggahan: Sanggahan | None = None) -> None:
    """No step slips in, and uploads to one evaluation count the quota one after another."""
    hold(evaluasi)
    require_may_attach(by, evaluasi, indikator, sanggahan)
    one_after_another(evaluasi)


def one_after_another(evaluasi: Evaluasi) -> None:
    """Who asks for room waits for whoever is filling it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"bukti:{evaluasi.pk}"]
        )


def require_room(
    evaluasi: Evaluasi,
    size: int,
    *,
    instead_of: Bukti | None = None,
    unggahan: Unggahan | None = None,
) -> None:
    """Raise unless the unit has room for this much more, uploads that are under way included."""
    used = evidence_queries.bytes_used(evaluasi, without=instead_of)
    coming = evidence_queries.bytes_coming(evaluasi, without=unggahan)
    if used + coming + size <= settings.BUKTI_QUOTA_BYTES:
        return
    waiting = f", dan {megabytes(coming)} sedang diunggah" if coming else ""
    raise Refused(
        f"Ruang bukti dukung unit ini {megabytes(settings.BUKTI_QUOTA_BYTES)}, terpakai "
        f"{megabytes(used)}{waiting}. Hapus berkas yang tidak perlu atau perkecil berkas ini.",
        field="berkas",
    )


# Shared with `sources` and `uploads`


def row_of(evaluasi: Evaluasi, uuid: UUID, *, lock: bool = False) -> Bukti:
    rows = Bukti.objects.filter(evaluasi=evaluasi, uuid=uuid, dihapus_pada__isnull=True)
    rows = rows.select_related("berkas", "sanggahan")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise Refused("Berkas ini sudah tidak ada. Muat ulang halaman.", status=404)
    return found


def _held(by: User, evaluasi: Evaluasi, uuid: UUID) -> Bukti:
    """The row, locked, once it is sure that the user may change it now."""
    row = row_of(evaluasi, uuid)
    hold(evaluasi)
    require_may_attach(by, evaluasi, row.indikator, row.sanggahan)
    return row_of(evaluasi, uuid, lock=True)


def store_in_room(
    evaluasi: Evaluasi,
    content: Content,
    *,
    instead_of: Bukti | None = None,
    unggahan: Unggahan | None = None,
) -> Berkas:
    if not evidence_queries.holds(evaluasi, content.sha256):
        require_room(evaluasi, content.size, instead_of=instead_of, unggahan=unggahan)
    return store(content)


def attach(
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    berkas: Berkas,
    nama: str,
    texts: dict[str, str] | None = None,
    *,
    sanggahan: Sanggahan | None = None,
    **more: Any,
) -> Bukti:
    there = Bukti.objects.filter(
        evaluasi=evaluasi,
        indikator=indikator,
        berkas=berkas,
        sanggahan=sanggahan,
        dihapus_pada__isnull=True,
    ).first()
    if there is not None:
        return there
    bukti = new_row(by, evaluasi, indikator, nama=nama, berkas=berkas, sanggahan=sanggahan)
    for name, value in {**(texts or {}), **more}.items():
        setattr(bukti, name, value)
    bukti.save()
    audit.write(by=by, action="unggah_bukti", thing=bukti, indikator=indikator)
    return bukti


def put_in_place(
    by: User, evaluasi: Evaluasi, old: Bukti, berkas: Berkas, nama: str, *, disensor: bool = False
) -> Bukti:
    if old.berkas_id == berkas.pk:
        return old
    old.dihapus_pada = timezone.now()
    old.save(update_fields=["dihapus_pada"])
    new = new_row(by, evaluasi, old.indikator, nama=nama, berkas=berkas, sanggahan=old.sanggahan)
    new.menggantikan, new.disensor = old, disensor
    new.keterangan, new.halaman, new.dokumen = old.keterangan, old.halaman, old.dokumen
    new.save()
    audit.write(by=by, action="ganti_bukti", thing=new, indikator=old.indikator, lama=old.nama)
    return new


def new_row(by: User, evaluasi: Evaluasi, indikator: int, **fields: Any) -> Bukti:
    return Bukti(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        indikator=indikator,
        oleh=by,
        **fields,
    )


def texts_of(**given: str) -> dict[str, str]:
    return {name: texts.at_most(text, name, LONGEST[name]) for name, text in given.items()}
