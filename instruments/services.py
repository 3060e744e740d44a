"""Every write of instruments. `by=None` is the system itself (a command)."""

from typing import Any

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from instruments import errata, queries
from instruments.models import VersiInstrumen
from instruments.spec import Instrumen, Masalah, digest, parse, to_data
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission

Status = VersiInstrumen.Status


class InstrumentError(Exception):
    """Why this cannot be done now, in a sentence for the user."""


@transaction.atomic
def import_version(*, by: User | None, spec: Instrumen) -> tuple[VersiInstrumen, bool]:
    """Store an instrument as a draft; the version that already says the same, and False."""
    _require(by, VersiInstrumen())
    _lock(spec.kode)
    existing = queries.same_content(digest(spec))
    if existing:
        return existing, False
    versi = _create(by, spec, None)
    audit.write(by=by, action="instrumen.impor", thing=versi, digest=versi.digest)
    return versi, True


@transaction.atomic
def clone(*, by: User, versi: VersiInstrumen) -> VersiInstrumen:
    """A draft with the same content and the next number, to be changed and published."""
    _require(by, versi)
    _lock(versi.kode)
    draft = _create(by, versi.instrumen, versi)
    audit.write(by=by, action="instrumen.salin", thing=draft, dari=str(versi.uuid))
    return draft


@transaction.atomic
def start_errata(*, by: User, versi: VersiInstrumen, reason: str, letter: str) -> VersiInstrumen:
    """A draft that mends a published version, to be edited, published, and applied by cycle."""
    _require(by, versi)
    _lock(versi.kode)
    if versi.is_draft:
        raise InstrumentError("Draf tidak perlu diralat; ubah saja isinya.")
    if not (reason.strip() and letter.strip()):
        raise InstrumentError("Tuliskan alasan ralat dan nomor suratnya.")
    draft = _create(
        by,
        versi.instrumen,
        versi,
        ralat_dari=versi,
        ralat_alasan=reason.strip(),
        ralat_surat=letter.strip(),
    )
    audit.write(by=by, action="instrumen.ralat", thing=draft, reason=reason.strip(),
                dari=str(versi.uuid), surat=draft.ralat_surat)  # fmt: skip
    return draft


def errata_refusals(versi: VersiInstrumen) -> list[str]:
    """What an errata draft changes though it may not, in words; empty for any other draft."""
    if versi.ralat_dari is None:
        return []
    return errata.refusals(versi.ralat_dari.instrumen, versi.instrumen)


@transaction.atomic
def replace_draft(
    *, by: User, versi: VersiInstrumen, spec: Instrumen, based_on: str
) -> VersiInstrumen:
    """Give a draft new content. `based_on` is the digest that the editor saw."""
    draft = _locked_draft(by, versi, "diubah")
    if draft.digest != based_on:
        raise InstrumentError(
            "Draf ini sudah diubah orang lain sejak halaman dibuka. Bandingkan dengan isi "
            "sekarang, lalu terapkan lagi."
        )
    before, draft.digest, draft.spec = draft.digest, digest(spec), to_data(spec)
    if spec.kode != draft.kode:
        _lock(spec.kode)
        draft.kode, draft.versi = spec.kode, queries.next_number(spec.kode)
    draft.nama, draft.formulir = spec.nama, spec.formulir
    draft.save()
    audit.write(by=by, action="instrumen.ubah", thing=draft, digest=draft.digest, sebelumnya=before)
    return draft


@transaction.atomic
def publish(*, by: User | None, versi: VersiInstrumen) -> VersiInstrumen:
    """Make a draft final, for ever, after its checks passed once more."""
    draft = _locked_draft(by, versi, "diterbitkan")
    problems = checks_of(draft)
    if any(m.berat == "galat" for m in problems):
        raise InstrumentError("Draf ini belum lolos pemeriksaan, jadi belum dapat diterbitkan.")
    changed = errata_refusals(draft)
    if changed:
        raise InstrumentError(
            f"Ralat tidak boleh mengubah {', '.join(changed)}. Kembalikan seperti semula, atau "
            "buat versi baru («Salin menjadi draf») untuk siklus berikutnya."
        )
    twin = queries.same_content(draft.digest)
    if twin and not twin.is_draft:
        raise InstrumentError(f"Isinya sama persis dengan versi {twin.versi} yang sudah terbit.")
    draft.status, draft.published_at, draft.published_by = Status.TERBIT, timezone.now(), by
    draft.save(update_fields=["status", "published_at", "published_by"])
    audit.write(by=by, action="instrumen.terbit", thing=draft, digest=draft.digest)
    return draft


@transaction.atomic
def withdraw(*, by: User, versi: VersiInstrumen, reason: str) -> VersiInstrumen:
    """No new cycle may choose it; evaluations that use it keep it."""
    _require(by, versi)
    found = VersiInstrumen.objects.select_for_update().get(pk=versi.pk)
    if found.status != Status.TERBIT:
        raise InstrumentError("Hanya versi yang terbit yang dapat ditarik.")
    if not reason.strip():
        raise InstrumentError("Tuliskan alasan penarikan.")
    found.status = Status.DITARIK
    found.save(update_fields=["status"])
    audit.write(by=by, action="instrumen.tarik", thing=found, reason=reason.strip())
    return found


@transaction.atomic
def delete_draft(*, by: User, versi: VersiInstrumen) -> None:
    draft = _locked_draft(by, versi, "dihapus")
    audit.write(by=by, action="instrumen.hapus", thing=draft, digest=draft.digest)
    try:
        draft.delete()
    except ProtectedError:
        raise InstrumentError("Draf ini sudah dipakai di tempat lain.") from None


def checks_of(versi: VersiInstrumen) -> list[Masalah]:
    """What the checks say about a stored version today."""
    return parse(versi.spec)[1]


def _require(by: User | None, versi: VersiInstrumen) -> None:
    if by is not None:
        require(by, Permission.MANAGE_INSTRUMEN, versi)


def _lock(kode: str) -> None:
    """Serialise the numbering of one instrument until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"instrumen:{kode}"])


def _locked_draft(by: User | None, versi: VersiInstrumen, verb: str) -> VersiInstrumen:
    _require(by, versi)
    found = VersiInstrumen.objects.select_for_update().get(pk=versi.pk)
    if not found.is_draft:
        raise InstrumentError(f"Versi ini sudah terbit, jadi tidak dapat {verb}.")
    return found


def _create(
    by: User | None, spec: Instrumen, source: VersiInstrumen | None, **fields: Any
) -> VersiInstrumen:
    return VersiInstrumen.objects.create(
        kode=spec.kode,
        versi=queries.next_number(spec.kode),
        nama=spec.nama,
        formulir=spec.formulir,
        spec=to_data(spec),
        digest=digest(spec),
        cloned_from=source,
        created_by=by,
        **fields,
    )
