"""J5: the team that an office appoints by decree fills assignment and signers, and stops nobody."""

import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluations.assignment.services import decrees
from evaluations.assignment.services import workbook as assignment_workbook
from evaluations.assignment.services.assigning import assign
from evaluations.core.queries import decreed_teams
from evaluations.models import EvaluasiAspekUserObjectPermission, TimPenilai
from evaluations.rules.workflow import State
from pekppp.accounts.models import AuditEntry, Notice
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from pekppp.base.sheet_reading import read_rows
from pekppp.base.sheets import Column, Sheet, write_workbook
from reports.figures import berita_acara, changes, shared
from reports.rendering import pdf
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
DAY = date(2026, 3, 2)
NUMBER = "060/12/2026"


@pytest.fixture
def people(cast):
    """Ani, Budi and Cici evaluate for the kabupaten."""
    found = []
    for name in ("ani", "budi", "cici"):
        found.append(factories.make_user(name))
        factories.member(found[-1], Role.EVALUATOR, cast.banjarnegara)
    return found


@pytest.fixture
def fresh(cast, siklus):
    return factories.make_evaluasi(siklus, cast.rsud)


def record(cast, evaluasi, people, **fields):
    """Ani leads and sees to everything, Budi to two aspects."""
    ani, budi, _ = people
    given = {
        "nomor": NUMBER, "tanggal": DAY, "anggota": {ani: [], budi: ["I", "II"]}, "ketua": ani,
        "berkas": ContentFile(PDF, "sk.pdf"),
    }  # fmt: skip
    return decrees.record(
        by=cast.bagian, siklus=evaluasi.siklus, instansi=cast.banjarnegara, **given | fields
    )


def held(user, evaluasi, codename="score"):
    rows = EvaluasiAspekUserObjectPermission.objects.filter(
        user=user, permission__codename=codename, content_object__evaluasi=evaluasi
    )
    return set(rows.values_list("content_object__kode", flat=True))


def test_j05_team_is_recorded_by_its_office_and_the_old_decree_stays(cast, fresh, people):
    first = record(cast, fresh, people)
    second = record(cast, fresh, people, nomor="060/40/2026", tanggal=DAY + timedelta(days=9))
    assert decreed_teams.recorded(fresh.siklus, cast.banjarnegara) == [second, first]
    assert decreed_teams.of(fresh) == second
    put_right = record(cast, fresh, people, nomor="060/40/2026", berkas=None)
    assert (decreed_teams.of(fresh), put_right.surat) == (put_right, second.surat)
    assert AuditEntry.objects.filter(action="catat_sk_tim").count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        TimPenilai.objects.filter(pk=first.pk).update(nomor="lain")


def test_j05_team_that_is_not_whole_is_refused(cast, fresh, people):
    ani, _, cici = people
    wrong = [
        ("nomor", {"nomor": "  "}),
        ("tanggal", {"tanggal": date(2098, 1, 1)}),
        ("berkas", {"berkas": None}),
        ("berkas", {"berkas": ContentFile(b"bukan pdf", "sk.pdf")}),
        ("anggota", {"anggota": {}}),
        ("ketua", {"ketua": None}),
        ("ketua", {"ketua": cici}),
        ("anggota", {"anggota": {cast.operator: [], ani: []}}),
        ("anggota", {"anggota": {ani: ["XX"]}}),
    ]
    for field, fields in wrong:
        with pytest.raises(Refused) as refused:
            record(cast, fresh, people, **fields)
        assert refused.value.field == field
    assert not TimPenilai.objects.exists() and record(cast, fresh, people)
    with pytest.raises(Refused) as refused:
        record(cast, fresh, people, tanggal=DAY - timedelta(days=1), nomor="lebih awal")
    assert refused.value.field == "tanggal"


def test_j05_team_is_said_by_its_office_or_the_organiser_alone(cast, fresh, people):
    assert record(cast, fresh, people)
    for who in (cast.biro, cast.admin_tetangga, cast.pimpinan, people[0], cast.kepala):
        with pytest.raises(PermissionDenied):
            decrees.record(
                by=who, siklus=fresh.siklus, instansi=cast.banjarnegara, nomor="1", tanggal=DAY,
                anggota={people[0]: []}, ketua=people[0],
            )  # fmt: skip


