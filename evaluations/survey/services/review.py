"""What an office decides about marked responses: excluded with a reason, brought back, in order.

The unit itself decides nothing here. Every decision is audited and can be taken back, and the
tally and the results follow in the same transaction. What waits in a burst is decided in one act,
or one by one like the rest; what nobody has decided when the survey is over, or when its result is,
goes by the rule of the cycle.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from evaluations.core.services.saving import hold
from evaluations.models import Evaluasi, Respons, Survei
from evaluations.models.siklus import SisaTahanan
from evaluations.rules.workflow import DECIDED, ENDED
from evaluations.survey.queries import review as survey_review_queries
from evaluations.survey.queries.review import RULE_SAID, Burst
from evaluations.survey.services import tally as tally_services
from pekppp.accounts import audit
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base import texts
from pekppp.base.errors import Refused


@transaction.atomic
def exclude(*, by: User, evaluasi: Evaluasi, kunci: Iterable[UUID], alasan: str) -> int:
    """Take responses out of every figure; returns how many. Raises Refused."""
    alasan = _reason(alasan)
    rows = _locked(by, evaluasi, kunci, dikecualikan=False)
    return _decide(
        by,
        evaluasi,
        rows,
        "kecualikan_respons",
        alasan,
        dikecualikan=True,
        alasan_dikecualikan=alasan,
    )


@transaction.atomic
def accept_burst(*, by: User, evaluasi: Evaluasi, burst: Burst, jumlah: int) -> int:
    """Count all answers of a burst, which are so many. Raises Refused."""
    rows = _burst(by, evaluasi, burst, jumlah)
    return _decide_together(
        by,
        evaluasi,
        burst,
        rows,
        "hitung_rombongan_respons",
        "",
        dikecualikan=False,
        alasan_dikecualikan="",
    )


@transaction.atomic
def exclude_burst(*, by: User, evaluasi: Evaluasi, burst: Burst, jumlah: int, alasan: str) -> int:
    """Take all answers of a burst, which are so many, out of every figure. Raises Refused."""
    alasan = _reason(alasan)
    rows = _burst(by, evaluasi, burst, jumlah)
    return _decide_together(
        by,
        evaluasi,
        burst,
        rows,
        "kecualikan_rombongan_respons",
        alasan,
        dikecualikan=True,
        alasan_dikecualikan=alasan,
    )


@transaction.atomic
def settle(survei: Survei) -> int:
    """Decide what still waits in a survey by the rule of its cycle; how many that were.

    What is counted keeps its signals, so an office sees it until the result is decided; what is
    excluded can be brought back until then.
    """
    rows = list(
        Respons.objects.select_for_update(of=("self",))
        .filter(survei=survei, ditahan=True, dihitung=True)
        .order_by("pk")
    )
    evaluasi = survey_review_queries.first_evaluation(survei)
    if not rows or evaluasi is None:
        return 0
    rule = survey_review_queries.rules_of([survei.pk])[survei.pk]
    out = rule == SisaTahanan.KELUARKAN
    tally_services.change(
        rows,
        ditahan=False,
        perlu_ditinjau=not out,
        ditinjau_pada=timezone.now(),
        dikecualikan=out,
        alasan_dikecualikan=RULE_SAID if out else "",
    )
    audit.write(
        by=None,
        action="selesaikan_respons_menunggu",
        thing=evaluasi,
        aturan=rule.value,
        jumlah=len(rows),
    )
    return len(rows)


def settle_what_is_over() -> int:
    """Called by the sweep, for surveys that have closed."""
    return sum(map(settle, survey_review_queries.over_with_held_responses()))


@transaction.atomic
def bring_back(*, by: User, evaluasi: Evaluasi, kunci: Iterable[UUID], alasan: str = "") -> int:
    """Count excluded responses again."""
    rows = _locked(by, evaluasi, kunci, dikecualikan=True)
    return _decide(
        by,
        evaluasi,
        rows,
        "kembalikan_respons",
        texts.clean(alasan),
        dikecualikan=False,
        alasan_dikecualikan="",
    )


@transaction.atomic
def accept(*, by: User, evaluasi: Evaluasi, kunci: Iterable[UUID], alasan: str = "") -> int:
    """Find marked responses in order: they keep their signals and need no review any more."""
    rows = _locked(by, evaluasi, kunci, dikecualikan=False, perlu_ditinjau=True)
    return _decide(by, evaluasi, rows, "wajarkan_respons", texts.clean(alasan))


@transaction.atomic
def set_signals(
    *, by: User, evaluasi: Evaluasi, jam_mulai: int, jam_selesai: int, tahan_mulai: int | None
) -> None:
    """What the signals take as usual at this unit, from the next answer on. Raises Refused."""
    survei = _reviewed(by, evaluasi)
    if not 0 <= jam_mulai < jam_selesai <= 24:
        raise Refused("Jam selesai harus setelah jam mulai, paling akhir 24.", field="jam_selesai")
    asked = {"jam_mulai": jam_mulai, "jam_selesai": jam_selesai, "tahan_mulai": tahan_mulai}
    before = {name: getattr(survei, name) for name in asked}
    if asked == before:
        return
    for name, value in asked.items():
        setattr(survei, name, value)
    survei.save(update_fields=list(asked))
    audit.write(
        by=by,
        action="ubah_tanda_survei",
        thing=survei,
        siklus=evaluasi.siklus,
        dari=before,
        ke=asked,
    )


def _reason(alasan: str) -> str:
    return texts.required(alasan, "alasan", None, "Tulis alasan pengecualian; alasan ini dicatat.")


def _reviewed(by: User, evaluasi: Evaluasi) -> Survei:
    require(by, Permission.REVIEW_SURVEI, evaluasi)
    hold(evaluasi)  # no validation slips in between
    if evaluasi.state in DECIDED | ENDED or evaluasi.survei is None:
        raise Refused("Hasil sudah ditetapkan, jadi responsnya tidak dapat diubah.", status=403)
    return evaluasi.survei


def _burst(by: User, evaluasi: Evaluasi, burst: Burst, jumlah: int) -> list[Respons]:
    """Its rows, if they are as many as the person saw: nobody decides about what came since."""
    survei = _reviewed(by, evaluasi)
    rows = (
        survey_review_queries.rows_of(survei, burst).select_for_update(of=("self",)).order_by("pk")
    )
    found = list(rows)
    if len(found) != jumlah:
        raise Refused(
            f"Isi rombongan ini sudah berubah, dari {jumlah} menjadi {len(found)} jawaban. "
            "Periksa lagi, lalu putuskan.",
            status=409,
        )
    return found


def _locked(by: User, evaluasi: Evaluasi, kunci: Iterable[UUID], **state: bool) -> list[Respons]:
    """The responses among these that are in this state; others have been decided meanwhile."""
    survei = _reviewed(by, evaluasi)
    rows = list(
        Respons.objects.select_for_update(of=("self",))
        .filter(survei=survei, kunci__in=list(kunci), dihitung=True, **state)
        .order_by("pk")
    )
    if not rows:
        raise Refused("Pilih sedikitnya satu respons yang masih dapat diubah.")
    return rows


def _decide_together(
    by: User,
    evaluasi: Evaluasi,
    burst: Burst,
    rows: list[Respons],
    action: str,
    alasan: str,
    **fields: Any,
) -> int:
    """One act, so one entry of the audit; which answers they were stands on the rows."""
    _write(by, rows, fields)
    audit.write(
        by=by,
        action=action,
        thing=evaluasi,
        reason=alasan,
        rombongan=burst.key,
        jumlah=len(rows),
    )
    return len(rows)


def _write(by: User, rows: list[Respons], fields: dict[str, Any]) -> None:
    tally_services.change(
        rows,
        ditahan=False,
        perlu_ditinjau=False,
        ditinjau_pada=timezone.now(),
        ditinjau_oleh=by,
        **fields,
    )


def _decide(
    by: User, evaluasi: Evaluasi, rows: list[Respons], action: str, alasan: str, **fields: Any
) -> int:
    _write(by, rows, fields)
    for row in rows:
        audit.write(
            by=by,
            action=action,
            thing=evaluasi,
            reason=alasan,
            respons=str(row.kunci),
            tanda=row.tanda,
        )
    return len(rows)
