"""Signing a document: who signs in which way, each in his turn, and what ends it.

Approvals in the application come first and are frozen as rows of the input; then the file is
rendered once and sealed once. What is signed on the file itself, by pen or by certificate, comes
after that. Nothing that was signed is ever rendered again: a correction is a new version.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from evaluations.core.services import notices
from evaluations.core.services.notices import tell_person
from evaluations.publication.queries import publication as publication_queries
from evaluations.rules.notices import Event, Recipient
from evaluations.rules.workflow import DECIDED, ENDED, F02_OPEN
from pekppp.accounts import audit
from pekppp.accounts.access import require_may_sign
from pekppp.accounts.models import User
from pekppp.base import nip, texts
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from reports.core import documents as document_queries
from reports.core import offices as office_queries
from reports.core import signatures as signature_queries
from reports.documents.services import documents, numbering
from reports.figures.approvals import approvals, places_of, same_person, signatories
from reports.models import Dokumen, TandaTangan
from reports.rendering import pades

Tahap, Cara, Status = Dokumen.Tahap, TandaTangan.Cara, TandaTangan.Status
MAX_REASON = 500
# The beginning of the keys of notices that speak of many documents at once.
MANY = "giliran-banyak"
DONE = "lengkap-banyak"


@transaction.atomic
def start(*, by: User, dokumen: Dokumen, ways: Mapping[str, str], bundled: bool = False) -> Dokumen:
    """Fix who signs and how: `ways` gives a way by place, `Cara` or Cara.APLIKASI + ":" + username.

    Whoever approves in the application comes first, in the order of the document; the others sign
    the sealed file after them. `bundled`: one of many, whose signers hear of them all at once.
    """
    document_queries.require_maker(by, dokumen)
    locked = _locked(dokumen)
    if not locked.ditandatangani:
        raise Refused("Dokumen jenis ini tidak ditandatangani di aplikasi.", status=409)
    if locked.sementara or locked.tahap != Tahap.KONSEP or locked.status != "selesai":
        raise Refused("Penandatanganan hanya dimulai dari konsep final yang siap.", status=409)
    _require_still_decided(locked)
    _require_newest(locked)
    places = approvers(locked)
    rows = [_row(locked, place, ways.get(place.tempat, "")) for place in places]
    rows.sort(key=lambda row: row.cara != Cara.APLIKASI)  # stable: the document's order stays
    for number, row in enumerate(rows, start=1):
        row.urutan = number
    TandaTangan.objects.bulk_create(rows)
    locked.tahap = Tahap.PROSES
    locked.save(update_fields=["tahap"])
    audit.write(
        by=by,
        action="mulai_tanda_tangan",
        thing=locked,
        cara={row.tempat: row.cara for row in rows},
    )
    return go_on(locked, by, bundled=bundled)


def _require_still_decided(dokumen: Dokumen) -> None:
    if dokumen.jenis == Dokumen.Jenis.PENGHARGAAN:
        now = publication_queries.digest_of_published(dokumen.siklus)
        opened = dokumen.masukan["sidik_hasil"] != now
        words = "Hasil siklus ini berubah sejak konsep ini dibuat; buat versi baru."
    elif dokumen.evaluasi is not None:
        opened = dokumen.evaluasi.status in F02_OPEN
        words = "F02 dibuka kembali sejak konsep ini dibuat; buat versi baru."
    else:
        units = office_queries.of_office(dokumen.siklus, dokumen.kantor)
        units = units.filter(instansi=dokumen.instansi_id)
        opened = units.exclude(state__in=sorted(DECIDED | ENDED)).exists()
        words = "Ada unit yang hasilnya belum diputuskan lagi; buat rekap baru sesudahnya."
    if opened:
        raise Refused(words, status=409)


def _require_newest(dokumen: Dokumen) -> None:
    """No later version, and what this one says that it corrects is what stands now."""
    made = document_queries.versions_of(dokumen)
    newest = document_queries.latest_document(made)
    if newest is not None and newest.versi > dokumen.versi:
        raise Refused(f"Sudah ada versi {newest.versi}; mulailah dari versi itu.", status=409)
    signed = document_queries.signed_document(made)
    if signed is not None and signed.pk != dokumen.menggantikan_id:
        raise Refused(
            f"Versi {signed.versi} disegel sesudah konsep ini dibuat. Buat versi baru, supaya "
            "yang berubah disebutkan.",
            status=409,
        )


@dataclass(frozen=True, slots=True)
class Approver:
    """A place of a draft: who is printed there, and the account that may approve as him."""

    tempat: str
    person: dict[str, Any]
    account: User | None
    # Why nobody can sign there as the draft says; "" where it says what holds today.
    berubah: str = ""

    @property
    def aneh(self) -> str:
        """What is odd about the NIP, to be told before anybody signs."""
        return nip.problem(self.person["nip"], timezone.localdate())


def approvers(dokumen: Dokumen) -> list[Approver]:
    """Every place of the document, with whoever is appointed to it today."""
    today, found = signatories(dokumen), []
    for place, person in places_of(dokumen.masukan):
        now = today.get(place)
        if now is None or not same_person(now.person, person):
            words = _outdated(person, now.person if now else None)
            found.append(Approver(place, person, None, words))
            continue
        account = now.account
        if account is not None and dokumen.evaluasi is not None:
            account = account if document_queries.may_read(account, dokumen) else None
        found.append(Approver(place, person, account))
    return found


def _outdated(person: dict[str, Any], now: dict[str, Any] | None) -> str:
    printed = f"{person['nama'] or 'belum bernama'}, {person['jabatan'] or 'Evaluator'}"
    present = "sekarang tidak ada"
    if now:
        present = f"sekarang {now['nama'] or 'belum ditunjuk'}, {now['jabatan'] or 'Evaluator'}"
    return (
        f"Penanda tangan atau identitasnya berubah sejak dokumen ini dibuat: tertulis {printed}; "
        f"{present}. Buat versi baru."
    )


def _row(dokumen: Dokumen, place: Approver, way: str) -> TandaTangan:
    kind, _, username = way.partition(":")
    field = f"cara-{place.tempat}"
    if kind not in Cara.values:
        raise Refused("Pilih cara menandatangani.", field=field)
    if kind == Cara.SERTIFIKAT and not pades.takes_certificates():
        raise Refused("Sertifikat belum dapat diperiksa pada peladen ini.", field=field)
    if place.berubah:
        raise Refused(place.berubah, field=field, status=409)
    account = place.account
    if kind == Cara.APLIKASI and (account is None or username not in ("", account.username)):
        raise Refused("Tidak ada akun yang ditunjuk untuk tempat ini.", field=field)
    return TandaTangan(
        instansi_id=dokumen.instansi_id,
        siklus_id=dokumen.siklus_id,
        dokumen=dokumen,
        tempat=place.tempat,
        jabatan=place.person["jabatan"],
        nama=place.person["nama"],
        nip=place.person["nip"],
        cara=kind,
        orang=account,
    )


@transaction.atomic
def approve(*, by: User, row: TandaTangan, proof: str, bundled: bool = False) -> Dokumen:
    """`by` approves, having just shown who he is; `proof` says how, for the audit."""
    dokumen, mine = turn_of(row, Tahap.PROSES)
    if mine.cara != Cara.APLIKASI or mine.orang_id != by.pk:
        raise PermissionDenied("only the named person approves in the application")
    require_may_sign(by)
    _require_as_printed(mine)
    give(mine, by)
    audit.write(
        by=by,
        action="setujui_dokumen",
        thing=dokumen,
        tempat=mine.tempat,
        akun=by.username,
        sebagai={"nama": mine.nama, "nip": mine.nip, "jabatan": mine.jabatan},
        bukti=proof,
        digest=dokumen.masukan_digest,
    )
    return go_on(dokumen, by, bundled=bundled)


def approver_of(row: TandaTangan) -> Approver | None:
    """Who stands at the place of this signature today; its document is loaded."""
    return next((item for item in approvers(row.dokumen) if item.tempat == row.tempat), None)


def _require_as_printed(row: TandaTangan) -> None:
    """Nobody signs under a name that is not his account's, nor after his appointment ended."""
    place = approver_of(row)
    if place is None or place.berubah or place.account is None or place.account.pk != row.orang_id:
        raise Refused(
            (place and place.berubah)
            or "Anda tidak lagi ditunjuk menandatangani dokumen ini. Pembuatnya perlu membuat "
            "versi baru.",
            status=409,
        )


