"""What every single save shares: the shared lock on the evaluation, and the idempotency key."""

import hashlib
import json
from typing import Any
from uuid import UUID

import pghistory
from django.db import connection, transaction
from django.http import Http404
from django.utils import timezone

from evaluations.models import Evaluasi, Simpanan
from pekppp.accounts.models import User
from pekppp.base.errors import Refused


def hold(evaluasi: Evaluasi) -> None:
    """Share-lock the row and read its state and its instrument afresh.

    Saves run side by side; a step (`steps.advance`, which takes the row for itself) waits for
    them, and none of them can slip in behind a step. Must run inside a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, versi_id FROM evaluations_evaluasi WHERE id = %s FOR SHARE",
            [evaluasi.pk],
        )
        row = cursor.fetchone()
    if row is None:
        raise Http404
    if (evaluasi.state, evaluasi.versi_id) != row:
        evaluasi.refresh_from_db()


def digest_of(payload: Any) -> str:
    return hashlib.sha256(
        json.dumps(payload, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


# Waits for a parallel request with the same key until that one has committed or given up; without
# a savepoint, which every save would pay for.
_CLAIM = """
    INSERT INTO evaluations_simpanan
        (instansi_id, siklus_id, evaluasi_id, kunci, oleh_id, sasaran, isi_digest, versi, pada)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (kunci, oleh_id) DO NOTHING
    RETURNING id
"""


def claim(
    *, by: User, evaluasi: Evaluasi, key: UUID, target: str, payload: Any, based_on: int = 0
) -> tuple[Simpanan, bool]:
    """Take the key for this save, or find the save it was used for: (row, is_replay).

    `based_on` is the version that the save starts from; of what it makes, `settle` tells. The same
    key with other content is refused.
    """
    row = Simpanan(
        kunci=key,
        oleh=by,
        instansi_id=evaluasi.instansi_id,
        siklus_id=evaluasi.siklus_id,
        evaluasi=evaluasi,
        sasaran=target,
        isi_digest=digest_of([target, payload]),
        versi=based_on + 1,
        pada=timezone.now(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            [
                row.instansi_id,
                row.siklus_id,
                row.evaluasi_id,
                key,
                row.oleh_id,
                row.sasaran,
                row.isi_digest,
                row.versi,
                row.pada,
            ],
        )
        made = cursor.fetchone()
    if made is not None:
        (row.pk,) = made
        return row, False
    found = Simpanan.objects.get(kunci=key, oleh=by)
    if found.isi_digest != row.isi_digest or found.evaluasi_id != evaluasi.pk:
        raise Refused("Kunci simpan ini sudah dipakai untuk isian lain.", status=422)
    return found, True


def settle(row: Simpanan, versi: int) -> None:
    """Note which version the save made, where it is not the one that was foreseen."""
    if row.versi != versi:
        row.versi = versi
        row.save(update_fields=["versi"])


@transaction.atomic
def keep_lost(*, by: User, current: Any, values: dict[str, Any], based_on: int) -> None:
    """Put what lost a conflict into the row's history as «bentrok», once.

    It never was what counted; whoever looks later finds what each of the two had typed.
    """
    kept = type(current).pgh_event_model.objects.filter(
        pgh_obj=current, pgh_label="bentrok", oleh=by, versi=based_on
    )
    if any(all(getattr(row, name) == values[name] for name in values) for row in kept):
        return  # the same save, tried again
    lost = type(current).objects.get(pk=current.pk)
    for name, value in values.items():
        setattr(lost, name, value)
    lost.versi, lost.oleh, lost.pada = based_on, by, timezone.now()
    pghistory.create_event(lost, label="bentrok")
