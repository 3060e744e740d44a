"""G1: offices' admins, units and people by workbook; located errors, twice without duplicates."""

import io

import openpyxl  # noqa: TID251  a workbook as somebody else's program opens it
import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from pekppp.accounts.models import (
    Aktivasi,
    AuditEntry,
    ImporInduk,
    Invitation,
    Membership,
    Notice,
    PendingRole,
    UnitLokus,
    User,
)
from pekppp.accounts.roles import Role
from pekppp.accounts.services import identity, pending, people, places
from pekppp.accounts.services.imports import worker
from pekppp.base.errors import Refused
from tests import factories
from tests.accounts.imports.importing import (
    apply,
    book,
    check,
    done,
    effects,
    nip,
    problems,
    upload,
)

HERE = "Kabupaten Banjarnegara"
PERSON = {"instansi": HERE, "nama": "Siti Aminah", "nip": nip(1), "jabatan": "Analis"}


@pytest.fixture(autouse=True)
def _no_mail(settings):
    settings.MAIL_WORKS = False


def unit_row(unit: UnitLokus, **other: str) -> dict[str, str]:
    return {
        "instansi": unit.instansi.nama,
        "nama": unit.nama,
        "jenis": unit.jenis.nama,
        "id": str(unit.uuid),
    } | other


# Units --------------------------------------------------------------------------------------------


def test_g01_units_are_made_and_changed_with_the_traces_of_a_form(cast):
    rows = [
        {
            "instansi": "kabupaten  BANJARNEGARA",
            "nama": "Dinas Kesehatan",
            "jenis": "RSUD",
            "situs": "dinkes.uji.go.id",
            "kepala_nip": "19800101 200501 1 001",
        },
        {
            "instansi": cast.banjarnegara.kode,
            "nama": "Puskesmas Wanadadi",
            "jenis": "puskesmas",
            "formulir": "B",
            "induk": "dinas kesehatan",
        },
        unit_row(cast.rsud, nama="RSUD Baru", telepon="0286-1", induk="Dinas Kesehatan"),
    ]
    made = check(cast.bagian, "unit", *rows)
    assert effects(made) == ["baru", "baru", "ubah"]
    assert made.baris[2]["beda"] == [
        ["Nama unit", "RSUD Hj. Anna Lasmanah", "RSUD Baru"],
        ["Telepon", "", "0286-1"],
        ["Unit induk", "", "Dinas Kesehatan"],
    ]
    assert not UnitLokus.objects.filter(nama="Dinas Kesehatan").exists()
    assert made.berkas is None
    made = apply(made)
    assert made.status == ImporInduk.Status.SELESAI
    office = UnitLokus.objects.get(nama="Dinas Kesehatan")
    assert (office.sektor, office.formulir, office.kepala_nip) == ("kesehatan", "A", nip(0))
    assert office.situs == "https://dinkes.uji.go.id"
    below = UnitLokus.objects.get(nama="Puskesmas Wanadadi")
    assert (below.induk, below.formulir) == (office, "B")
    cast.rsud.refresh_from_db()
    assert (cast.rsud.nama, cast.rsud.induk) == ("RSUD Baru", office)
    assert AuditEntry.objects.filter(action="buat_unit", instansi=cast.banjarnegara).count() == 2
    changed = AuditEntry.objects.get(action="ubah_unit").data["perubahan"]
    assert changed["telepon"] == ["", "0286-1"]
    history = UnitLokus.pgh_event_model.objects
    assert history.filter(pgh_obj=office).count() == 1
    assert history.filter(pgh_obj=cast.rsud).count() == 2
    again = check(cast.bagian, "unit", *rows)
    assert effects(again) == ["tetap", "tetap", "tetap"]
    with pytest.raises(Refused):
        worker.confirm(by=cast.bagian, impor=again)


