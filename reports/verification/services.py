"""What anyone may ask: is this document in force, and is this file the one that was registered."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from evaluations.survey.services.traces import hashed
from pekppp.base import limits
from pekppp.base.addresses import network_of
from pekppp.base.errors import Refused
from reports.core import signatures as signature_queries
from reports.models import Dokumen, PemeriksaanDokumen, TandaTangan
from reports.verification import queries as verification_queries

Hasil = PemeriksaanDokumen.Hasil


def find(*, kode: str, address: str) -> Dokumen:
    """The document of a code. An office may ask for its papers; who tries codes has to wait."""
    dokumen = verification_queries.document_by_code(plain(kode))
    limit = limits.UNKNOWN if dokumen is None else limits.VERIFY
    if not limit.passes(network_of(address)):
        raise Refused(
            "Terlalu banyak pemeriksaan dari jaringan ini. Coba lagi sepuluh menit lagi.",
            status=429,
        )
    if dokumen is None:
        raise Refused("Kode ini tidak dikenal. Periksa hurufnya.", status=404)
    return dokumen


@transaction.atomic
def look_up(*, kode: str, address: str) -> Dokumen:
    """The same, and a line in the log that somebody asked."""
    dokumen = find(kode=kode, address=address)
    _log(dokumen, Hasil.LIHAT, address)
    return dokumen


@transaction.atomic
def compare(*, dokumen: Dokumen, file: "File[Any] | None", address: str) -> str:
    """Hold a file against the register; it is read piece by piece and kept nowhere.

    Raises Refused for what is no file to compare.
    """
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
    return outcome


def plain(kode: str) -> str:
    """A code as people copy it from paper: with blanks, dashes and small letters."""
    return "".join(letter for letter in kode if letter.isalnum()).upper()


def _outcome(dokumen: Dokumen, sha256: str) -> str:
    if sha256 == file_of(dokumen).sha256:
        return Hasil.ASLI
    return Hasil.VERSI_LAMA if verification_queries.registered(dokumen, sha256) else Hasil.BERUBAH


def file_of(dokumen: Dokumen) -> Dokumen | TandaTangan:
    return signature_queries.current_file(dokumen)


def _log(dokumen: Dokumen, hasil: str, address: str) -> None:
    PemeriksaanDokumen.objects.create(
        instansi_id=dokumen.instansi_id,
        dokumen=dokumen,
        hasil=hasil,
        jejak=hashed(address) if address else None,
    )
