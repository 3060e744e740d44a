"""Personal data blacked out before anybody reads a file (UU 27/2022): the unit's side.

A file waits in a pending area that only its unit sees. Its pages are shown as pictures, boxes are
drawn over them, a worker burns them in (`evidence.services.redaction_worker`), and what is stored
as evidence is made of
pictures alone. Then nothing of the original is left: `selesai_pada` says that it was destroyed.
"""

import math
from datetime import date
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from evaluations.core.services.saving import hold
from evaluations.evidence.queries import pictures as evidence_pictures
from evaluations.evidence.services import evidence, redaction_worker
from evaluations.evidence.services.evidence import require_may_attach
from evaluations.evidence.services.files import name_of, require_size, shown
from evaluations.models import Bukti, Evaluasi, Sensor
from evaluations.models.bukti import DRAWABLE
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.files.filetypes import Unsuitable

Status = Sensor.Status
MAX_BOXES = 500
PARTS = ("x", "y", "lebar", "tinggi")


def start(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    file: "File[Any]",
    nama: str = "",
    keterangan: str = "",
    halaman: str = "",
    tanggal_dokumen: date | None = None,
) -> Sensor:
    """Put an uploaded PDF or picture into the pending area. Raises Refused or PermissionDenied."""
    require_may_attach(by, evaluasi, indikator)
    kind, content = _checked(file)
    said = {
        "tipe": kind.mime,
        "keterangan": keterangan.strip()[:500],
        "halaman": halaman.strip()[:60],
        "tanggal_dokumen": tanggal_dokumen.isoformat() if tanggal_dokumen else "",
    }
    return _begin(by, evaluasi, indikator, content, name_of(nama or file.name, kind), said)


def start_from_evidence(*, by: User, evaluasi: Evaluasi, bukti: Bukti) -> Sensor:
    """Black out what was handed in already; the result takes its place, the old content goes."""
    _require_may(by, evaluasi, bukti.indikator, bukti)
    if bukti.berkas is None or bukti.berkas.tipe not in DRAWABLE:
        raise Refused("Hanya PDF dan gambar yang dapat dihitamkan di sini.")
    going = Sensor.objects.filter(menggantikan=bukti, status__in=evidence_pictures.OPEN).first()
    if going is not None:
        return going
    with default_storage.open(bukti.berkas.path) as content:
        return _begin(
            by,
            evaluasi,
            bukti.indikator,
            content,
            bukti.nama,
            {"tipe": bukti.berkas.tipe},
            menggantikan=bukti,
        )


@transaction.atomic
def save_boxes(*, by: User, sensor: Sensor, kotak: Any) -> Sensor:
    """Keep the boxes as they are drawn; the last save counts."""
    row = _own(by, sensor, Status.SIAP)
    row.kotak = _boxes(kotak, row)
    row.save(update_fields=["kotak"])
    return row


@transaction.atomic
def burn(*, by: User, sensor: Sensor, kotak: Any = None) -> Sensor:
    """Hand the boxes to a worker. `kotak` in place of what was kept, if given."""
    row = _own(by, sensor, Status.SIAP)
    if kotak is not None:
        row.kotak = _boxes(kotak, row)
    if not row.kotak:
        raise Refused("Tandai dahulu bagian yang memuat data pribadi.", field="kotak")
    redaction_worker.QUEUE.again(row, "kotak", state=Status.DIBAKAR)
    audit.write(
        by=by,
        action="hitamkan_bukti",
        thing=row,
        indikator=row.indikator,
        kotak=len(row.kotak),
        halaman=sorted({box["halaman"] for box in row.kotak}),
    )
    return row


@transaction.atomic
def discard(*, by: User, sensor: Sensor) -> Sensor:
    """Give it up: the file is destroyed, nothing is handed in."""
    row = _own(by, sensor, *evidence_pictures.OPEN)
    row.status, row.lease_until = Status.DIBUANG, None
    row.save(update_fields=["status", "lease_until"])
    audit.write(by=by, action="buang_berkas_sensor", thing=row, indikator=row.indikator)
    transaction.on_commit(lambda: redaction_worker.destroy(row), robust=True)
    return row


def add_blackened_picture(
    *, by: User, evaluasi: Evaluasi, indikator: int, file: "File[Any]", nama: str = ""
) -> Bukti:
    """A picture whose boxes were burnt in on the device that took it; the original never came."""
    require_may_attach(by, evaluasi, indikator)
    require_size(file.size, file.name)
    kind, _ = _checked(file)
    if kind not in filetypes.IMAGES:  # nothing else can have been blacked out there
        raise Refused(f"«{shown(file.name)}» bukan gambar.", field="berkas")
    file.seek(0)
    return evidence.add_evidence(
        by=by, evaluasi=evaluasi, indikator=indikator, file=file, nama=nama, disensor=True
    )