def test_g01_a_row_says_what_a_form_would_say_and_where(cast):
    places.close_unit(by=cast.bagian, unit=cast.puskesmas)
    made = check(
        cast.bagian,
        "unit",
        {"instansi": "Kabupaten Tetangga", "nama": "A", "jenis": "RSUD"},
        {"instansi": HERE, "nama": "B", "jenis": "Warung"},
        {"instansi": HERE, "jenis": "RSUD", "formulir": "C"},
        {"instansi": HERE, "nama": "D", "jenis": "RSUD", "email": "bukan surel"},
        {"instansi": HERE, "nama": "E", "jenis": "RSUD", "kepala_nip": "123"},
        {"instansi": HERE, "nama": "e", "jenis": "RSUD"},
        {"instansi": HERE, "nama": "F", "jenis": "RSUD", "induk": "Tidak Ada"},
        {"instansi": HERE, "nama": "G", "jenis": "RSUD", "induk": "H"},
        {"instansi": HERE, "nama": "H", "jenis": "RSUD", "induk": "G"},
        unit_row(cast.puskesmas, telepon="1"),
        unit_row(cast.unit_tetangga, instansi=HERE),
        unit_row(cast.rsud, nama="B"),
        {"instansi": HERE, "nama": "I", "jenis": "RSUD", "telepon": "0" * 41},
    )
    found = problems(made)
    assert found[1:4] == [
        (7, "C", "Jenis unit «Warung» tidak dikenal. Pilih dari daftar pada templat."),
        (8, "B", "Nama unit belum diisi."),
        (8, "E", "Tulis A (layanan tatap muka) atau B (layanan daring)."),
    ]
    assert "tidak ada di antara instansi yang Anda urus" in found[0][2]
    located = {(row, column) for row, column, _ in found}
    assert {(9, "I"), (10, "M"), (11, "B"), (12, "K"), (13, "K"), (14, "K")} <= located
    assert {(15, "O"), (16, "O"), (17, "B"), (18, "H")} <= located
    assert {item["lembar"] for item in made.masalah} == {"Unit lokus"}
    assert made.baris == []
    with pytest.raises(Refused):
        worker.confirm(by=cast.bagian, impor=made)


def test_g01_an_empty_cell_keeps_and_a_hyphen_empties(cast):
    UnitLokus.objects.filter(pk=cast.rsud.pk).update(telepon="0286", alamat="Jalan\nPemuda 1")
    cast.rsud.refresh_from_db()
    kept = unit_row(cast.rsud, alamat="Jalan Pemuda 1")
    assert effects(check(cast.bagian, "unit", kept)) == ["tetap"]
    done(cast.bagian, "unit", unit_row(cast.rsud, telepon="-", jenis="Puskesmas"))
    cast.rsud.refresh_from_db()
    assert (cast.rsud.telepon, cast.rsud.jenis_id) == ("", "puskesmas")
    assert cast.rsud.alamat == "Jalan\nPemuda 1"


def test_g01_below_a_closed_unit_nothing_is_changed_as_in_the_form(cast):
    places.update_unit(by=cast.bagian, unit=cast.rsud, induk=cast.puskesmas)
    places.close_unit(by=cast.bagian, unit=cast.puskesmas)
    assert effects(check(cast.bagian, "unit", unit_row(cast.rsud))) == ["tetap"]
    for row in (unit_row(cast.rsud, telepon="1"), unit_row(cast.rsud, induk="Puskesmas Mandiraja")):
        assert [place[1] for place in problems(check(cast.bagian, "unit", row))] == ["K"]
    done(cast.bagian, "unit", unit_row(cast.rsud, telepon="1", induk="-"))


# People -------------------------------------------------------------------------------------------


