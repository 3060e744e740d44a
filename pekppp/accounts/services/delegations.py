"""Plt., Plh. and pelimpahan: the right of a person, exercised by another between two moments.

The deputy gets a Membership of his own, so that every permission, conflict of interest and notice
follows from it as from any other. It ends by the clock of `access.in_force`; the sweep writes
down what the clock has done, and begins what was recorded for a later day.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import may_appoint, require_may_sign
from pekppp.accounts.models import Instansi, Membership, Pelimpahan, User
from pekppp.accounts.roles import DELEGABLE, Role, Sebagai, is_high
from pekppp.accounts.services.pending import require_own_hand
from pekppp.accounts.services.people import check_place
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.formats import waktu

LONGEST = timedelta(days=366)
MOST_BYTES = 5 * 1024 * 1024
_OVER = "Masa pelimpahan selesai."
_GONE = "Peran asalnya sudah diakhiri, atau penerimanya tidak dapat lagi memegangnya."


@transaction.atomic
def record(
    *,
    by: User,
    membership: Membership,
    kepada: User,
    sebagai: str,
    nomor_surat: str,
    tanggal_surat: date,
    dari: date,
    sampai: date,
    surat: bytes | None = None,
) -> Pelimpahan:
    """Let `kepada` exercise this role from the first to the last of these days, at its office.

    By its holder or by whoever could give the role. A high role waits for a second person where
    the deputy's address is not proved, or who records it could not give it.
    """
    require_may_sign(by)
    source = _locked(membership)
    role, office = Role(source.role), source.instansi
    gives = may_appoint(by, role, office)
    if not gives and by.pk != source.user_id:
        raise PermissionDenied(f"{by} may not delegate {source}")
    check_place(role, office, source.unit)
    _check_deputy(by, source, kepada, sebagai)
    zone = ZoneInfo(office.zone)
    mulai = datetime.combine(dari, time(), zone)
    selesai = datetime.combine(sampai + timedelta(days=1), time(), zone)
    _check_days(mulai, selesai)
    if tanggal_surat > timezone.localdate(timezone=zone):
        raise Refused("Tanggal surat belum tiba.", field="tanggal_surat")
    _settle(Pelimpahan.objects.filter(peran=source))
    for other in queries.delegations_of(office).filter(peran=source, diakhiri_pada__isnull=True):
        if other.mulai < selesai and mulai < other.selesai:
            raise Refused(
                f"Pada masa itu sudah ada {other}, sampai {waktu(other.selesai)}. Akhiri dahulu, "
                "atau pilih tanggal lain.",
                field="dari",
            )
    high = is_high(role, national=office.is_national)
    if high:
        require_own_hand(kepada)
    row = Pelimpahan.objects.create(
        instansi=office,
        peran=source,
        kepada=kepada,
        sebagai=sebagai,
        nomor_surat=texts.required(nomor_surat, "nomor_surat", 100, "Nomor surat wajib diisi."),
        tanggal_surat=tanggal_surat,
        surat=_letter(surat),
        mulai=mulai,
        selesai=selesai,
        dicatat_oleh=by,
        disetujui_oleh=None if high and not (gives and kepada.email) else by,
    )
    _write(row, by, "catat_pelimpahan", mulai=mulai.isoformat(), selesai=selesai.isoformat())
    _begin(row)
    waits = "" if row.disetujui_oleh else " Berlaku sesudah dikonfirmasi admin lain."
    _tell(row, by, f"{_period(row)} Surat {row.nomor_surat}.{waits}")
    return row


def may_confirm(by: User, row: Pelimpahan) -> bool:
    """Whether `by` is the second person: none of those concerned, who could give the role."""
    concerned = (row.dicatat_oleh_id, row.kepada_id, row.peran.user_id)
    waits = row.disetujui_oleh_id is None and not row.berakhir
    return waits and by.pk not in concerned and may_appoint(by, Role(row.peran.role), row.instansi)


def may_end(by: User, row: Pelimpahan) -> bool:
    """Its two persons, and whoever could give the role."""
    mine = by.pk in (row.peran.user_id, row.kepada_id)
    return mine or may_appoint(by, Role(row.peran.role), row.instansi)


@transaction.atomic
def confirm(*, by: User, row: Pelimpahan) -> Pelimpahan:
    require_may_sign(by)
    _locked(row.peran)
    found = _again(row)
    if found.disetujui_oleh is not None:
        raise Refused("Pelimpahan ini sudah dikonfirmasi.", status=409)
    if not may_confirm(by, found):
        raise PermissionDenied(f"{by} may not confirm {found}")
    require_own_hand(found.kepada)
    found.disetujui_oleh = by
    found.save(update_fields=["disetujui_oleh"])
    _write(found, by, "konfirmasi_pelimpahan")
    _begin(found)
    _tell(found, by, f"Dikonfirmasi oleh {by}. {_period(found)}")
    return found


@transaction.atomic
def end(*, by: User, row: Pelimpahan, reason: str) -> Pelimpahan:
    """At once; what was done until now stays, with both names."""
    Instansi.objects.select_for_update(no_key=True).get(pk=row.instansi_id)
    found = _again(row)
    if found.berakhir:
        raise Refused("Pelimpahan ini sudah berakhir.", status=409)
    if not may_end(by, found):
        raise PermissionDenied(f"{by} may not end {found}")
    words = texts.required(reason, "reason", texts.SHORT_REASON, texts.NO_REASON)
    _end(found, by, words, timezone.now())
    return found


def sweep() -> int:
    """End what is over and begin what is due; how many rows changed."""
    now = timezone.now()
    due = Q(membership__isnull=True, disetujui_oleh__isnull=False, mulai__lte=now)
    over = Q(selesai__lte=now) | Q(peran__ended_at__isnull=False)
    rows = Pelimpahan.objects.filter(due | over, diakhiri_pada__isnull=True)
    return _settle(rows.order_by("selesai"))


# What they share ----------------------------------------------------------------------------------


@transaction.atomic
def _settle(rows: Any) -> int:
    changed = 0
    for row in rows.select_for_update(of=("self",), skip_locked=True).filter(
        diakhiri_pada__isnull=True
    )[:200]:
        found, now = _again(row), timezone.now()
        if found.selesai <= now:
            _end(found, None, _OVER, found.selesai)
        elif found.peran.ended_at is not None:
            _end(found, None, _GONE, now)
        elif not _begin(found):
            continue
        changed += 1
    return changed


def _begin(row: Pelimpahan) -> bool:
    """Give the deputy his membership where it is time, and agreed to."""
    now, source = timezone.now(), row.peran
    if row.membership or row.disetujui_oleh is None or not row.mulai <= now < row.selesai:
        return False
    place = {"role": source.role, "instansi": source.instansi, "unit": source.unit}
    mine = Membership.objects.filter(user=row.kepada, ended_at__isnull=True, **place)
    if not row.kepada.is_active or mine.exists():
        _end(row, None, _GONE, now)
        return True
    row.membership = Membership.objects.create(
        user=row.kepada, sebagai=row.sebagai, sampai=row.selesai, **place
    )
    row.save(update_fields=["membership"])
    row.kepada.__dict__.pop("_active_memberships", None)
    _write(row, None, "mulai_pelimpahan")
    return True


def _end(row: Pelimpahan, by: User | None, reason: str, at: datetime) -> None:
    row.diakhiri_pada, row.diakhiri_oleh, row.alasan = at, by, reason
    row.save(update_fields=["diakhiri_pada", "diakhiri_oleh", "alasan"])
    if row.membership is not None and row.membership.ended_at is None:
        row.membership.ended_at = at
        row.membership.save(update_fields=["ended_at"])
    _write(row, by, "akhiri_pelimpahan", reason)
    _tell(row, by, f"Pelimpahan ini diakhiri. {reason}")


def _locked(membership: Membership) -> Membership:
    """Its office is the lock, as for every role."""
    Instansi.objects.select_for_update(no_key=True).get(pk=membership.instansi_id)
    found = Membership.objects.select_related("instansi__induk", "unit", "user").get(
        pk=membership.pk
    )
    if found.ended_at is not None:
        raise Refused("Peran ini sudah diakhiri.", status=409)
    if found.sebagai or Role(found.role) not in DELEGABLE:
        raise Refused(f"Peran {found.get_role_display()} tidak dapat dilimpahkan.")
    return found


def _again(row: Pelimpahan) -> Pelimpahan:
    related = ("peran__user", "peran__unit", "instansi__induk", "kepada", "membership")
    more = ("peran__instansi", "disetujui_oleh", "dicatat_oleh")
    rows = Pelimpahan.objects.select_for_update(of=("self",)).select_related(*related, *more)
    return rows.defer("surat").get(pk=row.pk)


def _check_deputy(by: User, source: Membership, kepada: User, sebagai: str) -> None:
    if sebagai not in list(Sebagai):
        raise Refused("Pilih Plt., Plh., atau pelimpahan.", field="sebagai")
    if not queries.possible_deputies(source).filter(pk=kepada.pk).exists():
        raise Refused(
            "Penerimanya harus orang lain yang berperan di instansi ini. Undang dahulu bila "
            "belum ada.",
            field="kepada",
        )
    if by.pk == kepada.pk:
        raise Refused("Pelimpahan kepada Anda sendiri dicatat oleh orang lain.", field="kepada")
    if any(row.place == source.place for row in queries.roles_held(kepada)):
        raise Refused(f"{kepada} sudah memegang peran ini.", field="kepada")
    if sebagai == Sebagai.AN and not kepada.jabatan:
        raise Refused(
            "Jabatan penerima belum terisi pada akunnya, padahal tercetak di bawah «a.n.».",
            field="kepada",
        )


def _check_days(mulai: datetime, selesai: datetime) -> None:
    if selesai <= mulai:
        raise Refused("Berakhir sebelum mulai.", field="sampai")
    if selesai <= timezone.now():
        raise Refused("Hari terakhirnya paling awal hari ini.", field="sampai")
    if selesai - mulai > LONGEST:
        raise Refused("Paling lama satu tahun; catat lagi bila diperpanjang.", field="sampai")


def _letter(surat: bytes | None) -> bytes | None:
    if not surat:
        return None
    if len(surat) > MOST_BYTES:
        raise Refused("Berkas surat paling besar 5 MB.", field="surat")
    try:
        kind = filetypes.detect(BytesIO(surat))
    except filetypes.Unsuitable as error:
        raise Refused(str(error), field="surat") from error
    if kind != filetypes.PDF:
        raise Refused("Berkas surat harus PDF.", field="surat")
    return surat


def _write(row: Pelimpahan, by: User | None, action: str, reason: str = "", **data: Any) -> None:
    audit.write(
        by=by,
        action=action,
        thing=row,
        reason=reason,
        orang=row.kepada.username,
        dari=row.peran.user.username,
        surat=row.nomor_surat,
        **data,
    )


def _period(row: Pelimpahan) -> str:
    return f"Berlaku {waktu(row.mulai)} sampai sebelum {waktu(row.selesai)}."


def _tell(row: Pelimpahan, by: User | None, words: str) -> None:
    """Both persons, the office and the people of the unit, and where it waits the level above;
    not who has just done it."""
    people = [row.peran.user, row.kepada, *queries.admins_of(row.instansi)]
    if row.peran.unit is not None:
        people += queries.members_of_unit(row.peran.unit)
    if row.disetujui_oleh is None:
        people += queries.admins_at([row.instansi]).above(row.instansi)
    notices.notify(
        [person for person in people if by is None or person.pk != by.pk],
        kind="peran",
        subject=f"{row.sebutan} {row.tempat}: {row.kepada}",
        body=f"{row.kepada} bertindak sebagai {row.menggantikan}. {words}",
        url=reverse("accounts:delegation", args=[row.uuid]),
        instansi=row.instansi,
    )
