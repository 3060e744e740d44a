"""What comes after a result, to be looked at: a follow-up, a coaching session, two imports."""

from django.utils import timezone

from evaluations.core import assignments
from evaluations.follow_up.services.coaching import save_session
from evaluations.history.services import imports as history_services
from evaluations.history.sheet import SCORE_TITLES
from evaluations.progress.services.steps import advance
from evaluations.rules.follow_up import Step
from evaluations.rules.workflow import Action
from tests import factories
from tests.evaluations.follow_up.test_follow_up import attach, commit, publish, recommend, step
from tests.evaluations.history.test_history_import import results, workbook


def after(cast) -> dict:
    """Two years of the RSUD, with names for the addresses of their pages."""

    def year(tahun: int):
        siklus = factories.make_siklus(cast.nasional, nama=f"Tahun {tahun}", tahun=tahun)
        return factories.make_evaluasi(siklus, cast.rsud)

    old, now = publish(year(2023)), year(2024)
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, now.aspek.all(), codename)
    advance(by=cast.kepala, evaluasi=now, action=Action.KIRIM_F01, confirmed_gaps=True)
    first, second, _blank = (recommend(old, f"Rekomendasi {n}. " * 20) for n in (1, 2, 3))
    row = commit(cast.operator, old, first, anggaran=25_000_000)
    commit(cast.operator, old, second)
    attach(cast.operator, old, second)
    step(cast.operator, old, second, Step.LAPORKAN, "SK sudah terbit.")
    sesi = save_session(
        by=cast.bagian,
        instansi=cast.banjarnegara,
        unit=[cast.rsud, cast.puskesmas],
        pokok="Standar pelayanan",
        tanggal=timezone.localdate(),
        tempat="Aula",
        peserta=[("Siti", "Kasubbag")],
        kesepakatan=[("SP selesai", row)],
    )
    given = {"by": cast.bagian, "instansi": cast.banjarnegara, "name": "impor.xlsx"}
    line = (
        "instansi ini",
        cast.rsud.nama,
        None,
        2021,
        "3,58",
        "B",
        None,
        "KepmenPANRB 1/2022",
        "3,5",
    )
    good = results(line, more=("I. Kebijakan Pelayanan",))
    lama = history_services.check(jenis=history_services.RESULTS, file=good, **given)
    history_services.apply(by=cast.bagian, impor=lama)
    bad = workbook(
        SCORE_TITLES, ("instansi ini", "seluruh instansi", "ombudsman", 2024, 101, None, None)
    )
    nilai = history_services.check(jenis=history_services.SCORES, file=bad, **given)
    return {
        "old": old.uuid,
        "next": now.uuid,
        "sesi": sesi.uuid,
        "lama": lama.uuid,
        "nilai": nilai.uuid,
    }