def approve_many(
    *, by: User, rows: Iterable[TandaTangan], proof: str
) -> tuple[int, list[tuple[TandaTangan, str]]]:
    """Approve each on its own; how many were, and what was refused with the reason."""
    done, refused = 0, []
    for row in rows:
        try:
            approve(by=by, row=row, proof=proof, bundled=True)
        except Refused as error:
            refused.append((row, error.message))
        else:
            done += 1
    return done, refused


@transaction.atomic
def refuse(*, by: User, row: TandaTangan, reason: str) -> Dokumen:
    """The person, or for him whoever makes the documents, says why this is not signed."""
    dokumen, mine = turn_of(row, Tahap.PROSES, Tahap.DISEGEL)
    if not (mine.orang_id == by.pk or _on_behalf(by, mine)):
        raise PermissionDenied("only the named person refuses")
    words = _reason(reason)
    mine.status, mine.alasan = Status.DITOLAK, words
    mine.pada, mine.oleh = timezone.now(), by
    mine.save(update_fields=["status", "alasan", "pada", "oleh"])
    _end(dokumen, Tahap.DITOLAK, words)
    audit.write(by=by, action="tolak_dokumen", thing=dokumen, reason=words, tempat=mine.tempat)
    _tell(
        Event.TTD_DITOLAK,
        [dokumen.diminta_oleh],
        dokumen,
        f"{mine.nama or mine.jabatan} menolak menandatangani. Alasan: {words} "
        "Perbaiki, lalu buat versi baru.",
        by=by,
        key=f"tolak:{mine.uuid}",
    )
    return dokumen


