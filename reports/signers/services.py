"""Appointing who signs for an office, and ending it. An appointment is never changed."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.services.notices import tell_person
from evaluations.rules.notices import Event
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi, User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from reports.models import Penandatangan
from reports.models.penandatangan import SIGNED_KINDS
from reports.signers import queries as signer_queries

KIND_NAMES = dict(SIGNED_KINDS)
# An appointment that begins or ends farther from today than this was mistyped.
FAR = timedelta(days=366 * 10)


@transaction.atomic
def appoint(
    *,
    by: User,
    instansi: Instansi,
    jabatan: str,
    dokumen: list[str],
    orang: User | None = None,
    nama: str = "",
    nip: str = "",
    sebagai: str = "",
    urutan: int = 1,
    atas_nama: str = "",
    untuk_beliau: str = "",
    mulai: date | None = None,
    sampai: date | None = None,
) -> Penandatangan:
    """Name who signs these kinds of document from `mulai` to `sampai`, or until it is ended."""
    require(by, Permission.MANAGE_INSTANSI, instansi)
    # Alone: two who name the same place at the same moment wait here.
    Instansi.objects.select_for_update(no_key=True).get(pk=instansi.pk)
    row = Penandatangan(
        instansi=instansi,
        orang=orang,
        nama=" ".join(nama.split()),
        nip=nip,
        jabatan=" ".join(jabatan.split()),
        sebagai=sebagai,
        dokumen=sorted(set(dokumen)),
        urutan=urutan,
        atas_nama=" ".join(atas_nama.split()),
        untuk_beliau=" ".join(untuk_beliau.split()),
        mulai=mulai or signer_queries.today_at(instansi),
        sampai=sampai,
        diangkat_oleh=by,
    )
    _check(row)
    _require_free(row)
    row.save()
    audit.write(
        by=by,
        action="tunjuk_penanda_tangan",
        thing=row,
        orang=orang.username if orang else row.nama,
        dokumen=row.dokumen,
        urutan=row.urutan,
        atas_nama=row.atas_nama,
        untuk_beliau=row.untuk_beliau,
        mulai=row.mulai.isoformat(),
        sampai=row.sampai.isoformat() if row.sampai else None,
    )
    if orang is not None and orang.pk != by.pk:
        kinds = ", ".join(KIND_NAMES[kind] for kind in row.dokumen)
        tell_person(
            Event.PENANDA_TANGAN,
            [orang],
            details=f"Sebagai {row.sebutan}, untuk: {kinds}. Yang tercetak: {orang.nama}, "
            f"NIP {orang.nip or '-'}.",
            url=reverse("reports:to_sign"),
            instansi=instansi,
            kantor=instansi,
        )
    return row


@transaction.atomic
def end(*, by: User, row: Penandatangan, sampai: date, alasan: str = "") -> Penandatangan:
    """From the day after `sampai` on nobody signs under it; what was signed stays."""
    require(by, Permission.MANAGE_INSTANSI, row.instansi)
    locked = Penandatangan.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.sampai is not None and locked.sampai < signer_queries.today_at(row.instansi):
        raise Refused("Penunjukan ini sudah berakhir.", status=409)
    if locked.sampai is not None and sampai > locked.sampai:
        raise Refused(
            "Hari terakhirnya paling lambat yang sudah ditentukan. Untuk masa sesudahnya, buat "
            "penunjukan baru.",
            field="sampai",
        )
    if sampai < locked.mulai:
        raise Refused("Hari terakhirnya paling awal hari mulainya.", field="sampai")
    if sampai < signer_queries.today_at(row.instansi) - timedelta(days=1):
        raise Refused("Hari terakhirnya paling awal kemarin.", field="sampai")
    _near(sampai, "sampai")
    before, locked.sampai = locked.sampai, sampai
    locked.save(update_fields=["sampai"])
    audit.write(
        by=by,
        action="akhiri_penanda_tangan",
        thing=locked,
        reason=alasan,
        semula=before.isoformat() if before else None,
        sampai=sampai.isoformat(),
    )
    return locked


def _check(row: Penandatangan) -> None:
    if row.orang is None and not row.nama:
        raise Refused("Pilih akunnya, atau tulis namanya.", field="orang")
    if row.orang is not None and (row.nama or row.nip):
        raise Refused(
            "Nama dan NIP diambil dari akun yang dipilih; kosongkan di sini.", field="nama"
        )
    if row.orang is not None and row.orang.pk not in signer_queries.belonging(
        row.instansi, [row.orang.pk]
    ):
        raise Refused("Akun ini tidak berperan di kantor ini.", field="orang")
    if not row.dokumen or not set(row.dokumen) <= set(KIND_NAMES):
        raise Refused("Pilih jenis dokumennya.", field="dokumen")
    if row.untuk_beliau and not row.atas_nama:
        raise Refused("u.b. dipakai bersama a.n.; isi juga a.n.", field="atas_nama")
    if row.sampai is not None and row.sampai < row.mulai:
        raise Refused("Berakhir sebelum mulai.", field="sampai")
    _near(row.mulai, "mulai")
    if row.sampai is not None:
        _near(row.sampai, "sampai")


def _near(day: date, field: str) -> None:
    if abs(day - timezone.localdate()) > FAR:
        raise Refused("Periksa tahunnya.", field=field)


def _require_free(row: Penandatangan) -> None:
    """One person at a place and a time: else nobody could say who signs."""
    for other in signer_queries.appointments_of(row.instansi).filter(urutan=row.urutan):
        both = sorted(set(other.dokumen) & set(row.dokumen))
        apart = (row.sampai is not None and row.sampai < other.mulai) or (
            other.sampai is not None and other.sampai < row.mulai
        )
        if both and not apart:
            kinds = ", ".join(KIND_NAMES[kind] for kind in both)
            raise Refused(
                f"Urutan {row.urutan} untuk {kinds} sudah dipegang {other.bernama} pada masa itu. "
                "Akhiri dahulu penunjukannya, atau pilih urutan lain.",
                field="urutan",
            )
