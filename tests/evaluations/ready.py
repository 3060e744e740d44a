"""Evaluations that have come far: scored, answered, validated."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from evaluations.models import Evaluasi, Nilai, Respons, Survei
from evaluations.progress.services.steps import advance
from evaluations.results import services as result_services
from evaluations.rules.workflow import Action, State
from tests import factories


def respond(survei: Survei, *rows: list[int | None], **fields) -> None:
    Respons.objects.bulk_create(
        Respons(
            **{"instansi_id": survei.instansi_id, "survei": survei, "kunci": uuid4(), "butir": row}
            | fields
        )
        for row in rows
    )


def make_finished(
    cast, siklus, unit, *, level: int = 3, answer: int = 4, people: int = 10, **fields
) -> Evaluasi:
    """F02 finished: every level the same, a survey of people who all answer the same."""
    evaluasi = factories.make_evaluasi(siklus, unit, **fields)
    return finish(cast, evaluasi, level=level, answer=answer, people=people)


def finish(cast, evaluasi, *, level: int = 3, answer: int = 4, people: int = 10) -> Evaluasi:
    """What has no level yet gets this one."""
    spec = evaluasi.versi.instrumen
    scored = set(evaluasi.nilai.values_list("indikator", flat=True))
    Nilai.objects.bulk_create(
        Nilai(
            instansi=evaluasi.instansi,
            siklus=evaluasi.siklus,
            evaluasi=evaluasi,
            indikator=indikator.nomor,
            peran="evaluator",
            oleh=cast.evaluator,
            level=level,
        )
        for indikator in spec.semua_indikator
        if indikator.nomor not in scored
    )
    if people:
        respond(evaluasi.survei, *[[answer] * len(spec.butir)] * people)
    # As the services would leave it, without their thirty saves.
    Evaluasi.objects.filter(pk=evaluasi.pk).update(
        state=State.F02_SELESAI, state_since=timezone.now()
    )
    evaluasi.refresh_from_db()
    with transaction.atomic():
        result_services.compute_now(evaluasi)
    return evaluasi


def make_validated(cast, siklus, unit, **fields) -> Evaluasi:
    evaluasi = make_finished(cast, siklus, unit, **fields)
    by = cast.menpan if siklus.instansi.is_national else cast.bagian
    return advance(by=by, evaluasi=evaluasi, action=Action.VALIDASI)
