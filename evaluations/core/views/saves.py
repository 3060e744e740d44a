"""The door of single saves: JSON in, JSON out, every refusal in words. See `saving.js`."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.utils import timezone

from evaluations.models import Evaluasi
from pekppp.accounts.request import UserRequest
from pekppp.base.errors import Conflict, Refused

MAX_BODY = 64 * 1024


@dataclass(frozen=True, slots=True)
class Save:
    """One save as it arrived: the fields, the version it was based on, and its key."""

    data: dict[str, Any]
    versi: int
    kunci: UUID

    def number(self, name: str) -> int:
        value = self.data.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400)
        return value

    def text(self, name: str) -> str:
        value = self.data.get(name, "")
        if not isinstance(value, str):
            raise Refused("Isian tidak lengkap. Muat ulang halaman.", status=400)
        return value


def answer(
    request: UserRequest,
    work: Callable[[Evaluasi, Save], dict[str, Any]],
    *,
    load: Callable[[], Evaluasi],
    describe: Callable[[Any], dict[str, Any]],
    keep: Callable[[Any, Save], None] | None = None,
    handed: Callable[[Save], str] | None = None,
) -> JsonResponse:
    """Run one save. `load` authorises before anything is read of the body; `work` returns what
    the answer tells beside the key (with `versi`); `describe` tells what is there now, for a
    conflict, and `keep` puts the value that came too late into the history. `handed` lays what is
    refused to somebody who gave his work away before his successor, and says so; "" where he did
    not."""
    if by_another(request):
        # What one person typed is never saved under another's name.
        return _said(401, "Anda sudah masuk sebagai orang lain di peramban ini.", "pengguna_lain")
    try:
        evaluasi = load()
        save = _parse(request)
        told = work(evaluasi, save)
    except Conflict as error:
        if keep is not None:
            keep(error.current, save)
        return _said(409, error.message, "bentrok", sekarang=describe(error.current))
    except Refused as error:
        return _said(error.status, error.message, "ditolak", field=error.field)
    except (PermissionDenied, Http404) as error:
        words = _handed(request, handed)
        if not words and isinstance(error, Http404):
            return _said(404, "Evaluasi ini tidak ditemukan.", "ditolak", field="")
        words = words or "Peran Anda tidak mengizinkan perubahan ini."
        return _said(403, words, "ditolak", field="")
    return JsonResponse({"kunci": str(save.kunci), "pada": clock(), **told})


def _handed(request: UserRequest, handed: Callable[[Save], str] | None) -> str:
    try:
        return handed(_parse(request)) if handed is not None else ""
    except Refused as error:
        return error.message


def by_another(request: UserRequest) -> bool:
    """Whether what arrives was typed by somebody else who used this browser before."""
    return request.headers.get("X-Pengguna", str(request.user.pk)) != str(request.user.pk)


def clock(moment: Any = None) -> str:
    """The time of day in the reader's zone: 14.03."""
    return f"{timezone.localtime(moment):%H.%M}"


def _said(status: int, pesan: str, galat: str, **more: Any) -> JsonResponse:
    return JsonResponse({"galat": galat, "pesan": pesan, **more}, status=status)


def _parse(request: UserRequest) -> Save:
    if len(request.body) > MAX_BODY:
        raise Refused("Isian terlalu panjang.", status=413)
    try:
        data = json.loads(request.body)
        # Half a surrogate pair is JSON, but no text that could be stored.
        json.dumps(data, ensure_ascii=False).encode()
        kunci = UUID(str(data.pop("kunci")))
        versi = data.pop("versi")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise Refused("Isian tidak terbaca. Muat ulang halaman.", status=400) from None
    if not isinstance(versi, int) or isinstance(versi, bool) or not 0 <= versi < 2**31:
        raise Refused("Versi isian tidak dikenal. Muat ulang halaman.", status=400)
    return Save(data, versi, kunci)
