"""A3: the checked do not appoint the checker. Who x act as a table, and what stays without him."""

import io

import openpyxl  # noqa: TID251  a table as an office hands it in
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from evaluations.assignment.services import assigning, verification
from evaluations.assignment.services import workbook as assignment_workbook
from evaluations.core import assignments
from evaluations.core.queries import monitored
from evaluations.core.queries.recipients import Found, expected
from evaluations.cycle.services import opening
from evaluations.cycle.services.cycles import update_siklus
from evaluations.models import AturanLokus, Evaluasi, Siklus
from evaluations.objections.queries import may_decide
from evaluations.overview.queries import todo
from evaluations.progress.services.steps import advance
from evaluations.rules.notices import INSTEAD, Event, Recipient
from evaluations.rules.workflow import Action, Step
from pekppp.accounts.models import AuditEntry, Membership, Notice
from pekppp.accounts.roles import Role
from pekppp.accounts.services import people
from pekppp.base.errors import Refused
from tests import factories
from tests.stage import stage

WHY = "Provinsi tidak sempat; disepakati dalam rapat."


@stage.fixture
def checked(cast, evaluasi) -> Evaluasi:
    """The kabupaten's unit, scored by its own evaluator, to be verified by the province."""
    return factories.to_be_verified(evaluasi)


@stage.fixture
def finished(cast, checked) -> Evaluasi:
    Evaluasi.objects.filter(pk=checked.pk).update(state="f02_selesai")
    assigning.assign(by=cast.biro, evaluasi=[checked], user=cast.verifikator, codenames={"verify"})
    return Evaluasi.objects.get(pk=checked.pk)


def steps(evaluasi) -> frozenset[Step]:
    return Evaluasi.objects.get(pk=evaluasi.pk).steps


def verifiers(evaluasi) -> set:
    return set(factories.people_on(evaluasi, "verify"))


def appoint(cast, by, evaluasi):
    assigning.assign(by=by, evaluasi=[evaluasi], user=cast.verifikator, codenames={"verify"})


def remove(cast, by, evaluasi):
    assigning.unassign(by=by, evaluasi=[evaluasi], user=cast.verifikator, codenames={"verify"})


def through_the_team(cast, by, evaluasi):
    kode = set(evaluasi.aspek.values_list("kode", flat=True))
    team = {cast.evaluator: kode}
    assigning.set_team(by=by, evaluasi=evaluasi, scores=team, lead=cast.evaluator, verifiers=[])


def dismiss(cast, by, evaluasi):
    people.end_membership(by=by, membership=cast.verifikator.memberships.get())


def waive(cast, by, evaluasi):
    verification.waive(by=by, evaluasi=[evaluasi], reason=WHY)


ACTS = {"appoint": appoint, "remove": remove, "team": through_the_team, "dismiss": dismiss,
        "waive": waive}  # fmt: skip
