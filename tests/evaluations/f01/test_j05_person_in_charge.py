"""J5: within a unit somebody sees to each aspect: shown, told first, restricting nobody."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.core.queries import in_charge
from evaluations.f01.services.answers import save_answer
from evaluations.f01.services.in_charge import divide
from evaluations.models import PenanggungJawab, Pengembalian
from evaluations.monitoring.queries import deadlines
from evaluations.rules.workflow import Kegiatan, State
from pekppp.accounts.models import AuditEntry, User
from pekppp.accounts.roles import Role
from pekppp.base.errors import Refused
from pekppp.pages import waiting_for
from tests import factories
from tests.evaluations.monitoring.test_reminders import day, opens, reminders, run


@pytest.fixture
def divided(cast, evaluasi):
    divide(by=cast.kepala, evaluasi=evaluasi, people={"II": cast.operator, "V": cast.kepala})
    return evaluasi


def home(person) -> list[str]:
    fresh = User.objects.get(pk=person.pk)
    membership = fresh.memberships.select_related("instansi", "unit").get()
    return [item.what for item in waiting_for(fresh, membership)]


def test_j05_person_in_charge_is_named_by_the_unit_or_an_office_above(cast, evaluasi, as_user):
    fine = (cast.kepala, cast.operator, cast.bagian, cast.menpan, cast.biro)
    for number, by in enumerate(fine):
        person = (cast.operator, cast.kepala)[number % 2]
        assert divide(by=by, evaluasi=evaluasi, people={"I": person}) == 1
        assert divide(by=by, evaluasi=evaluasi, people={"I": person}) == 0
        assert in_charge.of(evaluasi) == {"I": person}
    assert AuditEntry.objects.filter(action="bagi_penanggung_jawab").count() == len(fine)
    for by in (cast.evaluator, cast.admin_tetangga, cast.pimpinan, cast.operator_puskesmas):
        with pytest.raises(PermissionDenied):
            divide(by=by, evaluasi=evaluasi, people={})
        page = as_user(by).get(f"/evaluasi/{evaluasi.uuid}/penanggung-jawab/")
        assert page.status_code in (403, 404)


def test_j05_person_in_charge_is_of_the_unit(cast, evaluasi):
    with pytest.raises(Refused):
        divide(by=cast.kepala, evaluasi=evaluasi, people={"I": cast.operator_puskesmas})


def test_j05_person_in_charge_is_shown_and_restricts_nobody(cast, evaluasi, as_user):
    client, address = as_user(cast.operator), f"/evaluasi/{evaluasi.uuid}/penanggung-jawab/"
    assert "belum ditentukan" in client.get(f"/evaluasi/{evaluasi.uuid}/f01/II/").text
    assert client.post(address, {"II": "siapapun"}).status_code == 422
    assert client.post(address, {"II": "kepala"}).status_code == 302
    assert "<strong>Kepala</strong>" in client.get(f"/evaluasi/{evaluasi.uuid}/f01/II/").text
    assert 'value="kepala" selected' in client.get(address).text
    for person in (cast.evaluator, cast.bagian):
        page = as_user(person).get(f"/evaluasi/{evaluasi.uuid}/isian/").text
        assert '<span class="muted">Kepala</span>' in page
    indikator = evaluasi.versi.instrumen.aspek("II").indikator[0]
    question = next(p for p in indikator.pertanyaan if p.jenis == "ya_tidak")
    assert save_answer(
        by=cast.operator, evaluasi=evaluasi, indikator=indikator.nomor, question=question.id,
        value=True, based_on=0, key=str(uuid.uuid4()),
    )  # fmt: skip


def test_j05_person_in_charge_has_his_aspects_at_home(cast, divided):
    mine = [item for item in home(cast.operator) if item.startswith("Aspek saya")]
    assert len(mine) == 1 and mine[0].startswith("Aspek saya: II kurang ")
    assert home(cast.operator)[0] == mine[0]  # before what the whole unit owes
    assert home(cast.kepala)[0].startswith("Aspek saya: V kurang ")


def test_j05_person_in_charge_goes_when_he_leaves_and_does_not_come_back(cast, divided):
    held = cast.operator.memberships
    held.update(ended_at=timezone.now())
    assert in_charge.of(divided) == {"V": cast.kepala}
    factories.member(cast.operator, Role.OPERATOR, cast.rsud)
    assert in_charge.of(divided) == {"V": cast.kepala}
    divide(by=cast.kepala, evaluasi=divided, people={"V": cast.kepala})
    assert in_charge.of(divided) == {"V": cast.kepala}
    divide(by=cast.kepala, evaluasi=divided, people={"II": cast.operator})
    assert in_charge.of(divided) == {"II": cast.operator}


def test_j05_person_in_charge_of_every_gap_is_reminded_first(cast, evaluasi):
    opens(evaluasi.siklus, Kegiatan.ISI_F01, until=10)
    for aspek in evaluasi.aspek.all():
        person = cast.kepala if aspek.kode in ("I", "II") else cast.operator
        PenanggungJawab.objects.create(
            instansi=evaluasi.instansi, siklus=evaluasi.siklus, evaluasi=evaluasi, aspek=aspek,
            orang=person, oleh=cast.kepala, pada=timezone.now(),
        )  # fmt: skip
    third = factories.make_user("ketiga")
    factories.member(third, Role.OPERATOR, cast.rsud)
    run(3)
    name = f"({evaluasi.siklus.nama})"
    assert reminders(cast.kepala) == [
        f"Tenggat 7 hari lagi: mengirim F01 {evaluasi.nama_unit}, aspek Anda I, II {name}"
    ]
    assert "aspek Anda III, IV, V, VI" in reminders(cast.operator)[0]
    assert reminders(third) == []
    run(7)
    assert reminders(third) == [f"Tenggat 3 hari lagi: mengirim F01 {evaluasi.nama_unit} {name}"]
    assert len(reminders(cast.kepala)) == 2


def test_j05_person_in_charge_hears_of_what_was_sent_back_in_his_aspect(cast, siklus, divided):
    opens(siklus, Kegiatan.ISI_F01, until=30)
    divided.state = State.DIKEMBALIKAN
    divided.save()
    row = Pengembalian.objects.create(
        instansi=divided.instansi, siklus=siklus, evaluasi=divided, putaran=1, indikator=[10],
        alasan="Perbaiki.", tenggat=day(7), oleh=cast.bagian,
    )  # fmt: skip
    Pengembalian.objects.filter(pk=row.pk).update(dibuat_pada=day(-1))
    now = day(1)
    [only] = [item for item in deadlines.due(now) if item.tugas == "perbaiki_f01"]
    assert (only.orang, only.url) == (cast.operator, f"/evaluasi/{divided.uuid}/f01/II/")


def test_j05_person_in_charge_costs_reminders_the_same_for_one_and_for_three(
    cast, siklus, evaluasi
):
    opens(siklus, Kegiatan.ISI_F01, until=10)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert deadlines.due(day(3))
        return len(found)

    divide(by=cast.kepala, evaluasi=evaluasi, people={"II": cast.operator})
    one = asked()
    for number in range(2):
        unit = factories.make_unit(cast.banjarnegara, f"RSUD {number}")
        person = factories.make_user(f"op{number}")
        factories.member(person, Role.OPERATOR, unit)
        made = factories.make_evaluasi(siklus, unit)
        divide(by=person, evaluasi=made, people={"II": person})
    assert PenanggungJawab.objects.count() == 3
    assert asked() == one
