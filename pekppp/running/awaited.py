"""What is told to who waits for a worker that gives no sign of life."""

from datetime import UTC, datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from pekppp.running import heartbeat

# What is waited for: the queue whose worker makes it, that worker, what becomes of what waits.
AWAITED = {
    "dokumen": (
        "documents",
        "Pembuat dokumen",
        "dokumen Anda tetap antre dan dibuat begitu ia berjalan lagi",
    ),
    "kelompok": (
        "documents",
        "Pembuat dokumen",
        "kelompok ini tetap antre dan dilanjutkan begitu ia berjalan lagi",
    ),
    "cetakan": (
        "documents",
        "Pembuat cetakan",
        "cetakan Anda tetap antre dan dibuat begitu ia berjalan lagi",
    ),
    "lampiran": (
        "documents",
        "Pembuat lampiran",
        "lampiran ini tetap antre dan dibuat begitu ia berjalan lagi",
    ),
    "penerbitan": (
        "documents",
        "Pekerja penerbitan",
        "keputusan ini tetap antre dan dilanjutkan begitu ia berjalan lagi",
    ),
    "hitung_ulang": (
        "documents",
        "Pekerja hitung ulang",
        "hitung ulang ini tetap antre dan dilanjutkan begitu ia berjalan lagi",
    ),
    "ralat": (
        "documents",
        "Pekerja ralat",
        "ralat ini tetap antre dan dilanjutkan begitu ia berjalan lagi",
    ),
    "impor_induk": (
        "documents",
        "Pekerja impor",
        "berkas ini tetap antre dan dilanjutkan begitu ia berjalan lagi",
    ),
    "halaman": (
        "documents",
        "Penyusun halaman ini",
        "halaman ini disusun begitu ia berjalan lagi",
    ),
    "pratinjau": (
        "pictures",
        "Pembuat pratinjau",
        "berkasnya sudah tersimpan, dan pratinjaunya dibuat begitu ia berjalan lagi",
    ),
    "sensor": (
        "redaction",
        "Pengolah berkas",
        "berkas ini tetap antre dan diolah begitu ia berjalan lagi",
    ),
    "hasil": (
        "celery",
        "Penghitung hasil",
        "hasil ini tetap antre dan dihitung begitu ia berjalan lagi",
    ),
}


def words_for(what: str, request: HttpRequest | None = None) -> str:
    """In place of waiting in silence; "" while the worker is at work.

    The signs of life are read once a request, however many things are waited for on its page.
    """
    queue, worker, consequence = AWAITED[what]
    signs = getattr(request, "_signs_of_life", None)
    if signs is None:
        signs = heartbeat.last_signs()
        if request is not None:
            vars(request)["_signs_of_life"] = signs
    if not heartbeat.is_silent(signs[queue]):
        return ""
    return f"{worker} sedang tidak berjalan{_since(signs[queue])}; {consequence}."


def _since(written: float | None) -> str:
    if written is None:
        return ""
    then = timezone.localtime(datetime.fromtimestamp(written, UTC))
    day = "" if then.date() == timezone.localdate() else f" {date_format(then, 'j F')}"
    return f" sejak{day} {then:%H.%M}"