def test_g01_people_get_accounts_roles_and_a_way_in(cast):
    operator = PERSON | {"peran": "Operator unit", "unit": "rsud hj. anna lasmanah"}
    rows = [
        operator | {"surel": "Siti@uji.test", "telepon": "812 3456"},
        PERSON | {"peran": "kepala", "unit": cast.puskesmas.nama},
        {
            "instansi": "Provinsi Jawa Tengah",
            "nama": "Budi",
            "nip": "-",
            "pengguna": "budi.v",
            "peran": "verifikator",
        },
    ]
    made = done(cast.menpan, "orang", *rows)
    assert effects(made) == ["baru", "baru", "baru"]
    assert [row["pengguna"] for row in made.hasil] == [nip(1), nip(1), "budi.v"]
    siti = User.objects.get(username=nip(1))
    assert (siti.nama, siti.nip, siti.jabatan) == ("Siti Aminah", nip(1), "Analis")
    assert (siti.email, siti.email_claimed, siti.telepon) == (None, "siti@uji.test", "0812 3456")
    assert not siti.has_usable_password()
    assert {row.role for row in siti.memberships.all()} == {Role.OPERATOR, Role.KEPALA}
    way = Aktivasi.objects.get(user=siti)
    assert (way.issued_by, way.instansi) == (cast.menpan, cast.banjarnegara)
    assert 13 <= (way.expires_at - timezone.now()).days <= 14
    assert not Notice.objects.filter(user=siti).exists()
    assert AuditEntry.objects.filter(action="buat_akun").count() == 2
    before = (User.objects.count(), Membership.objects.count(), Aktivasi.objects.count())
    again = check(cast.menpan, "orang", *rows)
    assert effects(again) == ["tetap"] * 3
    assert before == (User.objects.count(), Membership.objects.count(), Aktivasi.objects.count())


def test_g01_whose_account_is_the_importers_gets_the_role_and_what_the_office_writes(cast):
    row = {
        "instansi": HERE,
        "nama": "Evaluator",
        "nip": nip(5),
        "jabatan": "Auditor",
        "pengguna": "Evaluator",
        "peran": "pimpinan",
    }
    made = check(cast.bagian, "orang", row)
    assert effects(made) == ["peran"]
    assert made.baris[0]["beda"] == [["NIP", "", nip(5)], ["Jabatan", "", "Auditor"]]
    apply(made)
    cast.evaluator.refresh_from_db()
    assert (cast.evaluator.nip, cast.evaluator.jabatan) == (nip(5), "Auditor")
    assert cast.evaluator.memberships.filter(role=Role.PIMPINAN).count() == 1
    assert {n.kind for n in Notice.objects.filter(user=cast.evaluator)} == {"peran", "identitas"}
    # By his NIP he is known again, without his username.
    by_nip = {name: text for name, text in row.items() if name != "pengguna"}
    assert effects(check(cast.bagian, "orang", by_nip)) == ["tetap"]


def test_g01_another_office_s_account_is_invited_and_nothing_of_it_shown(cast):
    User.objects.filter(username="verifikator").update(nama="Nama Rahasia", jabatan="Rahasia")
    row = PERSON | {"pengguna": "verifikator", "peran": "evaluator"}
    made = check(cast.bagian, "orang", row)
    assert effects(made) == ["undang"]
    assert "Rahasia" not in str(made.baris)
    apply(made)
    invited = Invitation.objects.get(account=cast.verifikator)
    assert (invited.role, invited.instansi) == (Role.EVALUATOR, cast.banjarnegara)
    cast.verifikator.refresh_from_db()
    assert (cast.verifikator.nip, cast.verifikator.nama) == ("", "Nama Rahasia")
    assert cast.verifikator.memberships.count() == 1
    assert Notice.objects.filter(user=cast.verifikator, kind="undangan").count() == 1
    assert effects(check(cast.bagian, "orang", row)) == ["tetap"]


def test_g01_who_never_had_a_role_is_invited_even_by_the_ministry(cast):
    """What he calls himself was decided by nobody."""
    row = PERSON | {"pengguna": "siapapun", "peran": "evaluator"}
    assert effects(check(cast.menpan, "orang", row)) == ["undang"]


def test_g01_nobody_names_himself_by_a_workbook(cast):
    row = PERSON | {"pengguna": "bagian", "nama": "Bupati", "peran": "evaluator"}
    made = done(cast.bagian, "orang", row)
    assert "tidak Anda tetapkan" in made.hasil[0]["catatan"]
    cast.bagian.refresh_from_db()
    assert cast.bagian.nama == "Bagian"


