"""Who evaluates what: eligible people, one ketua tim, nobody of the unit; in bulk from a table."""

import io
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.assignment import sheet as assignment_sheet
from evaluations.assignment.services import workbook as assignment_workbook
from evaluations.assignment.services.assigning import assign, set_team, unassign
from evaluations.f02.services.levels import save_score
from evaluations.models import EvaluasiAspekUserObjectPermission, Hasil, Impor
from evaluations.progress.services.steps import advance
from evaluations.results.services import recompute_stale
from evaluations.rules.workflow import Action
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from pekppp.base.sheet_reading import read_rows
from pekppp.base.sheets import Column, Sheet, write_workbook
from tests import factories

ASPECTS = {"I", "II", "III", "IV", "V", "VI", "tambahan"}


@pytest.fixture
def fresh(cast, siklus):
    """The RSUD's evaluation without anybody assigned."""
    return factories.make_evaluasi(siklus, cast.rsud)


@pytest.fixture
def second(cast):
    person = factories.make_user("penilai_dua")
    factories.member(person, Role.EVALUATOR, cast.banjarnegara)
    return person


def held(user, evaluasi, codename="score"):
    rows = EvaluasiAspekUserObjectPermission.objects.filter(
        user=user, permission__codename=codename, content_object__evaluasi=evaluasi
    )
    return set(rows.values_list("content_object__kode", flat=True))


def test_a_whole_unit_assignment_is_every_aspect(cast, fresh):
    assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"score"})
    assert held(cast.evaluator, fresh) == ASPECTS


def test_an_aspect_is_assigned_alone(cast, fresh, second):
    assign(
        by=cast.bagian, evaluasi=[fresh], user=second, codenames={"score"}, aspek=["II", "tambahan"]
    )
    assert held(second, fresh) == {"II", "tambahan"}


def test_assigning_twice_doubles_nothing(cast, fresh):
    for _ in range(2):
        assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"score"})
    assert EvaluasiAspekUserObjectPermission.objects.count() == len(ASPECTS)


@pytest.mark.parametrize("who", ["menpan", "bagian"])
def test_organiser_and_evaluating_office_assign(cast, fresh, who):
    by = getattr(cast, who)
    assert assign(by=by, evaluasi=[fresh], user=cast.evaluator, codenames={"score"}) == 1


@pytest.mark.parametrize(
    "who", ["biro", "admin_tetangga", "pimpinan", "evaluator", "kepala", "siapapun"]
)
def test_nobody_else_assigns(cast, fresh, who):
    for call in (assign, unassign):
        with pytest.raises(PermissionDenied):
            call(by=getattr(cast, who), evaluasi=[fresh], user=cast.evaluator, codenames={"score"})


@pytest.mark.parametrize(
    ("place", "fine"), [("banjarnegara", 1), ("jateng", 1), ("nasional", 1), ("tetangga", 0)]
)
def test_evaluators_come_from_the_office_the_organiser_or_above(cast, fresh, place, fine):
    person = factories.make_user("calon")
    factories.member(person, Role.EVALUATOR, getattr(cast, place))
    if fine:
        assert assign(by=cast.bagian, evaluasi=[fresh], user=person, codenames={"score"})
        return
    with pytest.raises(Refused) as refused:
        assign(by=cast.bagian, evaluasi=[fresh], user=person, codenames={"score"})
    assert refused.value.field == "orang"


def test_whose_role_has_ended_is_not_assigned(cast, fresh):
    cast.evaluator.memberships.update(ended_at=timezone.now())
    with pytest.raises(Refused):
        assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"score"})


def test_only_a_verifier_of_the_province_verifies(cast, fresh):
    factories.to_be_verified(fresh)
    assign(by=cast.biro, evaluasi=[fresh], user=cast.verifikator, codenames={"verify"})
    assert held(cast.verifikator, fresh, "verify") == ASPECTS
    with pytest.raises(Refused):
        assign(by=cast.biro, evaluasi=[fresh], user=cast.evaluator, codenames={"verify"})
    with pytest.raises(Refused):
        assign(by=cast.bagian, evaluasi=[fresh], user=cast.verifikator, codenames={"score"})


def test_nobody_scores_a_unit_he_belongs_to(cast, fresh):
    factories.member(cast.evaluator, Role.OPERATOR, cast.rsud)
    with pytest.raises(Refused) as refused:
        assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"lead"})
    assert refused.value.message == (
        "Evaluator anggota RSUD Hj. Anna Lasmanah, jadi tidak boleh menilainya."
    )


def test_who_scores_does_not_verify(cast, fresh):
    factories.member(cast.evaluator, Role.VERIFIKATOR, cast.jateng)
    factories.to_be_verified(fresh)
    assign(by=cast.menpan, evaluasi=[fresh], user=cast.evaluator, codenames={"score"})
    with pytest.raises(Refused):
        assign(by=cast.biro, evaluasi=[fresh], user=cast.evaluator, codenames={"verify"})


