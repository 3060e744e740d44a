"""Who is told of a step of an evaluation, and in which words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone

from evaluations.core import assignments
from evaluations.core.queries import people as people_queries
from evaluations.models import Evaluasi
from evaluations.rules.workflow import ACTION_LABELS, ENDINGS, Action
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import User
from pekppp.accounts.notices import notify
from pekppp.accounts.roles import Role
from pekppp.base.formats import WIB, waktu


def _unit_people(evaluasi: Evaluasi) -> list[Any]:
    return list(accounts.members_of_unit(evaluasi.unit))


def _evaluators(evaluasi: Evaluasi) -> list[Any]:
    return [*_on_duty(evaluasi, "score"), *_on_duty(evaluasi, "lead")]


def _on_duty(evaluasi: Evaluasi, codename: str) -> list[Any]:
    return assignments.on_duty(evaluasi, assignments.people_on(evaluasi, codename), codename)


def _next_deciders(evaluasi: Evaluasi) -> list[Any]:
    """Who verifies, or who has to appoint somebody; without that step the organiser."""
    if not evaluasi.diverifikasi:
        return _organisers(evaluasi)
    return _on_duty(evaluasi, "verify") or people_queries.verifying_admins(evaluasi)


def _organisers(evaluasi: Evaluasi) -> list[Any]:
    return list(
        accounts.members_of_instansi(
            evaluasi.siklus.instansi, Role.ADMIN_NASIONAL, Role.ADMIN_INSTANSI
        )
    )


_TOLD: dict[Action, tuple[Callable[[Evaluasi], list[Any]], str]] = {
    Action.KIRIM_F01: (_evaluators, "F01 {unit} sudah dikirim dan siap dinilai."),
    Action.KEMBALIKAN_F01: (_unit_people, "F01 {unit} dikembalikan untuk diperbaiki."),
    Action.SELESAI_F02: (_next_deciders, "F02 {unit} sudah selesai."),
    Action.BUKA_F02: (_evaluators, "F02 {unit} dikembalikan kepada evaluator."),
    Action.VERIFIKASI: (_organisers, "Nilai {unit} sudah diverifikasi."),
    Action.BATAL_VALIDASI: (_evaluators, "Validasi {unit} dibatalkan; F02 dibuka lagi."),
    Action.TERBITKAN: (_unit_people, "Hasil evaluasi {unit} sudah terbit."),
    Action.GANTI_TERBITAN: (
        _unit_people,
        "Hasil baru {unit} sudah terbit dan menggantikan yang lama.",
    ),
    **{
        action: (_unit_people, "Evaluasi {unit}: " + ACTION_LABELS[action].lower() + ".")
        for action in ENDINGS
    },
}


def announce(
    *, by: User, evaluasi: Evaluasi, action: Action, reason: str, tenggat: datetime | None
) -> None:
    """Tell everybody whom this step concerns, except the one who took it."""
    told = _TOLD.get(action)
    if told is None:
        return
    recipients, words = told
    subject = words.format(unit=evaluasi.nama_unit)
    body = f"{subject} Siklus: {evaluasi.siklus.nama}."
    if reason:
        body += f"\n\nAlasan: {reason}"
    if tenggat:
        with timezone.override(WIB):  # read in three zones
            body += f"\n\nPerbaikan ditunggu sampai {waktu(tenggat)}."
    notify(
        [person for person in recipients(evaluasi) if person.pk != by.pk],
        kind=action.value,
        subject=subject,
        body=body,
        url=evaluasi.get_absolute_url(),
        instansi=evaluasi.instansi,
    )
