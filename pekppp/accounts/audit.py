"""The append-only audit: one call inside the transaction that did the thing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from pekppp.accounts.access import acting_for
from pekppp.accounts.models import AuditEntry, Instansi, User


def write(
    *,
    by: User | None,
    action: str,
    thing: models.Model,
    instansi: Instansi | None = None,
    siklus: models.Model | None = None,
    reason: str = "",
    **data: Any,
) -> AuditEntry:
    """Write who did what. `data` must be JSON-able; `instansi` and `siklus` default to the thing's.

    Of who exercises the right of another there, `data` says whose, as "bertindak".
    `by=None` is the system itself (a worker, a command).
    """
    entry = _entry(by, action, thing, reason, data, instansi=instansi, siklus=siklus)
    entry.save()
    return entry


def write_each(
    *,
    by: User | None,
    action: str,
    things: Iterable[models.Model],
    reason: str = "",
    places: Mapping[Any, Instansi] | None = None,
    **data: Any,
) -> None:
    """The same entry for each of many things, in one statement.

    `places` gives the instansi by the thing's pk, where the thing names none itself.
    """
    known = places or {}
    AuditEntry.objects.bulk_create(
        _entry(by, action, thing, reason, data, instansi=known.get(thing.pk)) for thing in things
    )


def write_told(
    *,
    by: User | None,
    action: str,
    told: Iterable[tuple[models.Model, Instansi | None, dict[str, Any]]],
    reason: str = "",
) -> None:
    """As `write` for each of many things with its instansi and data, in a few statements."""
    AuditEntry.objects.bulk_create(
        (_entry(by, action, thing, reason, data, instansi=office) for thing, office, data in told),
        batch_size=1_000,
    )


def _entry(
    by: User | None,
    action: str,
    thing: models.Model,
    reason: str,
    data: dict[str, Any],
    *,
    instansi: Instansi | None = None,
    siklus: models.Model | None = None,
) -> AuditEntry:
    instansi_id = instansi.pk if instansi is not None else getattr(thing, "instansi_id", None)
    if instansi_id is None and thing._meta.model_name == "instansi":
        instansi_id = thing.pk
    siklus_id = siklus.pk if siklus is not None else getattr(thing, "siklus_id", None)
    acting = acting_for(by, thing, instansi_id) if by and by.pk else []
    if acting:
        data = {**data, "bertindak": "; ".join(row.menggantikan for row in acting)}
    return AuditEntry(
        by=by if by and by.pk else None,
        action=action,
        instansi_id=instansi_id,
        siklus_id=siklus_id,
        object_type=str(thing._meta.model_name),
        object_id=str(getattr(thing, "uuid", thing.pk)),
        object_name=str(thing)[:300],
        reason=reason,
        data=data,
    )