def test_g01_two_rows_of_one_person_do_not_contradict_each_other(cast):
    role = {"peran": "evaluator"}
    made = check(
        cast.bagian,
        "orang",
        PERSON | role,
        PERSON | {"peran": "pimpinan", "jabatan": "Camat"},
        PERSON | role,
        PERSON | {"peran": "verifikator", "pengguna": "lain"},
        PERSON | {"peran": "raja", "nip": nip(2)},
        PERSON | {"peran": "operator", "nip": nip(3)},
        PERSON | {"peran": "evaluator", "nip": nip(4), "unit": cast.rsud.nama},
        PERSON | {"peran": "evaluator", "nip": "1980"},
        PERSON | {"peran": "evaluator", "nip": ""},
        PERSON | {"peran": "evaluator", "nip": nip(6), "nama": ""},
        PERSON | {"peran": "evaluator", "nip": nip(7), "pengguna": "a@b.id"},
        PERSON | {"peran": "evaluator", "nip": nip(8), "surel": "bukan"},
    )
    first = 7
    assert [(row - first, column) for row, column, _ in problems(made)] == [
        (1, "E"),
        (2, "F"),
        (3, "D"),
        (4, "F"),
        (5, "B"),
        (6, "B"),
        (7, "D"),
        (8, "D"),
        (9, "C"),
        (10, "G"),
        (11, "H"),
    ]
    assert problems(made)[0][2] == (
        "Berbeda dari baris 7 («Analis»). Tulis satu orang sama di setiap barisnya."
    )


def test_g01_a_nip_on_another_account_is_told_and_makes_no_second_claim(cast):
    User.objects.filter(username="verifikator").update(nip=nip(1))
    made = check(cast.bagian, "orang", PERSON | {"peran": "evaluator"})
    assert effects(made) == ["baru"]
    assert "juga tercatat pada akun lain" in made.catatan[0]["pesan"]


# Admins -------------------------------------------------------------------------------------------


def test_g01_admins_wait_together_for_one_second_person(cast):
    ministry = factories.make_user("menpan2")
    factories.member(ministry, Role.ADMIN_NASIONAL, cast.nasional)
    rows = [
        PERSON | {"instansi": office.nama, "nip": nip(number)}
        for number, office in enumerate((cast.jateng, cast.banjarnegara, cast.tetangga))
    ]
    made = done(cast.menpan, "admin", *rows, PERSON | {"pengguna": "pimpinan", "nip": ""})
    assert effects(made) == ["baru_tunggu"] * 3 + ["tunggu"]
    assert not Membership.objects.filter(user__nip__in=[nip(n) for n in range(3)]).exists()
    (batch,) = {row.batch for row in PendingRole.objects.all()}
    assert effects(check(cast.menpan, "admin", *rows)) == ["tetap"] * 3
    assert Aktivasi.objects.count() == 3
    for wrong in (cast.menpan, cast.biro):
        with pytest.raises(PermissionDenied):
            pending.confirm(by=wrong, batch=batch)
    pending.confirm(by=ministry, batch=batch)
    new = Membership.objects.filter(role=Role.ADMIN_INSTANSI, user__nama="Siti Aminah")
    assert {row.instansi for row in new} == {cast.jateng, cast.banjarnegara, cast.tetangga}
    told = Notice.objects.filter(user=ministry, kind="konfirmasi")
    assert [row.subject for row in told] == ["Peran di 3 instansi menunggu konfirmasi"]
    assert told[0].url == f"/peran-menunggu/{batch}/"


def test_g01_without_a_second_person_for_all_of_it_the_clock_decides(cast):
    rows = [
        PERSON | {"instansi": office.nama, "nip": nip(number)}
        for number, office in enumerate((cast.tetangga, cast.banjarnegara))
    ]
    done(cast.menpan, "admin", *rows)
    assert all(row.effective_at for row in PendingRole.objects.all())


# Both halves --------------------------------------------------------------------------------------


def _renamed(cast):
    places.update_unit(by=cast.bagian, unit=cast.rsud, telepon="9")


def _closed(cast):
    places.close_unit(by=cast.bagian, unit=cast.rsud)


def _taken(cast):
    places.create_unit(
        by=cast.bagian, instansi=cast.banjarnegara, nama="Baru", jenis=cast.rsud.jenis
    )


