"""One more file: an evaluator asks for it, and the evidence of that indicator takes it, once.

Nothing else of the F01 opens. It closes by itself when the file is there, or at its due date.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import calendar
from evaluations.core.services.notices import About, tell
from evaluations.core.services.saving import hold
from evaluations.core.services.windows import in_wib
from evaluations.evidence.queries import requested as queries
from evaluations.evidence.services import evidence
from evaluations.evidence.services.files import content_of, name_of
from evaluations.models import Evaluasi, PermintaanBerkas
from evaluations.rules.notices import Event, Recipient
from evaluations.rules.workflow import Kegiatan
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.formats import waktu

MOST = 1000  # letters


@transaction.atomic
def ask(
    *, by: User, evaluasi: Evaluasi, indikator: int, isi: str, tenggat: datetime
) -> PermintaanBerkas:
    """Ask the unit for one file until a moment within the time of the F02."""
    if not queries.may_ask(by, evaluasi, indikator):
        raise PermissionDenied(f"does not score {indikator}")
    hold(evaluasi)
    if evaluasi.status not in queries.ASKABLE:
        raise Refused("Berkas diminta setelah F01 dikirim dan sebelum F02 selesai.", status=403)
    isi = texts.required(isi, "isi", MOST, "Tulis berkas apa yang diminta.")
    now = timezone.now()
    if tenggat <= now:
        raise Refused("Tenggat harus setelah saat ini.", field="tenggat")
    window = calendar.Calendar.of(evaluasi.siklus).window(evaluasi, Kegiatan.NILAI_F02)
    last = max((span.akhir for span in window.spans), default=None)
    if last is not None and tenggat > last:
        raise Refused(
            f"Penilaian F02 berakhir {waktu(last)}; tenggat tidak lewat dari itu.", field="tenggat"
        )
    waiting = PermintaanBerkas.objects.select_for_update().filter(
        evaluasi=evaluasi, indikator=indikator, bukti__isnull=True, ditutup_pada__isnull=True
    )
    waiting.filter(tenggat__lte=now).update(ditutup_pada=now)
    if waiting.exists():
        raise Refused(
            f"Satu berkas sudah diminta untuk indikator {indikator} dan belum tiba.", status=409
        )
    row = PermintaanBerkas.objects.create(
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        indikator=indikator,
        isi=isi,
        tenggat=tenggat,
        oleh=by,
    )
    audit.write(by=by, action="minta_berkas", thing=evaluasi, reason=isi, indikator=indikator)
    details = f"{isi}\n\nDitunggu sampai {in_wib(tenggat)}."
    about = About(evaluasi, details=details, url=evaluasi.address("requested_file", row.uuid))
    tell(Event.BERKAS_DIMINTA, [about], by=by, indikator=indikator)
    return row


def hand_in(
    *,
    by: User,
    evaluasi: Evaluasi,
    permintaan: PermintaanBerkas,
    file: "File[Any]",
    keterangan: str = "",
) -> PermintaanBerkas:
    """The file that was asked for, checked and stored as all evidence is; nothing is replaced."""
    require(by, Permission.FILL_F01, evaluasi)
    _require_open(evaluasi, permintaan)  # before a large file is worked on
    content = content_of(file)
    with transaction.atomic():
        hold(evaluasi)
        evidence.one_after_another(evaluasi)
        row = PermintaanBerkas.objects.select_for_update(of=("self",)).get(pk=permintaan.pk)
        _require_open(evaluasi, row)
        made = evidence.attach(
            by,
            evaluasi,
            row.indikator,
            evidence.store_in_room(evaluasi, content),
            name_of(file.name, content.kind),
            evidence.texts_of(keterangan=keterangan),
        )
        if made.pada < row.pada:
            raise Refused(
                f"«{made.nama}» sudah ada pada indikator {row.indikator}. Pilih berkas lain.",
                field="berkas",
            )
        row.bukti, row.tiba_pada = made, timezone.now()
        row.save(update_fields=["bukti", "tiba_pada"])
        about = About(
            evaluasi, details=made.nama, url=evaluasi.address("f02_indicator", row.indikator)
        )
        tell(
            Event.BERKAS_TIBA,
            [about],
            by=by,
            named={Recipient.ORANG: [row.oleh]},
            indikator=row.indikator,
        )
    return row


def _require_open(evaluasi: Evaluasi, row: PermintaanBerkas) -> None:
    refusal = queries.refusal(evaluasi, row)
    if refusal:
        raise Refused(refusal, status=403)


@transaction.atomic
def put_away(*, by: User, evaluasi: Evaluasi, permintaan: PermintaanBerkas) -> PermintaanBerkas:
    """The evaluator has looked at what came, or asks no more."""
    if not queries.may_ask(by, evaluasi, permintaan.indikator):
        raise PermissionDenied(f"does not score {permintaan.indikator}")
    row = PermintaanBerkas.objects.select_for_update(of=("self",)).get(pk=permintaan.pk)
    if row.ditutup_pada is None:
        row.ditutup_pada = timezone.now()
        row.save(update_fields=["ditutup_pada"])
        done = "periksa_berkas_diminta" if row.bukti_id else "batal_minta_berkas"
        audit.write(by=by, action=done, thing=evaluasi, indikator=row.indikator)
    return row