def test_there_is_one_ketua_tim_and_he_scores(cast, fresh, second):
    assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"lead"})
    assign(by=cast.bagian, evaluasi=[fresh], user=second, codenames={"lead"})
    assert list(factories.people_on(fresh, "lead").distinct()) == [second]
    assert held(second, fresh) == ASPECTS
    # Who was ketua tim before goes on scoring.
    assert held(cast.evaluator, fresh) == ASPECTS


def test_a_ketua_tim_scores_only_the_aspects_that_are_named(cast, fresh, second):
    assign(by=cast.bagian, evaluasi=[fresh], user=second, codenames={"lead"}, aspek=["I"])
    assert (held(second, fresh), held(second, fresh, "lead")) == ({"I"}, ASPECTS)
    assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"lead"}, aspek=[])
    assert held(cast.evaluator, fresh) == set()


def test_one_impossible_unit_refuses_the_whole_list(cast, siklus, fresh):
    other = factories.make_evaluasi(siklus, cast.unit_tetangga)
    with pytest.raises(Refused):
        assign(by=cast.menpan, evaluasi=[fresh, other], user=cast.evaluator, codenames={"score"})
    assert held(cast.evaluator, fresh) == set()


@pytest.mark.parametrize(
    ("codenames", "aspek", "field"),
    [({"score"}, ["IX"], "aspek"), (set(), None, "peran"), ({"admin"}, None, "peran")],
)
def test_what_does_not_exist_is_refused(cast, fresh, codenames, aspek, field):
    with pytest.raises(Refused) as refused:
        assign(
            by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames=codenames, aspek=aspek
        )
    assert refused.value.field == field


@pytest.mark.parametrize("state", ["f02_selesai", "divalidasi", "terbit", "diverifikasi"])
def test_a_team_stays_once_its_f02_is_finished(cast, evaluasi, second, state):
    type(evaluasi).objects.update(state=state)
    for call, user in ((assign, second), (unassign, cast.evaluator)):
        with pytest.raises(Refused):
            call(by=cast.bagian, evaluasi=[evaluasi], user=user, codenames={"score"})


def test_a_verifier_is_still_appointed_after_the_f02(cast, evaluasi):
    type(evaluasi).objects.update(state="f02_selesai")
    factories.to_be_verified(evaluasi)
    assign(by=cast.biro, evaluasi=[evaluasi], user=cast.verifikator, codenames={"verify"})
    assert held(cast.verifikator, evaluasi, "verify")


def test_the_person_is_told_and_the_audit_knows(cast, fresh):
    assign(by=cast.bagian, evaluasi=[fresh], user=cast.evaluator, codenames={"lead"})
    notice = Notice.objects.get(user=cast.evaluator)
    assert notice.subject == "Anda ditugaskan sebagai ketua tim RSUD Hj. Anna Lasmanah."
    entry = AuditEntry.objects.get(action="tugaskan")
    assert (entry.object_id, entry.data["orang"]) == (str(fresh.uuid), "evaluator")


def test_levels_are_counted_again_when_the_team_changes(cast, evaluasi, second):
    advance(by=cast.kepala, evaluasi=evaluasi, action=Action.KIRIM_F01, confirmed_gaps=True)
    save_score(
        by=cast.evaluator,
        evaluasi=evaluasi,
        indikator=1,
        peran="evaluator",
        changes={"level": 0},
        based_on=0,
        key=uuid4(),
    )
    recompute_stale()
    assert Hasil.objects.get().f02_terisi == 1
    assign(by=cast.bagian, evaluasi=[evaluasi], user=second, codenames={"score"})
    recompute_stale()
    assert Hasil.objects.get().f02_terisi == 0  # the second evaluator has not scored yet
    unassign(by=cast.bagian, evaluasi=[evaluasi], user=second, codenames={"score"})
    recompute_stale()
    assert Hasil.objects.get().f02_terisi == 1


def test_a_thousand_units_take_as_many_queries_as_one(cast, siklus):
    def queries(*evaluasi):
        with CaptureQueriesContext(connection) as found:
            assign(by=cast.menpan, evaluasi=evaluasi, user=cast.evaluator, codenames={"lead"})
        return len(found)

    units = [factories.make_unit(cast.banjarnegara, f"RSUD {n}") for n in range(4)]
    made = [factories.make_evaluasi(siklus, unit) for unit in units]
    queries(made[0])
    assert queries(made[0]) == queries(*made[1:])


# The team of one unit -----------------------------------------------------------------------------