# The province, the ministry that organises, the assessed and evaluating kabupaten, its people.
MAY = {
    "biro": {"appoint", "remove", "dismiss"},
    "menpan": {"appoint", "remove", "team", "dismiss", "waive"},
    "bagian": set(),
    "evaluator": set(),
    "verifikator": set(),
    "kepala": set(),
    "pimpinan": set(),
    "admin_tetangga": set(),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", MAY)
def test_a03_who_appoints_removes_and_waives(cast, finished, who, act):
    if act in MAY[who]:
        ACTS[act](cast, getattr(cast, who), finished)
        return
    with pytest.raises(PermissionDenied):
        ACTS[act](cast, getattr(cast, who), finished)
    assert verifiers(finished) == {cast.verifikator}
    assert Step.VERIFIKASI in steps(finished)


@pytest.mark.parametrize("act", ["remove", "dismiss"])
def test_a03_without_its_verifier_it_waits_and_the_province_is_told(cast, finished, act):
    ACTS[act](cast, cast.biro, finished)
    assert Step.VERIFIKASI in steps(finished)
    with pytest.raises(Refused, match="menunggu verifikasi provinsi"):
        advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    found = todo.todos(cast.biro, cast.biro.memberships.get())
    assert [item.what for item in found] == ["Tetapkan verifikator untuk 1 unit (1 sudah menunggu)"]
    organiser = todo.todos(cast.menpan, cast.menpan.memberships.get())
    assert not [item for item in organiser if item.what.startswith("Validasi")]


def test_a03_a_verifier_who_came_to_belong_to_the_unit_rests_and_it_waits(cast, finished):
    """The kabupaten gives the province's verifier a role in the unit: he may not check it then."""
    factories.member(cast.verifikator, Role.OPERATOR, cast.rsud)
    with pytest.raises(Refused, match="menunggu verifikasi"):
        advance(by=cast.menpan, evaluasi=finished, action=Action.VALIDASI)
    assert len(todo.todos(cast.biro, cast.biro.memberships.get())) == 1


def test_a03_an_objection_waits_for_the_verifier_not_for_the_team(cast, finished):
    def verifiers():
        return expected(finished, Event.SANGGAHAN_DIAJUKAN)[Recipient.VERIFIKATOR]

    assert verifiers() == [cast.verifikator]
    remove(cast, cast.biro, finished)
    assert verifiers() == []
    instead = INSTEAD[Recipient.VERIFIKATOR]  # the province hears of it then
    assert Found([finished], [instead]).of(finished) == {instead: [cast.biro]}
    cast.evaluator.__dict__.pop("_assignment_cache", None)
    assert not may_decide(cast.evaluator, finished)


def test_a03_the_kabupaten_does_not_verify_itself_in_its_own_cycle(cast):
    own = factories.make_siklus(cast.banjarnegara, verifikasi=True)
    evaluasi = factories.make_evaluasi(own, cast.rsud)
    friend = factories.make_user("teman")
    factories.member(friend, Role.VERIFIKATOR, cast.banjarnegara)
    with pytest.raises(Refused, match="bukan verifikator untuk"):
        assigning.assign(by=cast.biro, evaluasi=[evaluasi], user=friend, codenames={"verify"})
    assignments.assign(friend, evaluasi.aspek.all(), "verify")  # as a row from before
    assert not assignments.assigned_aspects(friend, "verify").exists()


def test_a03_of_a_unit_that_a_province_owns_and_evaluates_the_ministry_appoints(cast, siklus):
    unit = factories.make_unit(cast.jateng, "Samsat Uji")
    own = factories.to_be_verified(factories.make_evaluasi(siklus, unit))
    assert Found([own], [Recipient.PENETAP_VERIFIKATOR]).of(own) == {
        Recipient.PENETAP_VERIFIKATOR: [cast.menpan]
    }
    assert not monitored.appointable(cast.biro).exists()
    with pytest.raises(PermissionDenied):
        appoint(cast, cast.biro, own)
    appoint(cast, cast.menpan, own)
    assert verifiers(own) == {cast.verifikator}


@pytest.mark.parametrize("codename", ["score", "lead"])
def test_a03_the_checked_do_not_use_up_a_verifier_by_letting_him_score(cast, checked, codename):
    factories.member(cast.verifikator, Role.EVALUATOR, cast.jateng)
    task = {"evaluasi": [checked], "user": cast.verifikator, "codenames": {codename}}
    with pytest.raises(Refused, match="hanya yang menetapkan verifikatornya"):
        assigning.assign(by=cast.bagian, **task)
    assert assigning.assign(by=cast.menpan, **task) == 1
    Evaluasi.objects.filter(pk=checked.pk).update(tahapan=["nilai", "validasi", "terbit"])
    assert assigning.assign(by=cast.bagian, **task) == 1


def workbook(unit: str, person: str, role: str) -> io.BytesIO:
    book = openpyxl.Workbook()
    book.active.append(("Unit", "Aspek", "Nama pengguna atau surel", "Peran"))
    book.active.append((unit, "semua", person, role))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def test_a03_the_province_appoints_by_a_table_and_nothing_else(cast, checked):
    factories.member(factories.make_user("penilai_dua"), Role.EVALUATOR, cast.banjarnegara)
    file = io.BytesIO(assignment_workbook.template(by=cast.biro, siklus=checked.siklus))
    units = [row[0].value for row in openpyxl.load_workbook(file).worksheets[0].iter_rows()]
    assert any(checked.nama_unit in str(unit) for unit in units)
    for person, role, said in (
        ("penilai_dua", "ketua", "Tim penilai unit ini"),
        ("verifikator", "verifikator", ""),
    ):
        file = workbook(checked.nama_unit, person, role)
        impor = assignment_workbook.check(
            by=cast.biro, siklus=checked.siklus, file=file, name="tugas.xlsx"
        )
        assert said in str(impor.masalah) and bool(impor.masalah) == bool(said)
    assignment_workbook.apply(by=cast.biro, impor=impor)
    assert verifiers(checked) == {cast.verifikator}


def test_a03_nor_by_a_table_nor_by_a_whole_list(cast, checked, as_user):
    file = workbook(checked.nama_unit, "verifikator", "verifikator")
    impor = assignment_workbook.check(
        by=cast.bagian, siklus=checked.siklus, file=file, name="tugas.xlsx"
    )
    assert "ditetapkan provinsi atau KemenPANRB" in str(impor.masalah)
    page = f"/siklus/{checked.siklus.uuid}/penugasan/"
    given = {"pilih": [checked.uuid], "orang": "verifikator", "peran": "verify"}
    client = as_user(cast.bagian)
    assert 'value="verify"' not in client.get(page).content.decode()
    for verb in ("tetapkan", "cabut"):
        assert client.post(f"{page}{verb}/", given).status_code == 422  # no such choice
    assert as_user(cast.biro).post(f"{page}tetapkan/", given).status_code == 302
    assert verifiers(checked) == {cast.verifikator}


def test_a03_the_team_s_page_leaves_the_verifier_as_he_is(cast, finished, as_user):
    Evaluasi.objects.filter(pk=finished.pk).update(state="dinilai")
    page = f"/evaluasi/{finished.uuid}/penugasan/"
    assert as_user(cast.bagian).post(page, {"ketua": str(cast.evaluator.pk)}).status_code == 302
    assert verifiers(finished) == {cast.verifikator}


# What is fixed when it opens, and who changes it --------------------------------------------------


@stage.fixture
def prepared(cast) -> Siklus:
    siklus = factories.make_siklus(cast.nasional, status="disiapkan", verifikasi=True)
    AturanLokus.objects.create(
        siklus=siklus, instansi=cast.nasional, jenis_instansi="kabupaten",
        jenis_unit=cast.rsud.jenis,
    )  # fmt: skip
    return siklus


def test_a03_steps_are_fixed_when_it_opens_with_or_without_a_verifier(cast, prepared):
    alone = factories.make_instansi("Lembaga Uji", "kl")
    unit = factories.make_unit(alone, "Layanan Uji")
    opening.open_siklus(by=cast.menpan, siklus=prepared, units=[cast.rsud])
    made = Evaluasi.objects.get(siklus=prepared)
    assert made.tahapan == ["nilai", "verifikasi", "validasi", "terbit"]
    # Nobody is above a ministry's or agency's unit.
    added = opening.add_evaluasi(by=cast.menpan, siklus=prepared, unit=unit)
    assert added.tahapan == ["nilai", "validasi", "terbit"]
    with pytest.raises(Refused, match="tidak dapat diubah lagi"):
        update_siklus(by=cast.menpan, siklus=prepared, verifikasi=False)
    with pytest.raises(Refused, match="tanpa tahap verifikasi"):
        appoint(cast, cast.menpan, added)


def test_a03_only_with_a_reason_and_both_sides_and_the_audit_know(cast, finished):
    with pytest.raises(Refused, match="Tulis alasannya"):
        verification.waive(by=cast.menpan, evaluasi=[finished], reason=" ")
    waive(cast, cast.menpan, finished)
    assert Step.VERIFIKASI not in steps(finished)
    told = set(Notice.objects.filter(kind="tahap_verifikasi").values_list("user", flat=True))
    both = {cast.biro, cast.verifikator, cast.bagian, cast.kepala, cast.operator}
    assert told == {person.pk for person in both}
    entry = AuditEntry.objects.get(action="tiadakan_verifikasi")
    assert (entry.reason, entry.by) == (WHY, cast.menpan)
    with pytest.raises(Refused, match="tidak menunggu verifikasi"):
        waive(cast, cast.menpan, finished)
    verification.ask_for(by=cast.menpan, evaluasi=[finished], reason=WHY)
    assert Step.VERIFIKASI in steps(finished)


def test_a03_what_is_verified_or_decided_keeps_its_steps(cast, finished):
    advance(by=cast.verifikator, evaluasi=finished, action=Action.VERIFIKASI)
    with pytest.raises(Refused, match="tidak dapat diubah lagi"):
        waive(cast, cast.menpan, finished)


def test_a03_the_organiser_waives_on_the_page_of_the_assignments(cast, finished, as_user):
    address = f"/siklus/{finished.siklus.uuid}/verifikasi/tiadakan/"
    given = {"pilih": [finished.uuid], "alasan": WHY}
    for who in (cast.bagian, cast.biro, cast.evaluator):
        assert as_user(who).post(address, given).status_code == 403
    assert as_user(cast.menpan).post(address, given).status_code == 302
    assert Step.VERIFIKASI not in steps(finished)


def test_a03_a_membership_that_ended_is_seen_as_nobody_appointed(cast, finished, as_user):
    Membership.objects.filter(user=cast.verifikator).update(ended_at=timezone.now())
    page = f"/siklus/{finished.siklus.uuid}/penugasan/?tanda=tanpa_verifikator"
    assert finished.nama_unit in as_user(cast.biro).get(page).content.decode()
