"""J10: an errata over running evaluations: shown first, then done, one evaluation at a time."""

from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from evaluations.errata import queries as errata_queries
from evaluations.errata.services import errata as errata_services
from evaluations.errata.services import worker
from evaluations.f01.services import workbook
from evaluations.f01.services.answers import save_answer
from evaluations.f02.services.levels import save_score
from evaluations.models import BarisRalat, Evaluasi, Impor, Jawaban, Nilai, Ralat, Siklus
from evaluations.progress.queries import versions as versions_queries
from evaluations.progress.services.steps import advance
from evaluations.recompute import queries as recompute_queries
from evaluations.rules.workflow import Action, State
from instruments import services as instrument_services
from instruments.services import InstrumentError
from instruments.spec import parse
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.base.errors import Refused
from tests import factories
from tests.evaluations.ready import make_validated
from tests.stage import stage

ANSWERS = {
    1: {"sp_ada": True, "jumlah_layanan": 3, "jumlah_sp": 3, "komponen_14": True,
        "pelibatan": True, "ditetapkan": True, "monev": True},
    4: {"peninjauan": "setahun_sebagian"},
}  # fmt: skip
REASON, LETTER = "Pilihan keempat keliru.", "B/7/PP.00.02/2026"


def mend(data):
    """Indicator 1: other words, one question out and another in, with its rule. Indicator 4: the
    choice that was taken says something else."""
    one, four = data["aspek"][0]["indikator"][0], data["aspek"][0]["indikator"][3]
    by_id = {p["id"]: p for p in one["pertanyaan"]}
    by_id["komponen_14"]["teks"] = "Apakah memuat 14 komponen?"
    by_id["monev"] |= {"id": "tinjau", "teks": "Apakah ditinjau tiap tahun?"}
    one["aturan"] = {
        level: rule.replace("monev", "tinjau") for level, rule in one["aturan"].items()
    }
    for choice in four["pertanyaan"][0]["pilihan"]:
        if choice["kode"] == "setahun_sebagian":
            choice["teks"] = "Tiap tahun, sedikitnya separuh layanan"


def published(cast, versi, change=mend):
    """The errata, made and published as the ministry does it."""
    draft = instrument_services.start_errata(
        by=cast.menpan, versi=versi, reason=REASON, letter=LETTER
    )
    data = deepcopy(draft.spec)
    change(data)
    spec, problems = parse(data)
    assert spec is not None, problems
    draft = instrument_services.replace_draft(
        by=cast.menpan, versi=draft, spec=spec, based_on=draft.digest
    )
    return instrument_services.publish(by=cast.menpan, versi=draft)


def fill(evaluasi, by, answers=ANSWERS):
    Jawaban.objects.bulk_create(
        Jawaban(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi,
            indikator=nomor, pertanyaan=key, nilai=nilai, oleh=by,
        )
        for nomor, some in answers.items()
        for key, nilai in some.items()
    )  # fmt: skip


@stage.fixture
def world(cast, siklus, evaluasi):
    """The RSUD has sent its F01 and is being scored, the puskesmas fills, a third is validated."""
    fill(evaluasi, cast.operator)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    for nomor in (1, 2):
        save_score(
            by=cast.evaluator, evaluasi=evaluasi, indikator=nomor, peran="evaluator",
            changes={"level": 4, "alasan": "Dilihat."}, based_on=0, key=uuid4(),
        )  # fmt: skip
    draft = factories.make_evaluasi(siklus, cast.puskesmas)
    fill(draft, cast.operator_puskesmas)
    decided = make_validated(cast, siklus, cast.unit_tetangga)
    return evaluasi, draft, decided, published(cast, siklus.instrumen_a)


def start(cast, siklus, versi, **fields) -> Ralat:
    due = fields.pop("due", timezone.now() + timedelta(days=7))
    return errata_services.start(by=cast.menpan, siklus=siklus, versi=versi, due=due)