def test_a_team_is_set_as_a_whole(cast, evaluasi, second):
    factories.to_be_verified(evaluasi)
    set_team(
        by=cast.menpan,
        evaluasi=evaluasi,
        scores={cast.evaluator: {"I", "II"}, second: {"III"}},
        lead=second,
        verifiers=[cast.verifikator],
    )
    assert held(cast.evaluator, evaluasi) == {"I", "II"}
    assert held(second, evaluasi) == {"III"}
    assert list(factories.people_on(evaluasi, "lead").distinct()) == [second]
    assert held(cast.verifikator, evaluasi, "verify") == ASPECTS
    set_team(by=cast.menpan, evaluasi=evaluasi, scores={}, lead=None, verifiers=[])
    assert not EvaluasiAspekUserObjectPermission.objects.exists()


# The table ----------------------------------------------------------------------------------------


def workbook(*rows, titles=assignment_sheet.TITLES):
    sheet = Sheet("Penugasan", [Column(title) for title in titles], rows)
    return io.BytesIO(write_workbook([sheet]))


def checked(by, siklus, *rows):
    return assignment_workbook.check(by=by, siklus=siklus, file=workbook(*rows), name="tugas.xlsx")


def problems(impor):
    return [(item["baris"], item["kolom"], item["pesan"]) for item in impor.masalah]


def test_a_table_is_applied_only_when_told(cast, siklus, fresh):
    impor = checked(cast.bagian, siklus, (fresh.nama_unit, "semua", "evaluator", "ketua"))
    assert (impor.masalah, held(cast.evaluator, fresh)) == ([], set())
    assert assignment_workbook.apply(by=cast.bagian, impor=impor) == 1
    assert held(cast.evaluator, fresh, "lead") == ASPECTS
    with pytest.raises(Refused):
        assignment_workbook.apply(by=cast.bagian, impor=impor)


def test_people_are_named_by_username_or_mail_and_aspects_by_code(cast, siklus, fresh, second):
    factories.to_be_verified(fresh)
    impor = checked(
        cast.menpan,
        siklus,
        (fresh.nama_unit.upper(), "semua", "EVALUATOR@uji.test", "Ketua tim"),
        (f"  {fresh.nama_unit} ", "ii", "penilai_dua", "Evaluator"),
        (fresh.nama_unit, "Tambahan", "penilai_dua", "evaluator"),
        (fresh.nama_unit, "Semua aspek", "verifikator", "verifikator"),
    )
    assert problems(impor) == []
    assignment_workbook.apply(by=cast.menpan, impor=impor)
    assert held(second, fresh) == {"II", "tambahan"}
    assert held(cast.verifikator, fresh, "verify") == ASPECTS


def test_problems_say_where_and_what_and_nothing_is_applied(cast, siklus, fresh):
    person = factories.make_user("orang_unit")
    factories.member(person, Role.OPERATOR, cast.rsud)
    factories.member(person, Role.EVALUATOR, cast.banjarnegara)
    nama = fresh.nama_unit
    impor = checked(
        cast.bagian,
        siklus,
        ("RSUD Entah", "semua", "evaluator", "evaluator"),
        (nama, "semua", "tiada", "evaluator"),
        (nama, "IX", "evaluator", "evaluator"),
        (nama, "semua", "evaluator", "wasit"),
        (nama, "semua", "orang_unit", "evaluator"),
        (nama, "semua", "evaluator", "ketua"),
        ("", "semua", "evaluator", "evaluator"),
        (nama, None, "evaluator", "evaluator"),
        (nama, "semua", "evaluator", "ketua"),
    )
    assert problems(impor) == [
        (2, "A", "«RSUD Entah» tidak ada di antara unit yang dapat Anda tugaskan."),
        (3, "C", "Tidak ada akun dengan nama pengguna atau surel «tiada»."),
        (4, "B", "Aspek «IX» tidak ada pada instrumen unit ini; atau tulis «semua»."),
        (5, "D", "Tulis evaluator, ketua, atau verifikator."),
        (6, "C", f"Orang_unit anggota {nama}, jadi tidak boleh menilainya."),
        (8, "A", "Nama unit belum diisi."),
        (
            9,
            "B",
            "Aspek belum diisi. Tulis kodenya, misalnya IV, atau «semua» untuk seluruh unit.",
        ),
        (10, "A", "Tugas ini sudah ditulis pada baris 7. Hapus salah satu."),
    ]
    with pytest.raises(Refused):
        assignment_workbook.apply(by=cast.bagian, impor=impor)
    assert held(cast.evaluator, fresh) == set()


def test_a_second_ketua_of_one_unit_is_a_problem(cast, siklus, fresh, second):
    impor = checked(
        cast.bagian,
        siklus,
        (fresh.nama_unit, "semua", "evaluator", "ketua"),
        (fresh.nama_unit, "semua", "penilai_dua", "ketua"),
    )
    assert problems(impor) == [(3, "D", "Unit ini sudah mempunyai ketua pada baris 2.")]


