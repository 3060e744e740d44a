"""The one writer of photos taken on site. Content is stored once by its digest, as evidence is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import handovers
from evaluations.core.services.saving import hold
from evaluations.evidence.services import files as evidence_files
from evaluations.f02.services.levels import require_may_score
from evaluations.models import Evaluasi, FotoLapangan, PerangkatLapangan, PeranNilai
from evaluations.progress.services import steps
from evaluations.rules.workflow import F02_OPEN
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.formats import tanggal

LONGEST_CAPTION = 500
MOST_UNSENT = 100_000
MOST_DEVICES = 20  # of one person, those last heard of
# A device's clock may be years off, and its photo is kept; outside of these the time has no words
# in every zone.
YEARS = range(1970, 2100)


def capacity_of(by: User, evaluasi: Evaluasi, indikator: int) -> PeranNilai:
    """In which capacity this person works on the indicator; asked again when it is used."""
    aspek = evaluasi.versi.instrumen.aspek_dari(indikator).kode
    return PeranNilai.EVALUATOR if _scores(by, evaluasi, aspek) else PeranNilai.VERIFIKATOR


def _scores(by: User, evaluasi: Evaluasi, aspek: str) -> bool:
    return assignments.may_on_aspect(by, evaluasi, aspek, "score")


def _require_may_photograph(
    by: User, evaluasi: Evaluasi, indikator: int, taken: datetime | None = None
) -> None:
    """The same door as for a level: the aspect is mine, the F02 is open, its time is not over.

    A photo that was taken before its author handed the aspect over is evidence, however late it
    arrives: his successor finds it.
    """
    aspek = evaluasi.versi.instrumen.aspek_dari(indikator).kode
    row = handovers.former(by, evaluasi.uuid, aspek) if taken is not None else None
    if row is not None and taken is not None and not _scores(by, evaluasi, aspek):
        if taken < row.pada and evaluasi.status in F02_OPEN:
            return
        raise Refused(
            f"Tugas ini sudah diserahkan kepada {row.kepada} pada {tanggal(row.pada)}. Simpan foto "
            "ini ke perangkat dan berikan kepadanya bila perlu.",
            status=403,
        )
    peran = capacity_of(by, evaluasi, indikator)
    require_may_score(by, evaluasi, indikator, peran)
    if peran == PeranNilai.EVALUATOR:
        steps.require_open(evaluasi, steps.Kegiatan.NILAI_F02, "Masa penilaian F02")


def add_photo(
    *,
    by: User,
    evaluasi: Evaluasi,
    indikator: int,
    file: "File[Any]",
    diambil_pada: datetime,
    key: UUID,
    keterangan: str = "",
) -> FotoLapangan:
    """Keep a photo of an indicator, taken at the time that the device told.

    Sent again under the same key it is found, not made. Raises Refused or PermissionDenied.
    """
    if indikator not in {item.nomor for item in evaluasi.versi.instrumen.semua_indikator}:
        raise Refused("Indikator ini tidak ada pada instrumen.", status=404)
    there = _sent_before(by, evaluasi, indikator, key)
    if there is not None:
        return there
    if capacity_of(by, evaluasi, indikator) == PeranNilai.EVALUATOR:
        steps.start_assessment(by=by, evaluasi=evaluasi)
    # Before a large file is worked on.
    _require_may_photograph(by, evaluasi, indikator, diambil_pada)
    text = texts.clean(keterangan)
    if len(text) > LONGEST_CAPTION:
        raise Refused(
            f"Keterangan foto paling panjang {LONGEST_CAPTION} huruf; ada {len(text)}.",
            field="keterangan",
        )
    if diambil_pada.year not in YEARS:
        raise Refused("Waktu foto ini tidak masuk akal. Periksa jam perangkat Anda.", status=400)
    content = evidence_files.content_of(file)
    if content.kind not in filetypes.IMAGES:
        raise Refused("Berkas ini bukan foto.", field="foto")
    with transaction.atomic():
        hold(evaluasi)
        _require_may_photograph(by, evaluasi, indikator, diambil_pada)
        _require_room(evaluasi)
        berkas = evidence_files.store(content)
        try:
            with transaction.atomic():
                row = FotoLapangan.objects.create(
                    instansi_id=evaluasi.instansi_id,
                    siklus_id=evaluasi.siklus_id,
                    evaluasi=evaluasi,
                    indikator=indikator,
                    berkas=berkas,
                    keterangan=text,
                    diambil_pada=diambil_pada,
                    kunci=key,
                    oleh=by,
                )
        except IntegrityError:  # the same photo, sent twice at this very moment
            return FotoLapangan.objects.get(oleh=by, kunci=key)
        # On the evaluation: the unit reads the trail of its own things, and not of this one.
        audit.write(
            by=by,
            action="foto_lapangan",
            thing=evaluasi,
            indikator=indikator,
            foto=str(row.uuid),
        )
    return row


def _sent_before(by: User, evaluasi: Evaluasi, indikator: int, key: UUID) -> FotoLapangan | None:
    """What this key has made, also if it was removed since: it does not come back."""
    row = FotoLapangan.objects.filter(oleh=by, kunci=key).select_related("oleh").first()
    if row is not None and (row.evaluasi_id, row.indikator) != (evaluasi.pk, indikator):
        raise Refused("Kunci simpan ini sudah dipakai untuk foto lain.", status=422)
    return row


def _require_room(evaluasi: Evaluasi) -> None:
    most = settings.LAPANGAN_FOTO
    if FotoLapangan.objects.filter(evaluasi=evaluasi, dihapus_pada__isnull=True).count() >= most:
        raise Refused(f"Sudah ada {most} foto untuk unit ini. Hapus yang tidak perlu.")


@transaction.atomic
def remove_photo(*, by: User, evaluasi: Evaluasi, foto: UUID) -> FotoLapangan:
    """Mark a photo as removed: by its author, while the F02 is open. Row and history stay."""
    hold(evaluasi)
    row = (
        FotoLapangan.objects.select_for_update(of=("self",))
        .filter(evaluasi=evaluasi, uuid=foto, dihapus_pada__isnull=True)
        .first()
    )
    if row is None:
        raise Refused("Foto ini sudah tidak ada. Muat ulang halaman.", status=404)
    if row.oleh_id != by.pk:
        raise PermissionDenied("somebody else's photo")
    _require_may_photograph(by, evaluasi, row.indikator)
    row.dihapus_pada = timezone.now()
    row.save(update_fields=["dihapus_pada"])
    audit.write(
        by=by,
        action="hapus_foto_lapangan",
        thing=evaluasi,
        indikator=row.indikator,
        foto=str(row.uuid),
    )
    return row


def note_device(*, by: User, perangkat: UUID, belum: int) -> None:
    """What a browser of this person says that it has not sent yet; the newest word counts."""
    PerangkatLapangan.objects.update_or_create(
        oleh=by, perangkat=perangkat, defaults={"belum": min(belum, MOST_UNSENT)}
    )
    # Private windows are a new browser each time.
    old = PerangkatLapangan.objects.filter(oleh=by).order_by("-pada", "-pk")[MOST_DEVICES:]
    PerangkatLapangan.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()