def _dismissed(cast):
    Membership.objects.filter(user=cast.bagian).update(ended_at=timezone.now())


@pytest.mark.parametrize("meanwhile", [_renamed, _closed, _taken, _dismissed])
def test_g01_what_changed_since_the_check_is_refused_and_nothing_is_written(cast, meanwhile):
    made = check(
        cast.bagian,
        "unit",
        {"instansi": HERE, "nama": "Lain", "jenis": "RSUD"},
        {"instansi": HERE, "nama": "Baru", "jenis": "RSUD"},
        unit_row(cast.rsud, telepon="1"),
    )
    meanwhile(cast)
    worker.confirm(by=cast.bagian, impor=made)
    worker.import_next()
    made.refresh_from_db()
    assert made.status == ImporInduk.Status.GAGAL
    assert "tidak ada yang diterapkan" in made.error
    assert not UnitLokus.objects.filter(nama="Lain").exists()


def test_g01_an_account_that_came_meanwhile_is_not_overwritten(cast):
    made = check(cast.bagian, "orang", PERSON | {"peran": "evaluator"})
    other = factories.make_user(nip(1), nama="Orang Lain")
    factories.member(other, Role.EVALUATOR, cast.tetangga)
    worker.confirm(by=cast.bagian, impor=made)
    worker.import_next()
    made.refresh_from_db()
    assert (made.status, "berubah sejak" in made.error) == (ImporInduk.Status.GAGAL, True)
    assert not other.memberships.filter(instansi=cast.banjarnegara).exists()


def test_g01_a_file_is_applied_once_and_by_whoever_saw_what_it_does(cast):
    made = check(cast.bagian, "unit", {"instansi": HERE, "nama": "Baru", "jenis": "RSUD"})
    with pytest.raises(PermissionDenied):
        worker.confirm(by=cast.menpan, impor=made)
    apply(made)
    with pytest.raises(Refused):
        worker.confirm(by=cast.bagian, impor=made)
    assert worker.import_next() is None


def test_g01_a_file_that_is_no_table_says_so(cast):
    for content, words in (
        (b"%PDF-1.4", "PDF"),
        (b"a;b\n1;2\n", "Baris judul tidak ditemukan"),
        (book("unit"), "Tidak ada baris"),
    ):
        made = upload(cast.bagian, "unit", content)
        assert words in problems(made)[0][2]


def test_g01_unknown_columns_are_told(cast):
    made = upload(
        cast.bagian,
        "unit",
        b"Instansi;Nama unit;Jenis unit;Warna\n;;;biru\n" + (f"{HERE};Baru;RSUD;merah\n".encode()),
    )
    assert "«Warna» tidak dikenal" in made.catatan[0]["pesan"]


def test_g01_old_dry_runs_go_and_applied_ones_stay(cast):
    row = {"instansi": HERE, "nama": "Baru", "jenis": "RSUD"}
    applied, waits = done(cast.bagian, "unit", row), check(cast.bagian, "unit", row)
    old = timezone.now() - worker.KEPT - worker.KEPT
    ImporInduk.objects.update(dibuat_pada=old)
    worker.sweep()
    assert set(ImporInduk.objects.all()) == {applied} != {waits}


# Samples ------------------------------------------------------------------------------------------


