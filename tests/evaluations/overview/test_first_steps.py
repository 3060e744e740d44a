"""From the empty installation to the first open cycle, for each kind of office."""

from django.utils import timezone

from evaluations.models import AturanLokus, UsulanLokus
from evaluations.overview.queries.first_steps import first_guide, guide_of
from pekppp.accounts.models import Membership
from pekppp.accounts.roles import Role
from tests import factories


def _guide(user):
    return guide_of(Membership.objects.select_related("instansi").get(user=user))


def _states(user):
    return {step.what: step.state for step in _guide(user).steps}


def test_u07_an_empty_installation_tells_the_first_steps(cast, as_user):
    states = _states(cast.menpan)
    assert {what: state.words for what, state in states.items()} == {
        "Undang admin kedua": "1 admin",
        "Periksa dan terbitkan instrumen": "belum ada",
        "Masukkan admin instansi": "3 dari 3 instansi punya admin",
        "Masukkan unit lokus": "2 dari 3 instansi punya unit",
        "Masukkan kepala dan operator unit": "1 dari 3 unit",
        "Buat siklus": "belum ada",
        "Atur jadwal": "belum ada",
        "Tentukan aturan lokus": "belum ada",
        "Periksa pratinjau, lalu buka siklus": "belum ada",
    }
    assert [what for what, state in states.items() if state.done] == ["Masukkan admin instansi"]
    client = as_user(cast.menpan)
    assert "1 dari 9 langkah" in client.get("/beranda/").content.decode()
    page = client.get("/memulai/").content.decode()
    assert page.count("Setelah siklus dibuat") == 3 and "Berikutnya: undang admin kedua" in page


def test_u07_each_step_leads_to_its_place_and_is_done_there(cast, as_user):
    siklus = factories.make_siklus(cast.nasional, status="disiapkan")
    AturanLokus.objects.create(
        siklus=siklus,
        instansi=cast.nasional,
        jenis_instansi="kabupaten",
        jenis_unit=cast.rsud.jenis,
    )
    factories.member(factories.make_user("kedua"), Role.ADMIN_NASIONAL, cast.nasional)
    states = _states(cast.menpan)
    assert [what for what, state in states.items() if not state.done] == [
        "Masukkan unit lokus",
        "Masukkan kepala dan operator unit",
        "Periksa pratinjau, lalu buka siklus",
    ]
    # What is begun waits for nobody: the cycle is opened while offices still enter their people.
    assert _guide(cast.menpan).next.what == "Periksa pratinjau, lalu buka siklus"
    for who in (cast.menpan, cast.biro, cast.bagian):
        for step in _guide(who).steps:
            assert not step.url or as_user(who).get(step.url).status_code == 200, step


def test_u07_a_province_and_an_office_on_its_own_have_their_own_steps(cast, as_user):
    province, office = _states(cast.biro), _states(cast.bagian)
    assert province["Masukkan admin instansi"].words == "2 dari 2 instansi punya admin"
    assert province["Undang verifikator"].done and "Undang verifikator" not in office
    assert office["Masukkan unit lokus"].words == "2 unit"
    assert office["Undang evaluator"].words == "1 evaluator"
    assert "Masukkan admin instansi" not in office
    mandiri = "Siklus Nasional dibuat dan dibuka KemenPANRB"
    assert mandiri in as_user(cast.bagian).get("/memulai/").content.decode()
    Membership.objects.filter(user=cast.menpan).update(ended_at=timezone.now())
    assert mandiri not in as_user(cast.bagian).get("/memulai/").content.decode()


def test_u07_nominations_are_a_step_where_a_rule_asks_for_them(cast):
    siklus = factories.make_siklus(cast.nasional, status="disiapkan")
    asks = {"instansi": cast.nasional, "jenis_instansi": "kabupaten", "nominasi": True}
    AturanLokus.objects.create(siklus=siklus, jenis_unit=cast.rsud.jenis, **asks)
    assert not _states(cast.menpan)["Putuskan usulan lokus"].done
    UsulanLokus.objects.create(
        siklus=siklus,
        instansi=cast.banjarnegara,
        jenis="nominasi",
        unit=cast.rsud,
        alasan="Terpadat",
        oleh=cast.bagian,
    )
    assert _states(cast.menpan)["Putuskan usulan lokus"].words == "1 usulan menunggu keputusan"


def test_u07_the_home_tells_it_until_something_is_open(cast, as_user):
    for who in (cast.menpan, cast.bagian, cast.admin_tetangga):
        assert "Semua langkah" in as_user(who).get("/beranda/").content.decode()
    factories.make_evaluasi(factories.make_siklus(cast.nasional), cast.rsud)
    for who, told in ((cast.menpan, 0), (cast.bagian, 0), (cast.biro, 0), (cast.admin_tetangga, 1)):
        assert as_user(who).get("/beranda/").content.decode().count("Semua langkah") == told
    assert as_user(cast.menpan).get("/memulai/").status_code == 200
    for who in (cast.operator, cast.evaluator, cast.pimpinan, cast.siapapun):
        assert as_user(who).get("/memulai/").status_code == 403
    assert (
        guide_of(Membership.objects.get(user=cast.operator)) is None and first_guide(None) is None
    )


def test_u07_the_guide_costs_as_much_for_many_as_for_few(cast, django_assert_num_queries):
    member = Membership.objects.select_related("instansi").get(user=cast.menpan)
    for number in range(3):
        made = factories.make_instansi(f"Kabupaten {number}", induk=cast.jateng)
        factories.make_unit(made, f"RSUD {number}")
    with django_assert_num_queries(5):
        guide_of(member)