def _on_behalf(by: User, row: TandaTangan) -> bool:
    return row.cara != Cara.APLIKASI and document_queries.may_make(by, row.dokumen)


@transaction.atomic
def set_number(*, by: User, dokumen: Dokumen, nomor: str) -> Dokumen:
    """The number that the document waited for; given once."""
    document_queries.require_maker(by, dokumen)
    locked = _locked(dokumen)
    if locked.nomor or locked.tahap not in (Tahap.KONSEP, Tahap.PROSES):
        raise Refused("Dokumen ini tidak menunggu nomor.", status=409)
    number = documents.clean_number(nomor)
    if not number:
        raise Refused("Tulis nomornya.", field="nomor")
    numbering.claim(locked, number, locked.tanggal.year)
    locked.nomor = number
    locked.save(update_fields=["nomor"])
    audit.write(by=by, action="beri_nomor", thing=locked, nomor=number)
    return go_on(locked, by)


@transaction.atomic
def revoke(*, by: User, dokumen: Dokumen, reason: str) -> Dokumen:
    """Take a sealed document out of force; its file and its number stay in the register."""
    document_queries.require_maker(by, dokumen)
    locked = _locked(dokumen)
    if locked.tahap not in (Tahap.DISEGEL, Tahap.BERLAKU):
        raise Refused("Hanya dokumen yang sudah disegel dapat dicabut.", status=409)
    words = _reason(reason)
    _end(locked, Tahap.DICABUT, words)
    audit.write(by=by, action="cabut_dokumen", thing=locked, reason=words, nomor=locked.nomor)
    _tell_all(Event.DOKUMEN_DICABUT, locked, f"Alasan: {words}", by)
    return locked


# What the steps share -----------------------------------------------------------------------------


def _locked(dokumen: Dokumen) -> Dokumen:
    found = Dokumen.objects.select_for_update(of=("self",)).select_related(
        "evaluasi__penilai", "giliran", "instansi", "siklus", "diminta_oleh"
    )
    return found.get(pk=dokumen.pk)


def turn_of(row: TandaTangan, *stages: str) -> tuple[Dokumen, TandaTangan]:
    """The locked document with the row whose turn it is; Refused out of turn."""
    dokumen = _locked(row.dokumen)
    if dokumen.tahap not in stages or dokumen.status != "selesai":
        raise Refused("Dokumen ini sedang tidak menunggu tanda tangan.", status=409)
    turn = signature_queries.next_signature(signature_queries.signatures_of(dokumen))
    if turn is None or turn.pk != row.pk:
        raise Refused("Belum giliran tanda tangan ini.", status=409)
    turn.dokumen = dokumen
    return dokumen, turn


def give(row: TandaTangan, by: User, **file: Any) -> None:
    row.status, row.pada, row.oleh = Status.DIBERIKAN, timezone.now(), by
    for name, value in file.items():
        setattr(row, name, value)
    row.save(update_fields=["status", "pada", "oleh", *file])


def go_on(dokumen: Dokumen, by: User, *, bundled: bool = False) -> Dokumen:
    """Seal what is approved and numbered, put in force what is signed by all, tell who is next."""
    rows = signature_queries.signatures_of(dokumen)
    turn = signature_queries.next_signature(rows)
    approved = turn is None or turn.cara != Cara.APLIKASI
    if dokumen.tahap == Tahap.PROSES and approved and not dokumen.nomor:
        dokumen.nomor = numbering.own(dokumen, dokumen.tanggal)
    if dokumen.tahap == Tahap.PROSES and approved and dokumen.nomor:
        dokumen.pengesahan = approvals(
            dokumen, rows, zone=dokumen.kantor.zone, trial=pades.is_trial()
        )
        dokumen.tahap = Tahap.DISEGEL
        documents.render_sealed(dokumen)
        audit.write(by=by, action="segel_dokumen", thing=dokumen, nomor=dokumen.nomor)
    if dokumen.tahap == Tahap.DISEGEL and turn is None:
        _put_in_force(dokumen, by, bundled=bundled)
    elif turn is not None and turn.orang is not None and dokumen.tahap != Tahap.KONSEP:
        if bundled and turn.cara == Cara.APLIKASI:
            _tell_of_many(turn, dokumen)
            return dokumen
        _tell(
            Event.GILIRAN_TTD,
            [certain(turn.orang, "only an account has a turn in the application")],
            dokumen,
            "Baca dokumennya, lalu setujui dan tanda tangani, atau tolak dengan alasan.",
            key=f"giliran:{turn.uuid}",
        )
    return dokumen