def test_j05_team_fills_the_assignment_in_one_act_with_its_consequence_first(
    cast, siklus, fresh, people, as_user
):
    ani, budi, cici = people
    other = factories.make_evaluasi(siklus, cast.puskesmas)
    factories.member(budi, Role.OPERATOR, cast.puskesmas)  # may not score it
    assign(by=cast.bagian, evaluasi=[fresh], user=cici, codenames={"lead"})
    tim = record(cast, fresh, people)
    client = as_user(cast.bagian)
    address = f"/siklus/{siklus.uuid}/sk-tim/{cast.banjarnegara.uuid}/tugaskan/"
    page = client.get(address).text
    assert "Ani (ketua tim, seluruh aspek)" in page and "Budi (I, II)" in page
    assert "Ketua tim sekarang, Cici, diganti." in page
    assert "Tetap menilai, di luar SK tim: Cici." in page
    assert "Budi anggota Puskesmas Mandiraja" in page
    assert not held(ani, fresh)  # nothing has happened yet
    chosen = {"pilih": [str(fresh.uuid), str(other.uuid)]}
    assert client.post(address, chosen).status_code == 302
    assert (held(ani, fresh, "lead"), held(cici, fresh, "lead")) == (held(ani, fresh), set())
    assert held(budi, fresh) == {"I", "II"} and held(cici, fresh) == held(ani, fresh)
    assert held(ani, other) and not held(budi, other)
    told = Notice.objects.filter(user=ani, kind="penugasan").get()  # once of both units
    assert "2 unit" in told.subject
    again = client.post(address, chosen)
    assert again.status_code == 422 and "Tidak ada yang berubah" in again.text
    assert not any(line.tugas for line in decrees.plan(by=cast.bagian, tim=tim, evaluasi=[fresh]))


def test_j05_team_comes_first_and_an_outsider_is_assigned_with_a_warning(
    cast, siklus, fresh, people, as_user
):
    client, address = as_user(cast.bagian), f"/siklus/{siklus.uuid}/penugasan/"
    before = client.get(address).text
    assert "belum ada SK tim" in before and "di luar SK tim" not in before
    tim = record(cast, fresh, people)
    page = client.get(address).text
    offered = page[page.index('<select name="orang"') :]
    assert offered.index("Budi (anggota SK tim") < offered.index("Cici (")
    assert "Cici (Evaluator, Kabupaten Banjarnegara, di luar SK tim)" in offered
    typed = {"orang": "cici", "peran": "score", "pilih": str(fresh.uuid)}
    done = client.post(f"{address}tetapkan/", typed, follow=True).text
    assert f"Di luar {tim} Kabupaten Banjarnegara: Cici." in done and held(people[2], fresh)
    matrix = client.get(f"/evaluasi/{fresh.uuid}/penugasan/").text
    assert matrix.count("di luar SK tim") == 2  # Cici, and the cast's own evaluator
    assert matrix.index("Budi") < matrix.index("Cici")


def test_j05_team_in_the_workbook_of_assignments(cast, siklus, fresh, people):
    record(cast, fresh, people)
    rows, _ = read_rows(io.BytesIO(assignment_workbook.template(by=cast.bagian, siklus=siklus)))
    names = [row.text(1) for row in rows if row.sheet == "Daftar orang"][1:]
    assert names == ["Ani", "Budi", "Cici", "Evaluator", "Verifikator"]
    table = [(fresh.nama_unit, "semua", name, "evaluator") for name in ("budi", "cici")]
    titles = ("Unit", "Aspek", "Nama pengguna atau surel", "Peran")
    book = write_workbook([Sheet("Penugasan", [Column(title) for title in titles], table)])
    impor = assignment_workbook.check(
        by=cast.bagian, siklus=siklus, file=io.BytesIO(book), name="x.xlsx"
    )
    assert not impor.masalah and len(impor.baris) == 2
    [note] = impor.catatan
    assert "Di luar SK" in note["pesan"] and "Cici" in note["pesan"]


def signers(evaluasi):
    masukan = berita_acara.build(evaluasi, nomor="1", tanggal=DAY)
    return [(person["nama"], person["peran"]) for person in masukan["evaluator"]]