def work(job: Ralat, **limits) -> Ralat:
    while job.waiting:
        assert worker.errata_next(**limits) is not None
        job.refresh_from_db()
    assert job.status != Ralat.Status.GAGAL, job.error
    return job


def ready(cast, siklus, versi) -> Ralat:
    return work(start(cast, siklus, versi))


def applied(cast, siklus, versi, shown=None) -> Ralat:
    shown = shown or ready(cast, siklus, versi)
    return work(errata_services.apply(by=cast.menpan, ralat=shown))


def answers(evaluasi, nomor=1) -> dict:
    rows = Jawaban.objects.filter(evaluasi=evaluasi, indikator=nomor)
    return dict(rows.values_list("pertanyaan", "nilai"))


def figures(job) -> tuple:
    found = errata_queries.summary(job)
    soal = {key: (s.tetap, s.lagi, s.riwayat, s.jawab) for key, s in found.soal.items()}
    return found.jumlah, soal, dict(found.usulan), dict(found.nilai), found.dibuka


def everything() -> list:
    tables = (Siklus, Evaluasi, Jawaban, Nilai, AuditEntry, Notice)
    return [list(table.objects.order_by("pk").values()) for table in tables]


FIGURES = (
    2,
    {
        (1, "komponen_14"): (2, 0, 0, 0),
        (1, "monev"): (0, 0, 2, 0),
        (1, "tinjau"): (0, 0, 0, 2),
        (4, "peninjauan"): (0, 2, 0, 2),
    },
    {1: 2, 4: 2},
    {1: 1},
    1,
)


def test_j10_a_dry_run_shows_by_question_and_changes_nothing(cast, siklus, world, as_user):
    before = everything()
    shown = ready(cast, siklus, world[3])
    body = as_user(cast.menpan).get(f"/siklus/{siklus.uuid}/ralat/").content.decode()
    assert everything() == before
    assert figures(shown) == FIGURES
    assert "Divalidasi: hasilnya sudah ditetapkan." in body
    assert "Usulan 1: 5 → 4, 4: 4 → tidak ada." in body
    assert "Jawab indikator 1, 4 sampai" in body and "Bagian, Evaluator, Kepala, Operator" in body
    assert "nilai indikator 1 perlu dilihat lagi" in body


def test_j10_what_was_shown_is_what_comes_of_it(cast, siklus, world):
    sent, draft, decided, versi = world
    done = applied(cast, siklus, versi)
    assert figures(done) == FIGURES
    for item in (sent, draft, decided, siklus):
        item.refresh_from_db()
    assert (sent.versi, draft.versi, siklus.instrumen_a) == (versi, versi, versi)
    # Kept by id; what does not fit any more is open again, and nothing but that.
    assert answers(sent)["komponen_14"] is True and answers(sent)["monev"] is None
    assert answers(draft, 4) == {"peninjauan": None}
    assert (sent.state, draft.state) == (State.DIKEMBALIKAN, State.DRAF)
    returned = sent.pengembalian.get()
    assert (returned.indikator, returned.tenggat) == ([1, 4], done.tenggat)
    assert Jawaban.pgh_event_model.objects.filter(nilai="setahun_sebagian").exists()
    # The level stands and waits to be looked at; what was decided is as it was.
    assert list(sent.nilai.values_list("level", flat=True)) == [4, 4]
    assert versions_queries.unconfirmed(sent) == [1]
    assert (decided.state, decided.versi_id) == (State.DIVALIDASI, versi.ralat_dari_id)
    row = BarisRalat.objects.get(evaluasi=decided)
    assert (row.status, row.kata) == ("tinggal", "Divalidasi: hasilnya sudah ditetapkan.")
    heard = set(Notice.objects.filter(kind="ralat").values_list("user__username", flat=True))
    assert heard == {"kepala", "operator", "operator_puskesmas", "bagian", "evaluator"}


