"""Award lists: what their organiser sets, releases to the public, takes back, and has printed."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.models import Siklus
from evaluations.publication.queries import publication as publication_queries
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused
from reports.awards import lists, queries
from reports.documents.services import documents
from reports.documents.services import versions as document_versions
from reports.figures import penghargaan
from reports.models import DaftarPenghargaan, Dokumen, RilisPenghargaan
from reports.rules.awards import IPP

MAX_LISTS = 30
SETTINGS = (
    *("nama", "urutan", "penerima", "sumber", "tahun_sumber", "pemisahan", "kelompok"),
    *("jenis_unit", "tempat", "kategori_minimum", "aspek_minimum", "nilai_minimum"),
    "anggota_minimum",
)
REPLACED = "Digantikan rilis baru."


# Settings -----------------------------------------------------------------------------------------


@transaction.atomic
def save_list(
    *, by: User, siklus: Siklus, row: DaftarPenghargaan | None = None, **settings: Any
) -> DaftarPenghargaan:
    """A new list, or another setting of one. What was released before stays as it was."""
    _lock(by, siklus)
    if row is None:
        if DaftarPenghargaan.objects.filter(siklus=siklus).count() >= MAX_LISTS:
            raise Refused(f"Paling banyak {MAX_LISTS} daftar.")
        row = DaftarPenghargaan(siklus=siklus, instansi=siklus.instansi)
        before: dict[str, Any] = {}
    else:
        before = _facts(row)
    for name in SETTINGS:
        if name in settings:
            setattr(row, name, settings[name])
    _check(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "daftar_penghargaan_name_once" not in str(error):
            raise
        raise Refused(f"Sudah ada daftar bernama «{row.nama}».", field="nama") from None
    audit.write(
        by=by,
        action="atur_penghargaan",
        thing=row,
        siklus=siklus,
        dari=before,
        ke=_facts(row),
    )
    return row


def _check(row: DaftarPenghargaan) -> None:
    row.nama = texts.required(row.nama, "nama", None, "Nama daftar wajib diisi.")
    if row.penerima == "pembina" and row.sumber != IPP:
        raise Refused("Provinsi pembina hanya menurut IPP.", field="sumber")
    if row.penerima == "unit" and row.sumber == "skm":
        raise Refused(
            "Nilai SKM yang tersimpan adalah nilai instansi. Pilih «Instansi» atau sumber lain.",
            field="sumber",
        )
    if row.penerima != "unit" and row.aspek_minimum:
        raise Refused("Syarat aspek hanya untuk daftar unit.", field="aspek_minimum")
    if row.penerima != "unit" and row.pemisahan == "jenis_unit":
        raise Refused("Peringkat menurut jenis unit hanya untuk daftar unit.", field="pemisahan")


@transaction.atomic
def delete_list(*, by: User, row: DaftarPenghargaan) -> None:
    _lock(by, row.siklus)
    audit.write(by=by, action="hapus_penghargaan", thing=row, siklus=row.siklus, dari=_facts(row))
    row.delete()


@transaction.atomic
def propose_usual(*, by: User, siklus: Siklus) -> None:
    """Lists to start from, where there are none yet."""
    _lock(by, siklus)
    if DaftarPenghargaan.objects.filter(siklus=siklus).exists():
        raise Refused("Siklus ini sudah punya daftar penghargaan.")
    for number, rule in enumerate(lists.usual(siklus), start=1):
        asked: dict[str, Any] = {
            name: list(value) if isinstance(value := getattr(rule, name), tuple) else value
            for name in SETTINGS
            if name not in ("urutan", "tahun_sumber")
        }
        save_list(by=by, siklus=siklus, urutan=number, **asked)


def _facts(row: DaftarPenghargaan) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in SETTINGS}
    return values | {"nilai_minimum": None if row.nilai_minimum is None else str(row.nilai_minimum)}


def _lock(by: User, siklus: Siklus) -> None:
    """One after the other: what is released is what was seen."""
    require(by, Permission.PUBLISH, siklus)
    if siklus.latihan:
        raise Refused("Siklus latihan tidak memberi penghargaan.", status=403)
    Siklus.objects.select_for_update(of=("self",)).get(pk=siklus.pk)


# Release ------------------------------------------------------------------------------------------


@transaction.atomic
def release(*, by: User, siklus: Siklus, expected: str) -> RilisPenghargaan:
    """Make the lists public as they are now. `expected` is the digest of what was seen."""
    _lock(by, siklus)
    found = lists.made(siklus, [row.aturan for row in queries.lists_of(siklus)])
    if not any(one["bagian"] for one in found):
        raise Refused("Belum ada penerima; periksa syarat daftarnya.", status=409)
    if lists.digest(found) != expected:
        raise Refused(
            "Isi daftar berubah sejak halaman ini dibuka. Periksa lagi, lalu rilis.", status=409
        )
    before = queries.release_of(siklus)
    if before is not None:
        _take_back(before, by, REPLACED)
    row = RilisPenghargaan.objects.create(
        siklus=siklus,
        instansi=siklus.instansi,
        isi=found,
        sidik_hasil=publication_queries.digest_of_published(siklus),
        oleh=by,
    )
    audit.write(by=by, action="rilis_penghargaan", thing=row, siklus=siklus, sidik=expected)
    return row


@transaction.atomic
def withdraw(*, by: User, siklus: Siklus, reason: str) -> RilisPenghargaan:
    """Take the lists back from the public."""
    _lock(by, siklus)
    row = queries.release_of(siklus)
    if row is None:
        raise Refused("Tidak ada penghargaan yang sedang dirilis.", status=409)
    reason = texts.reason(reason)
    _take_back(row, by, reason)
    audit.write(by=by, action="cabut_penghargaan", thing=row, siklus=siklus, reason=reason)
    return row


def _take_back(row: RilisPenghargaan, by: User, reason: str) -> None:
    row.dicabut_oleh, row.dicabut_pada, row.alasan_dicabut = by, timezone.now(), reason
    row.save(update_fields=["dicabut_oleh", "dicabut_pada", "alasan_dicabut"])


# Document -----------------------------------------------------------------------------------------


@transaction.atomic
def request_document(
    *, by: User, siklus: Siklus, tanggal: date, nomor: str = "", perubahan: str = ""
) -> Dokumen:
    """The lists as they are now, as a document of the organiser. Raises Refused."""
    _lock(by, siklus)
    office = siklus.instansi
    # Alone: no version and no number is given twice.
    Instansi.objects.select_for_update(no_key=True).get(pk=office.pk)
    found = lists.made(siklus, [row.aturan for row in queries.lists_of(siklus)])
    if not any(one["bagian"] for one in found):
        raise Refused("Belum ada penerima; periksa syarat daftarnya.", status=409)
    masukan = penghargaan.build(
        siklus,
        found,
        sidik=publication_queries.digest_of_published(siklus),
        nomor=documents.clean_number(nomor),
        tanggal=tanggal,
    )
    row = Dokumen(instansi=office, giliran=office, siklus=siklus, jenis=Dokumen.Jenis.PENGHARGAAN)
    return document_versions.keep(by=by, row=row, masukan=masukan, reason=perubahan)
