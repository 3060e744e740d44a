"""The one writer of conversations: messages about an indicator, between unit and evaluators.

A message is never changed. It carries no level: nothing is copied here from the F02.
"""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.core.queries.evaluations import viewers_of
from evaluations.core.services import notices
from evaluations.core.services.notices import About, tell
from evaluations.core.services.saving import hold
from evaluations.models import Evaluasi, Pesan, Utas
from evaluations.rules.notices import Event
from evaluations.rules.visibility import Field, Viewer, sees
from evaluations.rules.workflow import ENDED, PUBLISHED
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused

MAX_TEXT = 4000
# By the capacity in which somebody writes; else he is of the evaluating side.
_EVENTS = {Viewer.UNIT: Event.PESAN_UNIT, Viewer.ADMIN: Event.PESAN_KANTOR}


def may_write(user: User, evaluasi: Evaluasi) -> bool:
    """Whether this person takes part; who only reads does not."""
    return user.has_perm(Permission.DISCUSS, evaluasi) and sees(
        Field.PERCAKAPAN, viewers_of(user, evaluasi), evaluasi.status
    )


def closed_words(evaluasi: Evaluasi) -> str:
    """Why nobody writes any more, in one sentence; "" while one can."""
    if evaluasi.status in PUBLISHED:
        return "Hasil sudah terbit, jadi percakapan ditutup dan tetap dapat dibaca."
    if evaluasi.status in ENDED:
        return "Evaluasi ini sudah diakhiri, jadi percakapan ditutup dan tetap dapat dibaca."
    return ""


@transaction.atomic
def write(*, by: User, evaluasi: Evaluasi, indikator: int, isi: str, key: UUID) -> Pesan:
    """Say something about an indicator; a conversation that was settled is open again.

    The same key writes once. Raises Refused or PermissionDenied.
    """
    _require(by, evaluasi, indikator)
    text = texts.required(isi, "isi", MAX_TEXT, "Pesan belum ditulis.")
    utas = _thread(evaluasi, indikator)
    _require_room(by, utas, key)
    capacity = capacity_of(by, evaluasi)
    try:
        with transaction.atomic():
            pesan = Pesan.objects.create(
                instansi_id=evaluasi.instansi_id,
                siklus_id=evaluasi.siklus_id,
                utas=utas,
                isi=text,
                sebagai=capacity.value,
                kunci=key,
                oleh=by,
            )
    except IntegrityError:
        there = Pesan.objects.get(oleh=by, kunci=key)
        if there.utas_id != utas.pk or there.isi != text:
            raise Refused("Kunci simpan ini sudah dipakai untuk pesan lain.", status=422) from None
        return there
    if utas.selesai_pada is not None:
        utas.selesai_pada = utas.selesai_oleh = None
        utas.save(update_fields=["selesai_pada", "selesai_oleh"])
    _tell(by, evaluasi, utas, pesan, capacity)
    return pesan


@transaction.atomic
def resolve(*, by: User, evaluasi: Evaluasi, indikator: int) -> Utas:
    """Mark a conversation as settled; the next message opens it again."""
    _require(by, evaluasi, indikator)
    found = Utas.objects.select_for_update().filter(evaluasi=evaluasi, indikator=indikator).first()
    if found is None:
        raise Refused("Belum ada percakapan tentang indikator ini.", status=404)
    if found.selesai_pada is None:
        found.selesai_pada, found.selesai_oleh = timezone.now(), by
        found.save(update_fields=["selesai_pada", "selesai_oleh"])
        audit.write(by=by, action="selesai_percakapan", thing=evaluasi, indikator=indikator)
    return found


def read(*, by: User, utas: Utas | None) -> None:
    """Whoever has the conversation before him is told of the next message again."""
    if utas is not None:
        notices.read(by, *_EVENTS.values(), Event.PESAN_PENILAI, bundle=_bundle(utas))


def capacity_of(user: User, evaluasi: Evaluasi) -> Viewer:
    """In which capacity he speaks; the unit first, since nobody judges his own."""
    held = viewers_of(user, evaluasi)
    order = (Viewer.UNIT, Viewer.EVALUATOR, Viewer.VERIFIKATOR)
    return next((item for item in order if item in held), Viewer.ADMIN)


# Inside -------------------------------------------------------------------------------------------


def _require(by: User, evaluasi: Evaluasi, indikator: int) -> None:
    hold(evaluasi)
    if not may_write(by, evaluasi):
        raise PermissionDenied(f"talk about {evaluasi.pk}")
    closed = closed_words(evaluasi)
    if closed:
        raise Refused(closed, status=403)
    if indikator not in {item.nomor for item in evaluasi.versi.instrumen.semua_indikator}:
        raise Refused("Indikator ini tidak ada pada instrumen.", status=404)


def _require_room(by: User, utas: Utas, key: UUID) -> None:
    """The conversation is locked, so that messages are counted one by one."""
    if Pesan.objects.filter(utas=utas).count() < settings.UTAS_PESAN:
        return
    if Pesan.objects.filter(oleh=by, kunci=key).exists():  # sent again: it is there already
        return
    raise Refused(
        f"Percakapan ini sudah penuh, yaitu {settings.UTAS_PESAN} pesan. Semuanya tetap dapat "
        "dibaca. Lanjutkan lewat rapat atau telepon, lalu tandai percakapan ini selesai.",
        status=409,
        field="isi",
    )


def _thread(evaluasi: Evaluasi, indikator: int) -> Utas:
    """The row, made at the first message, for oneself: messages follow one another."""
    Utas.objects.get_or_create(
        evaluasi=evaluasi,
        indikator=indikator,
        defaults={"instansi_id": evaluasi.instansi_id, "siklus_id": evaluasi.siklus_id},
    )
    return Utas.objects.select_for_update().get(evaluasi=evaluasi, indikator=indikator)


def _bundle(utas: Utas) -> str:
    return f"utas:{utas.pk}"


def _tell(by: User, evaluasi: Evaluasi, utas: Utas, pesan: Pesan, capacity: Viewer) -> None:
    """The other side; an administrator speaks to both. One unread notice a conversation."""
    item = About(
        evaluasi,
        {"indikator": utas.indikator},
        f"{pesan.oleh} menulis:\n\n{pesan.isi}",
        url=evaluasi.address("thread", utas.indikator),
    )
    tell(
        _EVENTS.get(capacity, Event.PESAN_PENILAI),
        [item],
        by=by,
        aspek=evaluasi.versi.instrumen.aspek_dari(utas.indikator).kode,
        bundle=_bundle(utas),
        key=f"{_bundle(utas)}:{pesan.pk}",
    )