def test_j10_every_page_says_so_and_keeps_the_old_answer(cast, siklus, world, as_user):
    sent, draft, decided, versi = world
    applied(cast, siklus, versi)
    page = as_user(cast.operator_puskesmas).get(f"/evaluasi/{draft.uuid}/f01/I/").content.decode()
    for said in ("Instrumen diralat pada", REASON, LETTER, "Tiap tahun atau lebih cepat, sebagian"):
        assert said in page
    desk = as_user(cast.evaluator).get(sent.address("f02")).content.decode()
    assert "Instrumen diralat pada" in desk
    panel = as_user(cast.evaluator).get(sent.address("f02_indicator", 1)).content.decode()
    assert "rubrik atau aturannya diralat, perlu dilihat lagi" in panel
    whole = as_user(cast.menpan).get(decided.get_absolute_url()).content.decode()
    assert "evaluasi ini tetap memakai versi 1" in whole
    # What was sent before is read in the words of then.
    first = as_user(cast.operator).get(sent.address("version", 1)).content.decode()
    assert "Tiap tahun atau lebih cepat, sebagian layanan" in first


def test_j10_a_level_is_seen_again_by_saving_it_as_it_is(cast, siklus, world):
    sent, _, _, versi = world
    applied(cast, siklus, versi)
    sent.refresh_from_db()
    for nomor, key, value in ((1, "tinjau", True), (4, "peninjauan", "tiga_tahun")):
        save_answer(
            by=cast.operator, evaluasi=sent, indikator=nomor, question=key, value=value,
            based_on=2 if nomor == 4 else 0, key=uuid4(),
        )  # fmt: skip
    advance(by=cast.kepala, evaluasi=sent, action=Action.KIRIM_F01, confirmed_gaps=True)
    row = sent.nilai.get(indikator=1)
    save_score(
        by=cast.evaluator, evaluasi=sent, indikator=1, peran="evaluator",
        changes={"level": 4}, based_on=row.versi, key=uuid4(),
    )  # fmt: skip
    assert versions_queries.unconfirmed(sent) == []


@pytest.mark.parametrize("after", [0, 1, 2])
def test_j10_a_worker_killed_half_way_is_resumed_and_ends_equal(
    cast, siklus, world, monkeypatch, after
):
    job = errata_services.apply(by=cast.menpan, ralat=ready(cast, siklus, world[3]))
    one, done = worker._apply_one, []

    class Killed(BaseException):  # as SIGKILL: nobody says anything on the row
        pass

    def dying(job, row):
        if len(done) == after:
            raise Killed
        one(job, row)
        done.append(row)

    monkeypatch.setattr(worker, "_apply_one", dying)
    with pytest.raises(Killed):
        worker.errata_next()
    monkeypatch.setattr(worker, "_apply_one", one)
    assert BarisRalat.objects.filter(ralat=job, pada__isnull=False).count() == after
    assert worker.errata_next() is None  # the lease runs
    Ralat.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert worker.sweep() == 1
    job.refresh_from_db()
    assert figures(work(job)) == FIGURES
    assert world[0].pengembalian.count() == 1
    assert Notice.objects.filter(kind="ralat", user=cast.kepala).count() == 1


def test_j10_what_is_typed_meanwhile_counts(cast, siklus, world):
    _, draft, _, versi = world
    shown = ready(cast, siklus, versi)
    save_answer(
        by=cast.operator_puskesmas, evaluasi=draft, indikator=4, question="peninjauan",
        value="setahun_seluruh", based_on=1, key=uuid4(),
    )  # fmt: skip
    done = applied(cast, siklus, versi, shown)
    assert answers(draft, 4) == {"peninjauan": "setahun_seluruh"}
    assert figures(done)[1][4, "peninjauan"] == (1, 1, 0, 1)


