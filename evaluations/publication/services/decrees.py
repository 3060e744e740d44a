"""Publishing by decree: freeze a set, enter its decree after signature; see
`publication.services.decree_worker`.

Three steps by two people (where the cycle wants two and there are two) and a worker. The set is
frozen with the rows that the decree's annex prints, and a digest over them. After signature the
decree is entered; a worker then publishes exactly that set.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.core.queries.calendar import publishers_of
from evaluations.core.services.saving import digest_of
from evaluations.evidence.services import files as evidence_files
from evaluations.models import CalonTerbit, Evaluasi, Publikasi, Siklus
from evaluations.publication.queries import decrees as decrees_queries
from evaluations.publication.queries import publication as publication_queries
from evaluations.publication.services import not_evaluated
from evaluations.publication.services.snapshot import category_of, province_of
from evaluations.rules.kinds import ANNEX, TABLE, among
from evaluations.rules.means import pool_of
from evaluations.rules.ranks import Rank, ranks_within
from evaluations.rules.review import shown
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import queues, texts
from pekppp.base.errors import Conflict, Refused
from pekppp.base.files import filetypes
from pekppp.base.queues import Queue

NAMED = 5  # members that a refusal names

Status = Publikasi.Status

# Worked on in `publication.services.decree_worker`, whose wake-up < the task's soft limit < its
# hard limit < the lease.
QUEUE = Queue(
    model=Publikasi,
    name="Penerbitan keputusan",
    task="evaluations.tasks.publish_next",
    takes={Status.ANTRE: Status.GAGAL, Status.DIKERJAKAN: Status.GAGAL},
    works=Status.DIKERJAKAN,
    order=("attempts", "dibuat_pada", "pk"),
    related=("siklus__instansi", "diputus_oleh"),
    words="Penerbitan terhenti. Lanjutkan lagi, atau hubungi pengelola aplikasi.",
    words_of={
        PermissionDenied: "Yang memasukkan keputusan tidak lagi berhak menerbitkan. "
        "Lanjutkan atas nama Anda."
    },
    hopeless=(Refused, PermissionDenied),
    stuck="Penerbitan berulang kali terhenti di tengah.",
)


def refusal(siklus: Siklus) -> str:
    """Why a cycle cannot be published at all, or ""."""
    if siklus.latihan:
        return "Siklus latihan tidak pernah diterbitkan; hasilnya tidak ikut dalam angka mana pun."
    return ""


@dataclass(frozen=True, slots=True)
class Second:
    """Who else publishes what somebody froze: `needed` by the cycle, `others` who may."""

    needed: bool
    others: list[User]

    @property
    def binding(self) -> bool:
        """Nobody is kept from publishing where there is nobody else to do it."""
        return self.needed and bool(self.others)

    @property
    def names(self) -> str:
        more = " atau lainnya" if len(self.others) > NAMED else ""
        return ", ".join(str(user) for user in self.others[:NAMED]) + more


def second_person(siklus: Siklus, frozen_by: User) -> Second:
    """Of a set that this person froze, or would freeze."""
    return Second(siklus.oleh_dua_orang, list(publishers_of(siklus).exclude(pk=frozen_by.pk)))


def _require_second(by: User, row: Publikasi) -> None:
    second = second_person(row.siklus, row.oleh)
    if row.oleh_id == by.pk and second.binding:
        raise Refused(
            "Himpunan ini Anda bekukan sendiri, jadi orang lain yang menerbitkannya: "
            f"{second.names}.",
            status=403,
        )


def set_digest(rows: Iterable[dict[str, Any]]) -> str:
    """Names a set: it changes with any member, any figure and any input behind it."""
    return digest_of(list(rows))


# Freeze -------------------------------------------------------------------------------------------


@transaction.atomic
def freeze(*, by: User, siklus: Siklus) -> Publikasi:
    """Freeze every validated result of a cycle, and what takes the place of a published one, as
    the set of one decree."""
    require(by, Permission.PUBLISH, siklus)
    words = refusal(siklus)
    if words:
        raise Refused(words, status=403)
    # Two sets of a cycle follow each other.
    Siklus.objects.select_for_update(of=("self",)).get(pk=siklus.pk)
    if decrees_queries.open_set(siklus) is not None:
        raise Refused(
            "Masih ada himpunan yang belum terbit. Selesaikan atau batalkan dahulu.", status=409
        )
    leaving = decrees_queries.being_withdrawn(siklus)
    if leaving is not None:
        raise Refused(
            f"Keputusan {leaving.nomor} sedang ditarik. Tunggu sampai selesai.", status=409
        )
    found = list(publication_queries.candidates(by, siklus).select_for_update(of=("self",)))
    if not found:
        raise Refused("Belum ada hasil yang divalidasi, jadi tidak ada yang dapat diterbitkan.")
    before = decrees_queries.figures_before(found)
    members = sorted(
        ((_row(item, before.get(item.pk, "")), item) for item in found), key=lambda m: _place(m[0])
    )
    first = decrees_queries.first_decree(siklus)
    if first is None:
        # A decree that changes another one holds a part of the results: no place follows from it.
        ranks = _ranks(siklus, [item for _, item in members])
        for row, item in members:
            row["peringkat"] = str(ranks[item.pk])
    rows = [row for row, _ in members]
    publikasi = Publikasi.objects.create(
        siklus=siklus,
        instansi=siklus.instansi,
        himpunan=set_digest(rows),
        jumlah=len(rows),
        mengubah=first,
        oleh=by,
    )
    CalonTerbit.objects.bulk_create(
        CalonTerbit(
            instansi_id=item.instansi_id,
            siklus=siklus,
            publikasi=publikasi,
            evaluasi=item,
            urutan=number,
            baris=row,
        )
        for number, (row, item) in enumerate(members, start=1)
    )
    not_evaluated.freeze(publikasi)
    audit_set(by, "bekukan_himpunan", publikasi)
    return publikasi


def _row(evaluasi: Evaluasi, before: str) -> dict[str, Any]:
    """The canonical row of a member: what the annex prints, and what names its inputs."""
    hasil = evaluasi.hasil
    if hasil.ipp is None:
        raise Refused(f"Hasil {evaluasi.nama_unit} belum final.")
    huruf, sebutan = category_of(evaluasi, hasil.ipp)
    return {
        "kelompok": TABLE[evaluasi.jenis_instansi].lampiran,
        "provinsi": province_of(evaluasi),
        "instansi": evaluasi.nama_instansi,
        "unit": evaluasi.nama_unit,
        "jenis": evaluasi.jenis_unit,
        "formulir": evaluasi.formulir,
        "ipp": str(shown(hasil.ipp, evaluasi.versi.instrumen.desimal)),
        "kategori": huruf,
        "sebutan": sebutan,
        "penilai": evaluasi.penilai.nama,
        # The figure that an earlier decree had said, where it was withdrawn.
        "semula": before,
        "evaluasi": str(evaluasi.uuid),
        "masukan": hasil.masukan_digest,
    }


def _ranks(siklus: Siklus, found: list[Evaluasi]) -> dict[int, Rank]:
    """The place of each member among those of its kind, by the exact figure, as on the portal."""
    exact = decrees_queries.exact_figures(found)
    together = siklus.formulir_bersama
    return ranks_within(
        {
            item.pk: (
                (
                    item.jenis_unit,
                    among(item.jenis_instansi),
                    pool_of(item.formulir, together=together),
                ),
                exact[item.pk],
            )
            for item in found
        }
    )


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    names = (row["provinsi"], row["instansi"], row["unit"], row["formulir"], row["evaluasi"])
    return (ANNEX.index(row["kelompok"]), *names)


# Enter the decree ---------------------------------------------------------------------------------


@transaction.atomic
def enter(
    *,
    by: User,
    publikasi: Publikasi,
    nomor: str,
    tanggal: date,
    catatan: str = "",
    berkas: "File[Any] | None" = None,
    embargo: datetime | None = None,
    expected: str | None = None,
) -> Publikasi:
    """Enter number, date and file of the signed decree; a worker publishes the set.

    `expected` is the digest printed in the signed annex. Conflict where it names another set, or
    where a member is no longer what was frozen.
    """
    row = _locked(by, publikasi)
    if row.status != Status.CALON:
        raise Refused("Keputusan untuk himpunan ini sudah dimasukkan.", status=409)
    if expected is not None and expected != row.himpunan:
        raise Conflict("Sidik himpunan berbeda dari yang ditandatangani.", current=row)
    _require_second(by, row)
    changed = decrees_queries.changed(row, lock=True)
    if changed:
        names = ", ".join(changed[:NAMED]) + (" dan lainnya" if len(changed) > NAMED else "")
        raise Conflict(
            f"{len(changed)} hasil berubah sejak himpunan dibekukan: {names}. Batalkan himpunan "
            "ini, lalu bekukan yang baru.",
            current=row,
        )
    nomor = texts.required(nomor, "nomor", None, "Nomor keputusan wajib diisi.")
    if tanggal > timezone.localdate():
        raise Refused("Tanggal keputusan belum tiba.", field="tanggal")
    if embargo is not None and embargo <= timezone.now():
        raise Refused("Waktu embargo sudah lewat. Kosongkan, atau pilih nanti.", field="embargo")
    row.nomor, row.tanggal, row.catatan = nomor, tanggal, catatan.strip()
    row.embargo_sampai, row.diputus_oleh, row.status = embargo, by, Status.ANTRE
    row.waits_since = embargo or timezone.now()
    if berkas is not None:
        row.berkas = _stored(berkas)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(
            f"Nomor «{nomor}» sudah dipakai untuk penerbitan lain pada siklus ini.", field="nomor"
        ) from None
    audit_set(by, "masukkan_keputusan", row, embargo=embargo and embargo.isoformat())
    QUEUE.wake()
    publikasi.refresh_from_db()
    return publikasi


def _stored(file: "File[Any]") -> Any:
    content = evidence_files.content_of(file)
    if content.kind != filetypes.PDF:
        raise Refused("Berkas keputusan harus PDF.", field="berkas")
    return evidence_files.store(content)


@transaction.atomic
def cancel(*, by: User, publikasi: Publikasi, reason: str) -> None:
    """Give up a set of which nothing is published yet; its results stay validated."""
    row = _locked(by, publikasi)
    reason = texts.reason(reason)
    if row.status not in (Status.CALON, Status.ANTRE, Status.GAGAL) or row.selesai:
        raise Refused("Himpunan ini sudah mulai diterbitkan. Hasilnya dapat ditarik.", status=409)
    row.status, row.alasan_batal, row.lease_until = Status.BATAL, reason, None
    row.save()
    audit_set(by, "batalkan_himpunan", row, reason=reason)
    publikasi.refresh_from_db()


@transaction.atomic
def retry(*, by: User, publikasi: Publikasi) -> None:
    """Let the worker go on where it stopped, on behalf of who asks for it."""
    row = _locked(by, publikasi)
    if row.status != Status.GAGAL:
        raise Refused("Hanya penerbitan yang terhenti yang dapat dilanjutkan.", status=409)
    _require_second(by, row)
    row.diputus_oleh = by
    QUEUE.again(row, "diputus_oleh")
    audit_set(by, "lanjutkan_penerbitan", row)
    publikasi.refresh_from_db()


def _locked(by: User, publikasi: Publikasi) -> Publikasi:
    row = (
        Publikasi.objects.select_for_update(of=("self",))
        .select_related("siklus__instansi")
        .get(pk=publikasi.pk)
    )
    require(by, Permission.PUBLISH, row.siklus)
    return row


def audit_set(by: User, action: str, publikasi: Publikasi, reason: str = "", **data: Any) -> None:
    data |= {"jumlah": publikasi.jumlah, "himpunan": publikasi.himpunan}
    audit.write(by=by, action=action, thing=publikasi, reason=reason, **data)


def tell_readers() -> None:
    """What is public is another thing now: whoever makes pages of it makes them anew."""
    queues.wake(settings.AFTER_PUBLICATION)
