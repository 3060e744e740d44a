"""Deciding and publishing: validate, send back, publish a set by decree, withdraw, report."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Publikasi, Siklus
from evaluations.queries import publikasi as queries
from evaluations.services.saving import digest_of
from evaluations.services.snapshot import category_of, snapshot
from evaluations.services.steps import advance
from evaluations.workflow import PUBLISHED, Action, Skema, State
from pekppp.accounts import audit
from pekppp.accounts import queries as accounts
from pekppp.accounts.access import require
from pekppp.accounts.models import Instansi
from pekppp.accounts.notices import notify
from pekppp.accounts.roles import Permission, Role
from pekppp.errors import Conflict, Refused


@dataclass(slots=True)
class Outcome:
    """Of many things done one by one: which were done, and why the others were not."""

    done: list[Evaluasi] = field(default_factory=list)
    failed: list[tuple[Evaluasi, str]] = field(default_factory=list)


def validate(*, by: Any, evaluations: Iterable[Evaluasi]) -> Outcome:
    """Validate each that can be; one that cannot hinders no other."""
    return _each(evaluations, lambda item: advance(by=by, evaluasi=item, action=Action.VALIDASI))


def send_back(
    *, by: Any, evaluations: Iterable[Evaluasi], reason: str, tenggat: datetime | None = None
) -> Outcome:
    """Open the F02 again, of evaluations that wait for validation or have it."""

    def reopen(item: Evaluasi) -> None:
        validated = item.state == State.DIVALIDASI
        action = Action.BATAL_VALIDASI if validated else Action.BUKA_F02
        advance(by=by, evaluasi=item, action=action, reason=reason, tenggat=tenggat)

    if not reason.strip():
        raise Refused("Alasan wajib diisi.", field="alasan")
    return _each(evaluations, reopen)


def _each(evaluations: Iterable[Evaluasi], step: Callable[[Evaluasi], Any]) -> Outcome:
    outcome = Outcome()
    for item in evaluations:
        try:
            step(item)
        except Refused as refused:
            outcome.failed.append((item, refused.message))
        except PermissionDenied:
            outcome.failed.append((item, "Peran Anda tidak mengizinkan langkah ini."))
        else:
            outcome.done.append(item)
    return outcome


def set_digest(evaluations: Iterable[Evaluasi]) -> str:
    """Names a set of validated results: it changes with any member and any of their inputs."""
    return digest_of(
        sorted(
            [str(item.uuid), str(item.hasil.ipp), item.hasil.masukan_digest] for item in evaluations
        )
    )


def final_figure(evaluasi: Evaluasi) -> tuple[Decimal | None, str]:
    """The figure that would be published, with its category; none where it is not final."""
    ipp = evaluasi.hasil.ipp
    if ipp is None:
        return None, ""
    decimals = evaluasi.versi.instrumen.desimal
    return ipp.quantize(Decimal(1).scaleb(-decimals)), " · ".join(category_of(evaluasi, ipp))


def publication_refusal(siklus: Siklus) -> str:
    """Why a cycle cannot be published at all, or ""."""
    if siklus.latihan:
        return "Siklus latihan tidak pernah diterbitkan; hasilnya tidak ikut dalam angka mana pun."
    return ""


@transaction.atomic
def publish(
    *,
    by: Any,
    siklus: Siklus,
    nomor: str,
    tanggal: date,
    catatan: str = "",
    expected: str | None = None,
) -> Publikasi:
    """Publish every validated result of a cycle by one decree: all of them, or none.

    `expected` is the `set_digest` that was previewed; Conflict when the set is no longer that.
    """
    require(by, Permission.PUBLISH, siklus)
    refusal = publication_refusal(siklus)
    if refusal:
        raise Refused(refusal, status=403)
    # Two publications of a cycle follow each other; nobody validates into the set meanwhile.
    Siklus.objects.select_for_update(of=("self",)).get(pk=siklus.pk)
    found = list(queries.candidates(by, siklus).select_for_update(of=("self",)))
    if not found:
        raise Refused("Belum ada hasil yang divalidasi, jadi tidak ada yang dapat diterbitkan.")
    if expected is not None and expected != set_digest(found):
        raise Conflict(
            "Himpunan hasil berubah sejak pratinjau. Periksa lagi, lalu terbitkan.", current=found
        )
    publikasi = _decree(by, siklus, nomor, tanggal, catatan)
    recommendations = queries.recommendations(found)
    frozen = []
    for item in found:
        if item.hasil.ipp is None:
            raise Refused(f"Hasil {item.nama_unit} belum final.")
        frozen.append(_frozen(publikasi, item, recommendations.get(item.pk, [])))
        advance(by=by, evaluasi=item, action=Action.TERBITKAN)
    # A step back that bypassed `withdraw` leaves a row in force: this decree takes its place.
    HasilTerbit.objects.filter(evaluasi__in=found, ditarik_pada__isnull=True).update(
        ditarik_pada=timezone.now(), alasan_ditarik=f"Digantikan oleh keputusan {nomor}."
    )
    HasilTerbit.objects.bulk_create(frozen)
    audit.write(
        by=by,
        action="terbitkan_siklus",
        thing=publikasi,
        siklus=siklus,
        jumlah=len(found),
        himpunan=set_digest(found),
    )
    _tell_offices(found, siklus, nomor)
    return publikasi


def _decree(by: Any, siklus: Siklus, nomor: str, tanggal: date, catatan: str) -> Publikasi:
    nomor = nomor.strip()
    if not nomor:
        raise Refused("Nomor keputusan wajib diisi.", field="nomor")
    if tanggal > timezone.localdate():
        raise Refused("Tanggal keputusan belum tiba.", field="tanggal")
    try:
        with transaction.atomic():
            return Publikasi.objects.create(
                siklus=siklus,
                instansi=siklus.instansi,
                nomor=nomor,
                tanggal=tanggal,
                catatan=catatan.strip(),
                oleh=by,
            )
    except IntegrityError:
        raise Refused(
            f"Nomor «{nomor}» sudah dipakai untuk penerbitan lain pada siklus ini.", field="nomor"
        ) from None


def _frozen(publikasi: Publikasi, evaluasi: Evaluasi, recommendations: list[Any]) -> HasilTerbit:
    isi = snapshot(evaluasi, publikasi, recommendations)
    huruf, sebutan = category_of(evaluasi, evaluasi.hasil.ipp)
    return HasilTerbit(
        publikasi=publikasi,
        evaluasi=evaluasi,
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        ipp=evaluasi.hasil.ipp,
        desimal=evaluasi.versi.instrumen.desimal,
        kategori=huruf,
        sebutan=sebutan,
        isi=isi,
        digest=digest_of(isi),
    )


def _tell_offices(evaluations: list[Evaluasi], siklus: Siklus, nomor: str) -> None:
    """The people of each unit are told by its step; their offices once, of all their units."""
    units: dict[Instansi, list[str]] = {}
    for item in evaluations:
        units.setdefault(item.instansi, []).append(item.nama_unit)
    for instansi, names in units.items():
        notify(
            accounts.members_of_instansi(instansi, Role.ADMIN_INSTANSI),
            kind="publikasi",
            subject=f"Hasil {siklus.nama} sudah terbit",
            body=f"Keputusan {nomor}. {len(names)} unit {instansi.nama}: {', '.join(names)}.",
            url=f"/hasil/{siklus.uuid}/{instansi.uuid}/",
            instansi=instansi,
        )


@transaction.atomic
def withdraw(*, by: Any, terbit: HasilTerbit, reason: str) -> None:
    """Take one result back from the public, with a reason; its evaluation is validated again."""
    evaluasi = terbit.evaluasi
    require(by, Permission.PUBLISH, evaluasi)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refused("Alasan wajib diisi.", field="alasan")
    if evaluasi.state in PUBLISHED:
        advance(by=by, evaluasi=evaluasi, action=Action.TARIK, reason=reason)
    HasilTerbit.objects.filter(pk=terbit.pk, ditarik_pada__isnull=True).update(
        ditarik_pada=timezone.now(), alasan_ditarik=reason
    )
    people = {person.pk: person for person in accounts.members_of_unit(evaluasi.unit)}
    for person in accounts.members_of_instansi(evaluasi.instansi, Role.ADMIN_INSTANSI):
        people[person.pk] = person
    notify(
        people.values(),
        kind=Action.TARIK,
        subject=f"Hasil {evaluasi.nama_unit} ditarik dari publikasi",
        body=f"Siklus: {evaluasi.siklus.nama}.\n\nAlasan: {reason}",
        url=evaluasi.get_absolute_url(),
        instansi=evaluasi.instansi,
    )


def reports_upward(siklus: Siklus) -> bool:
    """Whether the owner of this cycle reports its results to KemenPANRB."""
    return siklus.skema in (Skema.MANDIRI, Skema.KHUSUS) and not siklus.latihan


@transaction.atomic
def report(*, by: Any, siklus: Siklus) -> Outcome:
    """Report all published results of a cycle to KemenPANRB."""
    require(by, Permission.PUBLISH, siklus)
    if not reports_upward(siklus):
        raise Refused("Hanya hasil siklus Mandiri dan Khusus yang dilaporkan kepada KemenPANRB.")
    outcome = _each(
        list(queries.unreported(by, siklus)),
        lambda item: advance(by=by, evaluasi=item, action=Action.LAPORKAN),
    )
    office = queries.national_office()
    if outcome.done and office is not None:
        notify(
            accounts.members_of_instansi(office, Role.ADMIN_NASIONAL),
            kind=Action.LAPORKAN,
            subject=f"{siklus.instansi.nama} melaporkan hasil {siklus.nama}",
            body=f"{len(outcome.done)} unit dilaporkan, skema {siklus.get_skema_display()}.",
            url=f"/hasil/{siklus.uuid}/",
            instansi=siklus.instansi,
        )
    return outcome