def post(client, evaluasi, nomor, question, value, versi=1):
    data = {"indikator": nomor, "pertanyaan": question, "nilai": value, "versi": versi,
            "kunci": str(uuid4())}  # fmt: skip
    return client.post(
        evaluasi.address("f01_answer"), data, content_type="application/json"
    )  # fmt: skip


def test_j10_an_old_page_is_answered_in_words_and_loses_nothing(cast, siklus, world, as_user):
    _, draft, _, versi = world
    applied(cast, siklus, versi)
    client = as_user(cast.operator_puskesmas)
    gone = post(client, draft, 1, "monev", False)
    assert gone.status_code == 410
    assert "pertanyaan ini dihapus. Yang Anda ketik disimpan" in gone.json()["pesan"]
    history = Jawaban.pgh_event_model.objects
    assert history.filter(pertanyaan="monev", nilai=False, pgh_label="bentrok").count() == 1
    # A choice that is still there, typed on the old page: the unit decides, seeing both.
    late = post(client, draft, 4, "peninjauan", "tiga_tahun")
    assert (late.status_code, late.json()["galat"]) == (409, "bentrok")
    assert post(client, draft, 9, "bukan", True).status_code == 404


def test_j10_an_errata_changes_no_weight_and_needs_its_letter(cast, siklus, world, as_user):
    def weigh(data):
        for part in data["ipp"]["komponen"]:
            part["bobot"] = "50"

    versi = siklus.instrumen_a
    with pytest.raises(InstrumentError, match="komponen IPP atau bobotnya"):
        published(cast, versi, weigh)
    with pytest.raises(InstrumentError, match="nomor suratnya"):
        instrument_services.start_errata(by=cast.menpan, versi=versi, reason="x", letter=" ")
    with pytest.raises(PermissionDenied):
        instrument_services.start_errata(by=cast.bagian, versi=versi, reason="x", letter="y")
    client = as_user(cast.menpan)
    made = client.post(f"/instrumen/{versi.uuid}/ralat/", {"alasan": REASON, "surat": LETTER})
    draft = versi.ralat.order_by("-versi").first()
    assert made.url == f"/instrumen/{draft.uuid}/ubah/"
    with pytest.raises(InstrumentError, match="Draf tidak perlu diralat"):
        instrument_services.start_errata(by=cast.menpan, versi=draft, reason="x", letter="y")
    assert client.get(f"/instrumen/{draft.uuid}/ralat/").status_code == 404


def test_j10_only_its_own_running_cycle_and_only_an_errata(cast, siklus, world):
    versi, soon = world[3], timezone.now() + timedelta(days=7)
    with pytest.raises(PermissionDenied):
        errata_services.start(by=cast.bagian, siklus=siklus, versi=versi, due=soon)
    with pytest.raises(Refused, match="bukan ralat"):
        start(cast, siklus, siklus.instrumen_a)
    with pytest.raises(Refused, match="Tenggat"):
        start(cast, siklus, versi, due=timezone.now())
    job = ready(cast, siklus, versi)
    Siklus.objects.filter(pk=siklus.pk).update(status="ditutup")
    with pytest.raises(Refused, match="sedang berjalan"):
        errata_services.apply(by=cast.menpan, ralat=job)
    errata_services.cancel(by=cast.menpan, ralat=job)
    with pytest.raises(Refused, match="tidak berlaku lagi"):
        errata_services.apply(by=cast.menpan, ralat=job)


def test_j10_what_stayed_is_taken_along_by_a_second_run(cast, siklus, world):
    decided, versi = world[2], world[3]
    applied(cast, siklus, versi)
    siklus.refresh_from_db()
    # Computing the cycle again leaves it with its version.
    run = recompute_queries.HitungUlang(siklus=siklus)
    assert recompute_queries.version_for(run, decided) == versi.ralat_dari
    advance(by=cast.menpan, evaluasi=decided, action=Action.BATAL_VALIDASI, reason="Ralat.")
    applied(cast, siklus, versi)
    decided.refresh_from_db()
    assert decided.versi == versi
    assert decided.kata_formulir == "formulir A"
    assert versi.sebutan.endswith(f"(ralat atas versi 1, surat {LETTER}: {REASON[:-1]})")