def _put_in_force(dokumen: Dokumen, by: User, *, bundled: bool) -> None:
    """Whatever stood before it is replaced by it."""
    older = document_queries.versions_of(dokumen).filter(
        versi__lt=dokumen.versi, tahap__in=[Tahap.PROSES, Tahap.DISEGEL, Tahap.BERLAKU]
    )
    now = timezone.now()
    for row in older.defer(*document_queries.LARGE):
        audit.write(by=by, action="ganti_dokumen", thing=row, oleh_versi=dokumen.versi)
    older.update(tahap=Tahap.DIGANTI, pengganti=dokumen, diputus_pada=now)
    dokumen.tahap, dokumen.diputus_pada = Tahap.BERLAKU, now
    dokumen.save(update_fields=["tahap", "diputus_pada"])
    audit.write(by=by, action="berlakukan_dokumen", thing=dokumen, nomor=dokumen.nomor)
    details = f"Nomor {dokumen.nomor}. Semua tanda tangan sudah ada; dokumen ini berlaku."
    _tell_all(Event.DOKUMEN_BERLAKU, dokumen, details, by, bundle=DONE if bundled else "")


def _end(dokumen: Dokumen, stage: str, reason: str) -> None:
    dokumen.tahap, dokumen.alasan, dokumen.diputus_pada = stage, reason, timezone.now()
    dokumen.save(update_fields=["tahap", "alasan", "diputus_pada"])


def _reason(text: str) -> str:
    words = texts.one_line(text)
    if not words:
        raise Refused("Tulis alasannya.", field="alasan")
    if len(words) > MAX_REASON:
        raise Refused(f"Paling panjang {MAX_REASON} huruf.", field="alasan")
    return words


def _tell(
    event: Event,
    people: Iterable[User],
    dokumen: Dokumen,
    details: str,
    *,
    key: str,
    by: User | None = None,
    recipient: Recipient = Recipient.ORANG,
    bundle: str = "",
) -> None:
    tell_person(
        event,
        people,
        by=by,
        details=details,
        url=reverse("reports:signing", args=[dokumen.uuid]),
        instansi=dokumen.kantor,
        recipient=recipient,
        key=key,
        bundle=bundle,
        dokumen=dokumen,
    )


def _tell_all(event: Event, dokumen: Dokumen, details: str, by: User, *, bundle: str = "") -> None:
    """Signers, the unit and who asked for it, as far as they may read it; each once."""
    signers = [row.orang for row in signature_queries.signatures_of(dokumen) if row.orang]
    unit = document_queries.unit_readers(dokumen)
    told: set[int] = set()
    for recipient, people in (
        (Recipient.PENANDATANGAN, signers),
        (Recipient.UNIT, unit),
        (Recipient.ORANG, [dokumen.diminta_oleh]),
    ):
        own = [person for person in people if person.pk not in told]
        told |= {person.pk for person in own}
        key = f"{bundle}:{dokumen.uuid}" if bundle else f"{event}:{dokumen.uuid}"
        # A unit has few documents; a signer may have hundreds at once, which are one notice.
        many = bundle if recipient is not Recipient.UNIT else ""
        _tell(event, own, dokumen, details, by=by, recipient=recipient, key=key, bundle=many)


def _tell_of_many(turn: TandaTangan, dokumen: Dokumen) -> None:
    """Hundreds that come at once are one notice, until it is read."""
    tell_person(
        Event.GILIRAN_TTD_BANYAK,
        [certain(turn.orang, "only an account has a turn in the application")],
        details="Buka daftarnya, baca dokumennya, pilih, lalu setujui bersama-sama.",
        url=reverse("reports:to_sign"),
        instansi=dokumen.kantor,
        key=f"{MANY}:{turn.uuid}",
        bundle=MANY,
    )


def read_of_many(*, user: User) -> None:
    """The user has opened the list of what waits for him."""
    notices.read(user, Event.GILIRAN_TTD_BANYAK, bundle=MANY)