def filled(content: bytes, *rows: dict[str, str]) -> bytes:
    """The sample with rows below what stands there already, as a clerk's program saves it."""
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    sheet = sheets.worksheets[0]
    header = next(row for row in sheet.iter_rows() if row[0].value == "Instansi")
    titles = {cell.value: cell.column for cell in header}
    below = sheet.max_row + 1
    for number, row in enumerate(rows):
        for title, text in row.items():
            sheet.cell(below + number, titles[title], text)
    out = io.BytesIO()
    sheets.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("jenis", "row", "kept"),
    [
        ("admin", {"Instansi": HERE, "Nama": "Siti", "NIP": nip(1)}, 0),
        ("unit", {"Instansi": HERE, "Nama unit": "Baru", "Jenis unit": "RSUD"}, 2),
        ("orang", {"Instansi": HERE, "Nama": "Siti", "NIP": nip(1), "Peran": "Evaluator"}, 0),
    ],
)
def test_g01_the_sample_is_downloaded_filled_and_imported(cast, as_user, jenis, row, kept):
    answer = as_user(cast.bagian).get(f"/impor-data/contoh/?jenis={jenis}")
    content = b"".join(answer)
    made = upload(cast.bagian, jenis, filled(content, row))
    assert made.masalah == []
    assert effects(made).count("tetap") == kept
    assert len(made.baris) == kept + 1
    apply(made)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.data_validations.dataValidation  # something to choose from
    numbers = [cell for cell in sheet[5] if "NIP" in str(cell.value)]
    for cell in numbers:  # which a program would round where it is no text
        assert sheet.column_dimensions[cell.column_letter].number_format == "@"
    again = as_user(cast.bagian).get(f"/impor-data/contoh/?jenis={jenis}")
    assert effects(upload(cast.bagian, jenis, filled(b"".join(again), row))) in (
        ["tetap"],
        # The unit stands in the new sample, and the row once more below it.
        [],
    )


def test_g01_the_admins_sample_names_who_has_none(cast, as_user):
    Membership.objects.filter(user=cast.admin_tetangga).update(ended_at=timezone.now())
    answer = as_user(cast.menpan).get("/impor-data/contoh/?jenis=admin")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer))).worksheets[0]
    assert [row[0].value for row in sheet.iter_rows(min_row=7)] == ["Kabupaten Tetangga"]
    assert "Tidak ada baris" in problems(upload(cast.menpan, "admin", b"".join(answer)))[0][2]


# Pages --------------------------------------------------------------------------------------------


def test_g01_pages_lead_from_the_upload_to_the_result(cast, as_user):
    client = as_user(cast.bagian)
    content = book("orang", PERSON | {"peran": "evaluator"})
    file = io.BytesIO(content)
    file.name = "orang.xlsx"
    refused = client.post("/impor-data/unggah/", {"jenis": "orang"})
    assert refused.status_code == 422 and "Pilih berkasnya" in refused.content.decode()
    answer = client.post("/impor-data/unggah/", {"jenis": "orang", "berkas": file})
    page = answer["Location"]
    assert "Menunggu giliran" in client.get(page).content.decode()
    assert "HX-Refresh" not in client.get(f"{page}kemajuan/")
    worker.import_next()
    assert client.get(f"{page}kemajuan/")["HX-Refresh"] == "true"
    assert "Terapkan 1 baris" in client.get(page).content.decode()
    assert client.get(f"{page}hasil/").status_code == 404
    client.post(f"{page}terapkan/")
    worker.import_next()
    assert "Unduh hasil" in client.get(page).content.decode()
    result = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{page}hasil/"))))
    rows = list(result.worksheets[0].values)
    assert rows[2][:5] == ("Baris", "Nama", "Peran", "Nama pengguna", "Hasil")
    assert rows[3][1:5] == ("Siti Aminah", f"Evaluator, {HERE}", nip(1), "Dibuat")
    assert "orang.xlsx" in client.get("/impor-data/").content.decode()
    assert as_user(cast.menpan).get(page).status_code == 404  # another one's


def test_g01_identity_rules_and_hands_are_those_of_the_pages(cast):
    """A password that somebody else set signs nothing, and changes no name either."""
    User.objects.filter(pk=cast.bagian.pk).update(
        password_set_by=cast.menpan, password_set_at=timezone.now()
    )
    made = check(
        cast.bagian, "orang", PERSON | {"pengguna": "evaluator", "peran": "pimpinan", "nip": ""}
    )
    worker.confirm(by=cast.bagian, impor=made)
    worker.import_next()
    made.refresh_from_db()
    assert made.status == ImporInduk.Status.GAGAL
    assert not cast.evaluator.memberships.filter(role=Role.PIMPINAN).exists()
    with pytest.raises(Refused):
        identity.change_identity(
            by=User.objects.get(pk=cast.bagian.pk),
            person=cast.evaluator,
            nama="X",
            nip="",
            jabatan="",
        )
    assert people.give_roles(by=cast.bagian, given=[]) == []