def test_j10_returns_of_evaluators_are_counted_apart(cast, siklus, world):
    sent, _, _, versi = world
    Siklus.objects.filter(pk=siklus.pk).update(maks_pengembalian=1)
    returned = advance(
        by=cast.menpan, evaluasi=sent, action=Action.KEMBALIKAN_F01, reason="Perbaiki.",
        indikator=[2], tenggat=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    applied(cast, siklus, versi)
    row = returned.pengembalian.get()
    assert row.indikator == [1, 2, 4]  # one return that is open is widened
    assert row.tenggat > timezone.now() + timedelta(days=6)


def test_j10_a_failed_run_is_resumed_by_who_may(cast, siklus, world, as_user):
    job = start(cast, siklus, world[3])
    errata_services.QUEUE.put_back(job, "Basis data tidak menjawab.", final=True)
    client, place = as_user(cast.menpan), f"/siklus/{siklus.uuid}/ralat/"
    assert "Basis data tidak menjawab." in client.get(place).content.decode()
    client.post(f"{place}{job.uuid}/lanjutkan/")
    work(Ralat.objects.get(pk=job.pk))
    assert "HX-Refresh" in client.get(f"{place}{job.uuid}/kemajuan/")
    client.post(f"{place}{job.uuid}/terapkan/")
    work(Ralat.objects.get(pk=job.pk))
    assert client.post(f"{place}{job.uuid}/batalkan/").url == place  # refused in words
    assert client.get(f"{place}{job.uuid}/unduh/").status_code == 200
    assert client.post(f"{place}periksa/", {"versi": "", "tenggat": ""}).status_code == 422


def test_j10_the_table_costs_the_same_for_one_as_for_three(cast, siklus, world, as_user):
    job = ready(cast, siklus, world[3])
    client, place, costs = as_user(cast.menpan), f"/siklus/{siklus.uuid}/ralat/", []
    client.get(place)
    for keep in (3, 1):
        rows = BarisRalat.objects.filter(ralat=job).order_by("pk")[keep:]
        for row in rows:  # nobody may delete one
            row.ralat = Ralat.objects.create(
                siklus=siklus, instansi=siklus.instansi, versi=world[3], status="batal",
                tenggat=job.tenggat, oleh=cast.menpan, dibuat_pada=job.dibuat_pada,
            )  # fmt: skip
            row.save()
        with CaptureQueriesContext(connection) as told:
            assert client.get(place).content.decode().count('Diberi tahu">') == keep
        costs.append(len(told))
    assert costs[0] == costs[1]


def test_j10_a_workbook_that_was_checked_before_is_refused_in_words(cast, siklus, world, as_user):
    _, draft, _, versi = world
    row = {"kunci": "1.monev", "indikator": 1, "pertanyaan": "monev", "nilai": False, "sidik": ""}
    row |= {"jenis": "ubah", "lama": True, "versi": 1, "oleh": "", "pada": ""}
    impor = Impor.objects.create(
        instansi=draft.instansi, siklus=siklus, evaluasi=draft, jenis=workbook.KIND, baris=[row],
        nama_berkas="f01.xlsx", oleh=cast.operator_puskesmas,
    )  # fmt: skip
    applied(cast, siklus, versi)
    draft.refresh_from_db()
    page = as_user(cast.operator_puskesmas).get(
        reverse("evaluations:f01_sheet_check", args=[draft.uuid, impor.uuid])
    )
    assert page.status_code == 200
    with pytest.raises(Refused, match="Instrumen diralat sejak berkas ini diperiksa"):
        workbook.apply(by=cast.operator_puskesmas, evaluasi=draft, impor=impor, confirmed=[])
