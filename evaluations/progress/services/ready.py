"""An operator says that the F01 is ready, and the head of the unit has it to send.

It changes no answer and no state: it says who asked, until a step is taken or it is taken back.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.core.services.notices import tell_person
from evaluations.models import Evaluasi
from evaluations.rules.notices import Event
from pekppp.accounts import access, audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission, Role
from pekppp.base.errors import Refused


@transaction.atomic
def declare_ready(*, by: User, evaluasi: Evaluasi) -> list[User]:
    """Ask the heads of the unit to send the F01; gives back who was told."""
    locked = _locked(by, evaluasi)
    if locked.siap_pada is not None:
        raise Refused(f"F01 sudah dinyatakan siap oleh {locked.siap_oleh}.", status=409)
    heads = list(accounts.members_of_unit(locked.unit, Role.KEPALA).exclude(pk=by.pk))
    if not heads:
        raise Refused("Belum ada akun kepala unit. Minta admin instansi mengundangnya.", status=409)
    _write(locked, timezone.now(), by)
    audit.write(by=by, action="siap_dikirim", thing=locked)
    tell_person(
        Event.SIAP_DIKIRIM,
        heads,
        by=by,
        details=f"Diminta {by}. Siklus: {locked.siklus.nama}."
        "\n\nPeriksa ringkasannya, setujui pernyataannya, lalu kirim.",
        url=locked.address("f01_submit"),
        instansi=locked.instansi,
        unit=locked.nama_unit,
    )
    evaluasi.refresh_from_db()
    return heads


@transaction.atomic
def take_back(*, by: User, evaluasi: Evaluasi) -> None:
    """There is something to do yet: the head is not asked any more."""
    locked = _locked(by, evaluasi)
    if locked.siap_pada is None:
        raise Refused("F01 ini belum dinyatakan siap.", status=409)
    _write(locked, None, None)
    audit.write(by=by, action="batal_siap", thing=locked)
    evaluasi.refresh_from_db()


def _write(locked: Evaluasi, pada: datetime | None, oleh: User | None) -> None:
    locked.siap_pada, locked.siap_oleh = pada, oleh
    locked.save(update_fields=["siap_pada", "siap_oleh"])


def _locked(by: User, evaluasi: Evaluasi) -> Evaluasi:
    access.require(by, Permission.FILL_F01, evaluasi)
    locked = (
        Evaluasi.objects.select_for_update(of=("self",))
        .select_related("siklus", "instansi", "unit", "siap_oleh")
        .get(pk=evaluasi.pk)
    )
    closed = calendar.f01_refusal(locked)
    if closed:
        raise Refused(closed, status=403)
    return locked