# Inside -------------------------------------------------------------------------------------------


def _require_may(by: User, evaluasi: Evaluasi, indikator: int, old: Bukti | None) -> None:
    require_may_attach(by, evaluasi, indikator, old.sanggahan if old else None)


def _checked(file: "File[Any]") -> tuple[filetypes.FileType, Any]:
    require_size(file.size, file.name)
    try:
        kind = filetypes.detect(file)
        if kind in filetypes.IMAGES:
            return filetypes.clean_image(file, kind)
    except Unsuitable as error:
        raise Refused(f"«{shown(file.name)}»: {error}", field="berkas") from error
    if kind is not filetypes.PDF:
        raise Refused(
            f"«{shown(file.name)}» berjenis {kind.nama}. Hanya PDF dan gambar yang dapat "
            "dihitamkan di sini; simpan dahulu sebagai PDF.",
            field="berkas",
        )
    return kind, file


def _begin(
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    content: Any,
    nama: str,
    said: dict[str, str],
    menggantikan: Bukti | None = None,
) -> Sensor:
    """The row and its file. A file whose row was never committed is found by the sweep."""
    with transaction.atomic():
        hold(evaluasi)
        _require_may(by, evaluasi, indikator, menggantikan)
        with connection.cursor() as cursor:  # the number that may wait is counted one by one
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"sensor:{evaluasi.pk}"]
            )
        waiting = Sensor.objects.filter(
            evaluasi=evaluasi, status__in=evidence_pictures.OPEN
        ).count()
        if waiting >= settings.SENSOR_MAKS:
            raise Refused(
                f"Sudah ada {waiting} berkas yang menunggu dihitamkan. Selesaikan atau buang "
                "sebagian dahulu.",
                field="berkas",
            )
        row = Sensor(
            uuid=uuid4(),
            instansi_id=evaluasi.instansi_id,
            siklus_id=evaluasi.siklus_id,
            evaluasi=evaluasi,
            indikator=indikator,
            nama=nama,
            keterangan=said,
            menggantikan=menggantikan,
            oleh=by,
        )
        content.seek(0)
        default_storage.save(evidence_pictures.original_path(row), File(content, name="asli"))
        row.save()
        audit.write(by=by, action="mulai_sensor", thing=row, indikator=indikator)
        redaction_worker.QUEUE.wake()
    return row


def _own(by: User, sensor: Sensor, *states: Status) -> Sensor:
    """The row, locked and in one of these states, for somebody who may still attach here."""
    evaluasi = sensor.evaluasi
    hold(evaluasi)
    if (
        states == evidence_pictures.OPEN
    ):  # giving up is allowed for as long as one belongs to the unit
        require(by, Permission.FILL_F01, evaluasi)
    else:
        _require_may(by, evaluasi, sensor.indikator, sensor.menggantikan)
    row = Sensor.objects.select_for_update(of=("self",)).get(pk=sensor.pk)
    if row.status not in states:
        raise Refused(f"Berkas ini: {row.get_status_display().lower()}.", status=409)
    row.evaluasi = evaluasi
    return row


def _boxes(given: Any, row: Sensor) -> list[dict[str, float]]:
    """Boxes as parts of a page's size, inside it, checked one by one. Raises Refused."""
    wrong = Refused("Kotak tidak terbaca. Muat ulang halaman, lalu tandai lagi.", field="kotak")
    if not isinstance(given, list):
        raise wrong
    if len(given) > MAX_BOXES:
        raise Refused(f"Paling banyak {MAX_BOXES} kotak dalam satu berkas.", field="kotak")
    return [_box(item, row, wrong) for item in given]


def _box(item: Any, row: Sensor, wrong: Refused) -> dict[str, float]:
    try:
        page = int(item["halaman"])
        x, y, width, height = (float(item[name]) for name in PARTS)
    except (TypeError, KeyError, ValueError, OverflowError):
        raise wrong from None
    if not 1 <= page <= (row.halaman or 0):
        raise wrong
    if not all(math.isfinite(part) for part in (x, y, width, height)):
        raise wrong
    left, top = min(max(x, 0), 1), min(max(y, 0), 1)
    right, bottom = min(max(x + width, 0), 1), min(max(y + height, 0), 1)
    if right - left <= 0 or bottom - top <= 0:
        raise wrong
    return {
        "halaman": page,
        "x": round(left, 5),
        "y": round(top, 5),
        "lebar": round(right - left, 5),
        "tinggi": round(bottom - top, 5),
    }
