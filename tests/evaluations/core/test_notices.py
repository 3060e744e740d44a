"""U8: who is told of what, by the table and by what really happens."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.assignment.services import assigning, handover, verification
from evaluations.core import assignments
from evaluations.core.services.notices import About, Told, tell, telling
from evaluations.cycle.services import extension_requests, extensions, proposals
from evaluations.cycle.services.cycles import LokusRule
from evaluations.evidence.services import requested
from evaluations.f01.services import helping, in_charge
from evaluations.f02.services import late
from evaluations.follow_up.services import follow_up
from evaluations.models import Evaluasi, Nilai, Rekomendasi
from evaluations.objections import services as objections
from evaluations.progress.services import statements
from evaluations.progress.services.steps import advance
from evaluations.publication.services import publication
from evaluations.rules.notices import Event, Recipient
from evaluations.rules.workflow import Action, State
from evaluations.threads import services as threads
from pekppp.accounts.models import Notice
from pekppp.accounts.roles import Role
from tests import factories
from tests.base.test_filetypes import PDF
from tests.emptying import erase
from tests.evaluations import ready
from tests.evaluations.cycle.lokus import LETTER, nominating, with_rules

R = Recipient
UNIT = {"operator", "kepala"}


# What really happens ------------------------------------------------------------------------------


def put(evaluasi, state):
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=state)
    evaluasi.refresh_from_db()
    return evaluasi


def done(cast, evaluasi):
    """F02 finished, a survey, a second member of the team."""
    anggota = factories.make_user("anggota")
    factories.member(anggota, Role.EVALUATOR, cast.banjarnegara)
    cast.people["anggota"] = anggota
    assignments.assign(anggota, evaluasi.aspek.all(), "score")
    ready.finish(cast, evaluasi)
    Nilai.objects.bulk_create(
        Nilai(
            instansi=row.instansi, siklus=row.siklus, evaluasi=evaluasi, level=row.level,
            indikator=row.indikator, peran="evaluator", oleh=anggota,
        )
        for row in evaluasi.nilai.filter(oleh=cast.evaluator)
    )  # fmt: skip
    return evaluasi


def submit(cast, evaluasi):
    return advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)


def submit_signed(cast, evaluasi):
    signed = statements.read(
        file=SimpleUploadedFile("p.pdf", PDF), penanda_tangan="dr. Erna",
        ditandatangani=timezone.localdate(),
    )  # fmt: skip
    advance(
        by=cast.operator, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True,
        statement=signed,
    )  # fmt: skip


def take_f01_back(cast, evaluasi):
    put(evaluasi, State.DIKIRIM)
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.TARIK_KEMBALI, reason="Tertukar.")


def fill_for(cast, evaluasi):
    helping.fill_for(by=cast.bagian, evaluasi=evaluasi, reason="Tidak ada jaringan.")


def ask_review(cast, evaluasi):
    helping.ask_review(by=cast.operator, evaluasi=evaluasi)


def answer_review(cast, evaluasi):
    ask_review(cast, evaluasi)
    erase(Notice.objects.all())
    helping.answer_review(by=cast.bagian, evaluasi=evaluasi, catatan={})


def ask_for_a_file(cast, evaluasi):
    put(evaluasi, State.DIKIRIM)
    return requested.ask(
        by=cast.evaluator, evaluasi=evaluasi, indikator=1, isi="SK.",
        tenggat=timezone.now() + timedelta(days=1),
    )  # fmt: skip


def bring_it(cast, evaluasi):
    row = ask_for_a_file(cast, evaluasi)
    erase(Notice.objects.all())
    requested.hand_in(
        by=cast.operator, evaluasi=evaluasi, permintaan=row, file=SimpleUploadedFile("p.pdf", PDF)
    )


def give_back(cast, evaluasi):
    put(evaluasi, State.DIKIRIM)
    advance(
        by=cast.evaluator, evaluasi=evaluasi, action=Action.KEMBALIKAN_F01, reason="Bukti.",
        indikator=[1], tenggat=timezone.now() + timedelta(days=5),
    )  # fmt: skip


def finish(cast, evaluasi):
    put(done(cast, evaluasi), State.DINILAI)
    advance(by=cast.evaluator, evaluasi=evaluasi, action=Action.SELESAI_F02)


def finish_for_the_verifier(cast, evaluasi):
    factories.verified_by(evaluasi, cast.verifikator)
    finish(cast, evaluasi)


def finish_without_a_verifier(cast, evaluasi):
    factories.verified_by(evaluasi, cast.verifikator)
    assignments.unassign(cast.verifikator, evaluasi.aspek.all(), "verify")
    finish(cast, evaluasi)


def send_f02_back(cast, evaluasi):
    done(cast, evaluasi)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.BUKA_F02, reason="Level 5 keliru.")


def verify(cast, evaluasi):
    factories.verified_by(done(cast, evaluasi), cast.verifikator)
    advance(by=cast.verifikator, evaluasi=evaluasi, action=Action.VERIFIKASI)


def validate(cast, evaluasi):
    done(cast, evaluasi)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)


def unvalidate(cast, evaluasi):
    validate(cast, evaluasi)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.BATAL_VALIDASI, reason="Keliru.")


def end(cast, evaluasi):
    done(cast, evaluasi)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.BATALKAN, reason="Unit digabung.")


def replace(cast, evaluasi):
    other = factories.make_evaluasi(evaluasi.siklus, cast.puskesmas)
    advance(
        by=cast.menpan, evaluasi=evaluasi, action=Action.GANTI, reason="Diganti.", pengganti=other
    )


def restore(cast, evaluasi):
    end(cast, evaluasi)
    erase(Notice.objects.all())
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.PULIHKAN, reason="Keliru.")


def file(cast, evaluasi):
    done(cast, evaluasi)
    return objections.file(
        by=cast.operator, evaluasi=evaluasi, indikator=5, alasan="SK ada.", key=uuid4()
    )


def file_for_the_verifier(cast, evaluasi):
    factories.verified_by(evaluasi, cast.verifikator)
    file(cast, evaluasi)


def withdraw(cast, evaluasi):
    row = file(cast, evaluasi)
    erase(Notice.objects.all())
    objections.withdraw(by=cast.kepala, evaluasi=evaluasi, sanggahan=row.uuid)


def decide(cast, evaluasi):
    row = file(cast, evaluasi)
    erase(Notice.objects.all())
    objections.decide(
        by=cast.evaluator, evaluasi=evaluasi, sanggahan=row.uuid, accept=False, putusan="Tetap."
    )


def close(cast, evaluasi):
    file(cast, evaluasi)
    erase(Notice.objects.all())
    objections.close_open(by=cast.menpan, evaluasi=evaluasi, alasan="Waktu habis.")


def extend(kegiatan):
    def act(cast, evaluasi):
        done(cast, evaluasi)
        extensions.add_extension(
            by=cast.menpan, siklus=evaluasi.siklus, kegiatan=kegiatan, alasan="Surat.",
            akhir=timezone.now() + timedelta(days=60), units=[evaluasi.unit],
        )  # fmt: skip

    return act


def waive(cast, evaluasi):
    factories.verified_by(evaluasi, cast.verifikator)
    verification.waive(by=cast.menpan, evaluasi=[evaluasi], reason="Waktu.")


def write_as(who):
    def act(cast, evaluasi):
        done(cast, evaluasi)
        threads.write(
            by=getattr(cast, who), evaluasi=evaluasi, indikator=3, isi="Mengapa?", key=uuid4()
        )

    return act


def assign(cast, evaluasi):
    anggota = factories.make_user("anggota")
    factories.member(anggota, Role.EVALUATOR, cast.banjarnegara)
    assigning.assign(by=cast.bagian, evaluasi=[evaluasi], user=anggota, codenames={"score"})


def hand_over(cast, evaluasi):
    anggota = factories.make_user("anggota")
    factories.member(anggota, Role.EVALUATOR, cast.banjarnegara)
    handover.hand_over(
        by=cast.bagian, dari=cast.evaluator, kepada=anggota, evaluasi=[evaluasi], cara="tetap",
        alasan="Sakit.", surat="1",
    )  # fmt: skip


def send_late(cast, evaluasi):
    hand_over(cast, evaluasi)
    erase(Notice.objects.all())
    late.lay_before_successor(
        by=cast.evaluator, evaluasi=evaluasi.uuid, target="nilai:1", indikator=1,
        content={"level": 4},
    )  # fmt: skip


def divide(cast, evaluasi):
    in_charge.divide(by=cast.kepala, evaluasi=evaluasi, people={"II": cast.operator})


def publish(cast, evaluasi):
    validate(cast, evaluasi)
    publication.publish(
        by=cast.menpan, siklus=evaluasi.siklus, nomor="SK 1", tanggal=timezone.localdate()
    )


def take_back(cast, evaluasi):
    publish(cast, evaluasi)
    erase(Notice.objects.all())
    row = evaluasi.terbitan.get()
    publication.withdraw(by=cast.menpan, terbit=row, reason="Keliru.")


def promise(cast, evaluasi):
    put(done(cast, evaluasi), State.TERBIT)
    row = Rekomendasi.objects.create(
        instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi, aspek="I",
        teks="Tetapkan SP.", oleh=cast.evaluator,
    )  # fmt: skip
    follow_up.commit(
        by=cast.operator, evaluasi=evaluasi, rekomendasi=row.uuid, tindakan="SP ditetapkan.",
        penanggung_jawab="Sekretaris", tenggat=timezone.localdate() + timedelta(days=30),
        based_on=0,
    )  # fmt: skip


def propose(cast, evaluasi):
    """For the RSUD another unit, with a letter; the cycle names it."""
    with_rules(cast.menpan, evaluasi.siklus, LokusRule("kabupaten", factories.make_kind()))
    return proposals.propose_replacement(
        by=cast.bagian, siklus=evaluasi.siklus, instansi=cast.banjarnegara, unit=cast.rsud,
        pengganti=cast.puskesmas, alasan="Pindah gedung.", letter=LETTER,
    )  # fmt: skip


def ask_for_more_time(cast, evaluasi, by="operator"):
    return extension_requests.ask(
        by=getattr(cast, by), siklus=evaluasi.siklus, instansi=evaluasi.instansi,
        unit=evaluasi.unit, kegiatan=["isi_f01"], akhir=timezone.now() + timedelta(days=60),
        alasan="Banjir.",
    )  # fmt: skip


def ask_where_assessors_grant(cast, evaluasi):
    extension_requests.let_assessors_grant(by=cast.menpan, siklus=evaluasi.siklus, allowed=True)
    ask_for_more_time(cast, evaluasi)


def refuse_more_time(cast, evaluasi):
    row = ask_for_more_time(cast, evaluasi)
    erase(Notice.objects.all())
    extension_requests.refuse(by=cast.menpan, permohonan=row, catatan="Cukup waktunya.")


def take_back_proposal(cast, evaluasi):
    row = propose(cast, evaluasi)
    erase(Notice.objects.all())
    proposals.take_back(by=cast.bagian, usulan=row)


def decide_proposal(cast, evaluasi):
    row = propose(cast, evaluasi)
    erase(Notice.objects.all())
    proposals.decide(
        by=cast.menpan, siklus=evaluasi.siklus, usulan=[row], accept=False, catatan="Tetap."
    )


def ask_for_nominations(cast, evaluasi):
    for number in (1, 2):
        factories.make_unit(cast.banjarnegara, f"Samsat {number}", jenis=samsat())
    proposals.ask_for_nominations(
        by=cast.menpan,
        siklus=nominating(cast, kind=samsat()),
    )


def samsat():
    return factories.make_kind("samsat", "Samsat", "keuangan")


SITUATIONS = {
    "F01 sent": (submit, {"evaluator"}),
    "F01 sent with a statement": (submit_signed, {"evaluator", "kepala"}),
    "F01 taken back": (take_f01_back, {"evaluator", "operator"}),
    "filled in its place": (fill_for, {"evaluator", *UNIT}),
    "a review asked for": (ask_review, {"bagian"}),
    "a review answered": (answer_review, UNIT),
    "one more file": (ask_for_a_file, UNIT),
    "one more file came": (bring_it, {"evaluator"}),
    "F01 returned": (give_back, UNIT),
    "F02 finished": (finish, {"menpan", *UNIT}),
    "F02 finished, a verifier": (finish_for_the_verifier, {"verifikator", *UNIT}),
    "F02 finished, nobody verifies": (finish_without_a_verifier, {"biro", *UNIT}),
    "F02 sent back": (send_f02_back, {"evaluator", "anggota", *UNIT}),
    "verified": (verify, {"menpan", "evaluator", *UNIT}),
    "validated": (validate, set()),
    "validation taken back": (unvalidate, {"evaluator", "anggota", *UNIT}),
    "ended": (end, {"bagian", "evaluator", "anggota", *UNIT}),
    "replaced": (replace, {"bagian", "evaluator", *UNIT}),
    "restored": (restore, {"bagian", "evaluator", "anggota", *UNIT}),
    "objected": (file, {"evaluator", "anggota", "kepala"}),
    "objected, a verifier": (
        file_for_the_verifier, {"verifikator", "evaluator", "anggota", "kepala"},
    ),
    "objection withdrawn": (withdraw, {"evaluator", "anggota", "operator"}),
    "objection decided": (decide, {"anggota", *UNIT}),
    "objections closed": (close, {"evaluator", "anggota", *UNIT}),
    "F01 extended": (extend("isi_f01"), {"bagian", *UNIT}),
    "F02 extended": (extend("nilai_f02"), {"bagian", "evaluator", "anggota", *UNIT}),
    "more time asked for": (ask_for_more_time, {"menpan"}),
    "more time asked for, assessors grant": (ask_where_assessors_grant, {"menpan", "bagian"}),
    "more time refused": (refuse_more_time, {"bagian", *UNIT}),
    "verification waived": (waive, {"biro", "verifikator", "bagian", *UNIT}),
    "the unit asks": (write_as("operator"), {"evaluator", "anggota"}),
    "an evaluator answers": (write_as("anggota"), UNIT),
    "the office writes": (write_as("bagian"), {"evaluator", "anggota", *UNIT}),
    "assigned": (assign, {"anggota"}),
    "handed over": (hand_over, {"evaluator", "anggota", "menpan", *UNIT}),
    "sent after a handover": (send_late, {"anggota"}),
    "in charge of an aspect": (divide, {"operator"}),
    "published": (publish, {"bagian", "menpan", "evaluator", "anggota", *UNIT}),
    "withdrawn": (take_back, {"bagian", *UNIT}),
    "promised": (promise, {"bagian"}),
    "lokus proposed": (propose, {"menpan"}),
    "a proposal of lokus taken back": (take_back_proposal, {"menpan"}),
    "a proposal of lokus decided": (decide_proposal, {"bagian", *UNIT, "operator_puskesmas"}),
    "nominations asked for": (ask_for_nominations, {"bagian"}),
}  # fmt: skip


@pytest.mark.parametrize("situation", SITUATIONS)
def test_u08_these_people_are_told_and_nobody_else(cast, evaluasi, situation):
    act, expected = SITUATIONS[situation]
    act(cast, evaluasi)
    told = Notice.objects.values_list("user__username", flat=True)
    assert set(told) == expected
    assert len(told) == len(expected)  # each once


def test_u08_without_an_evaluator_his_office_hears_that_the_f01_came(cast, siklus):
    evaluasi = factories.make_evaluasi(siklus, cast.rsud)
    with telling() as told:
        submit(cast, evaluasi)
    assert [row.user for row in Notice.objects.all()] == [cast.bagian]
    assert told.after("F01 sudah dikirim.") == (
        "F01 sudah dikirim. 1 orang diberi tahu (admin instansi penilai). Belum ada orangnya: "
        "evaluator dan ketua tim."
    )


def test_u08_who_has_left_or_joined_the_unit_is_told_no_more(cast, evaluasi):
    cast.evaluator.memberships.update(ended_at=timezone.now())
    submit(cast, evaluasi)
    assert [row.user for row in Notice.objects.all()] == [cast.bagian]


def test_u08_the_unit_hears_that_the_f02_is_open_again_but_not_the_team_s_reason(cast, evaluasi):
    send_f02_back(cast, evaluasi)
    bodies = dict(Notice.objects.values_list("user__username", "body"))
    assert "Level 5 keliru." in bodies["evaluator"]
    assert "Level 5 keliru." not in bodies["operator"]


def test_u08_one_person_hears_once_of_many_units(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    extensions.add_extension(
        by=cast.menpan, siklus=siklus, kegiatan="isi_f01", alasan="Surat.",
        akhir=timezone.now() + timedelta(days=60),
    )  # fmt: skip
    [row] = cast.bagian.notices.all()
    assert "2 unit" in row.subject
    assert evaluasi.nama_unit in row.body and other.nama_unit in row.body
    assert cast.operator.notices.get().subject.startswith(f"Isi F01 {cast.rsud.nama}")


def test_u08_telling_many_costs_no_more_than_telling_one(cast, siklus, evaluasi):
    about = [evaluasi, factories.make_evaluasi(siklus, cast.puskesmas)]
    for codename in ("score", "lead"):
        assignments.assign(cast.evaluator, about[1].aspek.all(), codename)
    costs = []
    for number in (1, 2):
        with CaptureQueriesContext(connection) as queries:
            tell(
                Event.PERPANJANGAN_F02,
                [About(item) for item in about[:number]],
                named={R.ADMIN_UNIT: [], R.ADMIN_PENILAI: []},
                kegiatan="Penilaian F02",
                apa="diperpanjang",
            )
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_u08_the_page_counts_people_and_names_who_is_nobody():
    told = Told({1: {R.UNIT}, 2: {R.UNIT, R.KETUA}}, {R.VERIFIKATOR: {"A", "B"}})
    assert told.words == (
        "2 orang diberi tahu (unit dan ketua tim). Belum ada orangnya: verifikator (2 unit)."
    )
    assert Told().after("Tersimpan.") == "Tersimpan."