def test_units_of_one_name_are_told_apart_by_their_instansi(cast, siklus, fresh):
    twin = factories.make_evaluasi(siklus, factories.make_unit(cast.tetangga, cast.rsud.nama))
    assert set(assignment_workbook.unit_labels([fresh, twin]).values()) == {
        f"{cast.rsud.nama} (Kabupaten Banjarnegara)",
        f"{cast.rsud.nama} (Kabupaten Tetangga)",
    }
    impor = checked(
        cast.menpan,
        siklus,
        (cast.rsud.nama, "semua", "evaluator", "evaluator"),
        (f"{cast.rsud.nama} (Kabupaten Banjarnegara)", "semua", "evaluator", "evaluator"),
    )
    assert [row[:2] for row in problems(impor)] == [(2, "A")]


@pytest.mark.parametrize(
    "file",
    [
        io.BytesIO(b"bukan xlsx"),
        workbook(("RSUD", "semua", "evaluator", "ketua"), titles=("A", "B", "C", "D")),
        workbook(),
    ],
)
def test_a_file_that_is_no_table_is_a_problem_in_words(cast, siklus, fresh, file):
    file.seek(0)
    impor = assignment_workbook.check(by=cast.bagian, siklus=siklus, file=file, name="x.xlsx")
    assert impor.masalah[0]["pesan"]


def test_only_one_s_own_units_and_files(cast, siklus, fresh):
    with pytest.raises(Refused) as refused:
        checked(cast.admin_tetangga, siklus)
    assert refused.value.status == 403
    impor = checked(cast.bagian, siklus, (fresh.nama_unit, "semua", "evaluator", "ketua"))
    with pytest.raises(Refused):
        assignment_workbook.apply(by=cast.menpan, impor=impor)


def test_applying_asks_again(cast, siklus, fresh):
    impor = checked(cast.bagian, siklus, (fresh.nama_unit, "semua", "evaluator", "ketua"))
    factories.member(cast.evaluator, Role.OPERATOR, cast.rsud)
    with pytest.raises(Refused):
        assignment_workbook.apply(by=cast.bagian, impor=impor)
    assert Impor.objects.get().status == "diperiksa"


def test_the_template_names_the_units_and_can_be_given_back(cast, siklus, evaluasi, second):
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    assign(by=cast.bagian, evaluasi=[evaluasi], user=second, codenames={"score"}, aspek=["IV"])
    before = set(
        EvaluasiAspekUserObjectPermission.objects.values_list(
            "user", "content_object", "permission"
        )
    )
    file = io.BytesIO(assignment_workbook.template(by=cast.bagian, siklus=siklus))
    rows, wrong = assignment_sheet.read_assignments(file)
    assert wrong == []
    assert {(row.unit, row.aspek, row.orang, row.peran) for row in rows} == {
        (cast.rsud.nama, "semua", "evaluator", "ketua"),
        (cast.rsud.nama, "IV", "penilai_dua", "evaluator"),
    }
    # Given back as it is, it changes nothing; filled in, it assigns the unit that had nobody.
    impor = assignment_workbook.check(by=cast.bagian, siklus=siklus, file=file, name="t.xlsx")
    assert (impor.baris, impor.masalah) == ([], [])
    assignment_workbook.apply(by=cast.bagian, impor=impor)
    rows = EvaluasiAspekUserObjectPermission.objects.values_list(
        "user", "content_object", "permission"
    )
    assert set(rows) == before
    filled = [(row.unit, row.aspek, row.orang, row.peran) for row in importers_rows(file)]
    filled = [
        (unit, "semua", "evaluator", "ketua") if unit == other.nama_unit else (unit, *rest)
        for unit, *rest in filled
    ]
    impor = checked(cast.bagian, siklus, *filled)
    assert problems(impor) == []
    assignment_workbook.apply(by=cast.bagian, impor=impor)
    assert held(cast.evaluator, other) == ASPECTS


def test_what_is_there_already_is_no_problem_even_when_it_could_not_be_assigned_now(
    cast, siklus, evaluasi
):
    type(evaluasi).objects.update(state="terbit")
    impor = checked(cast.bagian, siklus, (evaluasi.nama_unit, "semua", "evaluator", "ketua"))
    assert (impor.baris, impor.masalah) == ([], [])


def importers_rows(file):
    """Every row of the template below its titles, those without a person too."""
    rows, _ = read_rows(file)
    rows = [row for row in rows if row.sheet == assignment_sheet.SHEET]
    start = next(i for i, row in enumerate(rows) if row.get(0) == "Unit")
    for row in rows[start + 1 :]:
        yield assignment_sheet.AssignmentRow(
            row, row.get(0) or "", row.get(1) or "", row.get(2) or "", row.get(3) or ""
        )