def test_j05_team_fills_the_signers(cast, fresh, people):
    ani, budi, cici = people
    assert signers(fresh) == []
    record(cast, fresh, people)
    assert signers(fresh) == [("Ani", "Ketua tim"), ("Budi", "Anggota tim")]
    for person in (budi, cici):
        assign(by=cast.bagian, evaluasi=[fresh], user=person, codenames={"score"})
    team = [("Ani", "Ketua tim"), ("Budi", "Anggota tim"), ("Cici", "Evaluator")]
    assert signers(fresh) == team
    assign(by=cast.bagian, evaluasi=[fresh], user=cici, codenames={"lead"})
    assert signers(fresh) == [("Cici", "Ketua tim"), ("Budi", "Anggota tim")]
    assert [user for _, user in shared.evaluators([], decreed_teams.of(fresh))] == [ani, budi]


def test_j05_team_on_the_pages_of_a_berita_acara(cast, fresh, people):
    from pypdf import PdfReader

    before = berita_acara.build(fresh, nomor="1", tanggal=DAY)
    record(cast, fresh, people)
    masukan = berita_acara.build(fresh, nomor="1", tanggal=DAY)
    content = pdf.render(masukan, kode="BA-1A2B3C4D", versi=1)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    text = " ".join(text.split())
    assert (
        "Tim Evaluator Kabupaten Banjarnegara berdasarkan Surat Keputusan Nomor 060/12/2026 "
        "tanggal 2 Maret 2026, telah melaksanakan" in text
    )
    assert text.index("Ketua tim") < text.index("Ani") < text.index("Budi")
    assert "sk_tim" not in before
    told = changes.compare(before, masukan)["baris"]
    assert {"bagian": "Penanda tangan dan tim", "hal": "SK tim", "semula": "",
            "menjadi": "060/12/2026, 2 Maret 2026"} in told  # fmt: skip


def test_j05_team_pages_record_keep_what_was_typed_and_hand_out_the_file(
    cast, siklus, fresh, people, as_user
):
    ani, budi, _ = people
    client, address = as_user(cast.bagian), f"/siklus/{siklus.uuid}/sk-tim/"
    assert "belum ada SK tim" in client.get(address).text
    own = f"{address}{cast.banjarnegara.uuid}/"
    assert "Belum ada SK tim" in client.get(own).text
    typed = {"nomor": NUMBER, "tanggal": "2026-03-02", "anggota": [ani.pk, budi.pk],
             f"aspek-{budi.pk}": ["I"]}  # fmt: skip
    refused = client.post(f"{own}catat/", typed)
    assert refused.status_code == 422 and "Pilih satu ketua tim" in refused.text
    assert refused.text.count(" checked") == 3 and NUMBER in refused.text
    typed |= {"ketua": ani.pk, "berkas": ContentFile(PDF, "sk.pdf")}
    assert client.post(f"{own}catat/", typed).status_code == 302
    assert "Ani" in client.get(own).text and "Seluruh aspek" in client.get(own).text
    tim = TimPenilai.objects.get()
    assert b"".join(client.get(f"/sk-tim/{tim.uuid}/berkas/")) == PDF
    assert as_user(cast.pimpinan).get(own).status_code == 403
    for stranger in (cast.admin_tetangga, ani, cast.kepala):
        assert as_user(stranger).get(own).status_code == 404
        assert as_user(stranger).get(f"/sk-tim/{tim.uuid}/berkas/").status_code == 404


def test_j05_team_of_a_finished_unit_stays(cast, fresh, people):
    tim = record(cast, fresh, people)
    fresh.state = State.F02_SELESAI
    fresh.save()
    assert not decreed_teams.to_assign(cast.bagian, fresh.siklus, cast.banjarnegara).exists()
    [line] = decrees.plan(by=cast.bagian, tim=tim, evaluasi=[fresh])
    assert not line.tugas and "tidak dapat diubah" in line.lewat[0]


def test_j05_team_list_costs_the_same_for_one_and_for_three(cast, siklus, fresh, people, as_user):
    def asked() -> int:
        client = as_user(cast.menpan)
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"/siklus/{siklus.uuid}/sk-tim/").status_code == 200
        return len(found)

    record(cast, fresh, people)
    one = asked()
    for number in range(2):
        place = factories.make_instansi(f"Kota {number}", "kota")
        made = factories.make_evaluasi(siklus, factories.make_unit(place, f"RSUD {number}"))
        person = factories.make_user(f"e{number}")
        factories.member(person, Role.EVALUATOR, place)
        decrees.record(
            by=cast.menpan, siklus=siklus, instansi=place, nomor="1", tanggal=DAY,
            anggota={person: []}, ketua=person, berkas=ContentFile(PDF, "sk.pdf"),
        )  # fmt: skip
        assert decreed_teams.of(made)
    assert asked() == one
