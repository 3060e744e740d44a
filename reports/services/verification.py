"""What anyone may ask: is this document in force, and is this file the one that was registered."""

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction

from evaluations.services import survey_limits
from evaluations.services.survey_traces import hashed
from pekppp.errors import Refused
from reports.models import Dokumen, PemeriksaanDokumen, TandaTangan
from reports.queries import signatures as signature_queries
from reports.queries import verification as public_queries

Hasil = PemeriksaanDokumen.Hasil


def require_patience(address: str) -> None:
    """An office may ask as often as it has papers; who tries codes is told to wait."""
    if address and survey_limits.times("verifikasi", address) > settings.VERIFY_RATE_PER_ADDRESS:
        raise Refused(
            "Terlalu banyak pemeriksaan dari jaringan ini. Coba lagi sepuluh menit lagi.",
            status=429,
        )


@transaction.atomic
def look_up(*, kode: str, address: str) -> Dokumen | None:
    """The document of a code, and a line in the log that somebody asked."""
    dokumen = public_queries.document_by_code(plain(kode))
    if dokumen is not None:
        _log(dokumen, Hasil.LIHAT, address)
    return dokumen


@transaction.atomic
def compare(*, kode: str, file: Any, address: str) -> tuple[Dokumen, str]:
    """Hold a file against the register; it is read piece by piece and kept nowhere.

    Raises Refused for what is no file to compare, or a code that is not known.
    """
    dokumen = public_queries.document_by_code(plain(kode))
    if dokumen is None:
        raise Refused("Kode tidak dikenal.", status=404)
    if file is None:
        raise Refused("Pilih berkas PDF yang hendak diperiksa.", field="berkas")
    digest, size = hashlib.sha256(), 0
    for piece in file.chunks():
        size += len(piece)
        if size > settings.VERIFY_MAX_BYTES:
            most = settings.VERIFY_MAX_BYTES // 1024 // 1024
            raise Refused(f"Berkas paling besar {most} MB.", field="berkas")
        digest.update(piece)
    outcome = _outcome(dokumen, digest.hexdigest())
    _log(dokumen, outcome, address)
    return dokumen, outcome


def plain(kode: str) -> str:
    """A code as people copy it from paper: with blanks, dashes and small letters."""
    return "".join(letter for letter in kode if letter.isalnum()).upper()


def _outcome(dokumen: Dokumen, sha256: str) -> str:
    if sha256 == file_of(dokumen).sha256:
        return Hasil.ASLI
    return Hasil.VERSI_LAMA if public_queries.registered(dokumen, sha256) else Hasil.BERUBAH


def file_of(dokumen: Dokumen) -> Dokumen | TandaTangan:
    return signature_queries.current_file(dokumen)


def _log(dokumen: Dokumen, hasil: str, address: str) -> None:
    PemeriksaanDokumen.objects.create(
        instansi_id=dokumen.instansi_id,
        dokumen=dokumen,
        hasil=hasil,
        jejak=hashed(address) if address else None,
    )
