"""A8: bursts of answers wait and are settled; people who come in crowds count."""

import random
import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluations.models import Evaluasi, Hasil, RekapSurvei, Respons, Siklus, Survei, TautanSurvei
from evaluations.results import services as result_services
from evaluations.rules.workflow import State
from evaluations.survey.queries.review import Burst
from evaluations.survey.services import review as survey_review
from evaluations.survey.services.tally import count_all, count_batch, recount
from evaluations.tasks import sweep
from pekppp.accounts.models import AuditEntry
from pekppp.base.errors import Refused
from tests import factories
from tests.bench.stuffing import ATTACKS, Attack, outcome
from tests.evaluations.ready import finish, respond
from tests.evaluations.survey.test_survey_tally import stored

TODAY = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0)
OWN = 40  # answers of people, in the two weeks before


@pytest.fixture
def survei(evaluasi) -> Survei:
    return evaluasi.survei


def arrive(survei, *rows, first=TODAY, every=60.0, networks=1, **fields) -> list[int]:
    """Answers that come one after another, from so many networks; their ids."""
    known = set(Respons.objects.values_list("pk", flat=True))
    respond(survei, *rows, **({"durasi": 90} | fields))
    made = list(Respons.objects.exclude(pk__in=known).order_by("pk"))
    for number, row in enumerate(made):
        row.pada = first + timedelta(seconds=every * number)
        row.jejak_alamat = bytes([number % networks]) * 16
    Respons.objects.bulk_update(made, ["pada", "jejak_alamat"])
    return [row.pk for row in made]


def opinions(people: int, *, centre: float = 3.8, seed: int = 1) -> list[list[int]]:
    dice = random.Random(seed)  # noqa: S311
    return [
        [min(5, max(0, round(dice.gauss(centre, 0.9)))) for _ in range(14)] for _ in range(people)
    ]


def stuffed(number: int, levels: tuple[int, ...] = (4, 5, 5, 5)) -> list[list[int]]:
    dice = random.Random(number)  # noqa: S311
    return [[dice.choice(levels) for _ in range(14)] for _ in range(number)]


@pytest.fixture
def known(survei) -> Survei:
    """A survey that people have answered for two weeks, three a day."""
    for day in range(1, 14):
        arrive(survei, *opinions(3, seed=day), first=TODAY - timedelta(days=day), every=3600)
    arrive(survei, *opinions(1), first=TODAY - timedelta(days=14))
    count_all()
    assert counted(survei) == (OWN, 0)
    return survei


def counted(survei) -> tuple[int, int]:
    """How many are in the tally, and how many wait."""
    count_all()
    rekap = RekapSurvei.objects.get(survei=survei)
    return rekap.jumlah, rekap.ditahan


def figure(evaluasi) -> tuple[int, str]:
    Hasil.objects.update(lease_until=None)
    result_services.recompute_stale()
    hasil = Hasil.objects.get(evaluasi=evaluasi)
    return hasil.responden, str(hasil.rincian["components"])


# Who is held ------------------------------------------------------------------------------------

STUFFERS = {
    "crude": {"levels": (5,), "every": 0.1, "durasi": 2},
    "random": {"every": 0.1},
    "random, half a minute": {"every": 30.0},
    "slow": {"every": 280.0},
    "slow, several networks": {"every": 280.0, "networks": 12},
    "by slips": {"every": 30.0, "kanal": "kode"},
    "at the kiosk": {"every": 5.0, "kanal": "kios"},
}


@pytest.mark.parametrize("how", STUFFERS)
def test_a08_a_stuffer_moves_nothing(evaluasi, known, how):
    before = figure(evaluasi)
    kind = dict(STUFFERS[how])
    rows = stuffed(120, kind.pop("levels", (4, 5, 5, 5)))
    arrive(known, *rows, **kind)
    assert counted(known) == (OWN, 120)
    assert figure(evaluasi) == before
    assert Respons.objects.filter(ditahan=True, tanda__contains=["beruntun"]).count() == 120


def make_links(survei, number: int) -> list[TautanSurvei]:
    return [
        TautanSurvei.objects.create(
            instansi=survei.instansi, unit=survei.unit, label=f"Loket {one}"
        )
        for one in range(number)
    ]


@pytest.mark.parametrize("kanal", ["kios", "tautan"])
def test_a08_many_links_are_no_way_around(known, kanal):
    """Twelve a link: few for each, and those of a kiosk carry no network."""
    for number, link in enumerate(make_links(known, 10)):
        first = TODAY + timedelta(seconds=20 * number)
        arrive(known, *stuffed(12), first=first, every=1800, networks=12, tautan=link, kanal=kanal)
    assert counted(known) == (OWN, 120)


def test_a08_many_counters_on_a_busy_day_count(known):
    for number, link in enumerate(make_links(known, 10)):
        first = TODAY + timedelta(seconds=20 * number)
        arrive(
            known, *opinions(12, seed=number), first=first, every=1800, tautan=link, kanal="kios"
        )
    assert counted(known) == (OWN + 120, 0)


def test_a08_people_who_answer_beside_a_stuffer_are_not_taken_along(known):
    people = arrive(known, *opinions(5), every=3600, networks=5)
    arrive(known, *stuffed(60), first=TODAY + timedelta(hours=2), every=1)
    Respons.objects.filter(pk__in=people).update(jejak_alamat=b"n" * 16)
    assert counted(known) == (OWN + 5, 60)


CROWDS = {
    "a queue of thirty in an hour": (30, {"every": 100.0, "networks": 30}),
    "thirty at once behind one address": (30, {"every": 0.2}),
    "thirty at once, all content": (30, {"every": 0.2, "centre": 5.9, "durasi": 5}),
    "a carrier with a thousand phones": (120, {"every": 200.0}),
    "a hall of people": (100, {"every": 20.0, "networks": 50}),
    "a kiosk in a busy hour": (45, {"every": 75.0, "kanal": "kios"}),
    "paper typed in the evening": (150, {"every": 12.0, "kanal": "kertas", "centre": 4.8}),
}


@pytest.mark.parametrize("rhythm", [True, False], ids=["known", "new"])
@pytest.mark.parametrize("crowd", CROWDS)
def test_a08_a_crowd_of_people_counts(request, survei, crowd, rhythm):
    own = OWN if rhythm else 0
    if rhythm:
        request.getfixturevalue("known")
    people, how = CROWDS[crowd]
    how = dict(how)
    arrive(survei, *opinions(people, centre=how.pop("centre", 3.8)), **how)
    assert counted(survei) == (own + people, 0)


def test_a08_a_busy_unit_has_a_rhythm_of_its_own(survei):
    for day in range(1, 6):
        arrive(survei, *opinions(30, seed=day), first=TODAY - timedelta(days=day), every=600)
    arrive(survei, *opinions(80, centre=4.6), every=300)  # a good day
    assert counted(survei) == (230, 0)


def test_a08_the_limit_of_a_survey_is_a_setting(cast, evaluasi, known):
    survey_review.set_signals(
        by=cast.bagian, evaluasi=evaluasi, jam_mulai=0, jam_selesai=24, tahan_mulai=200
    )
    arrive(known, *stuffed(120), every=1)
    assert counted(known) == (OWN + 120, 0)
    assert AuditEntry.objects.get(action="ubah_tanda_survei").data["ke"]["tahan_mulai"] == 200


def test_a08_the_unit_does_not_say_what_is_usual(cast, evaluasi, as_user):
    url = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/kebiasaan/"
    data = {"jam_mulai": 0, "jam_selesai": 24, "tahan_mulai": ""}
    assert as_user(cast.operator).post(url, data).status_code == 403
    assert as_user(cast.bagian).post(url, data | {"jam_mulai": 24}).status_code == 422
    assert as_user(cast.bagian).post(url, data).status_code == 302
    assert Survei.objects.get(pk=evaluasi.survei_id).jam_selesai == 24


def test_a08_the_measured_attacks_fare_as_the_guide_says():
    """`python -m tests.bench.stuffing` prints the table; a small unit of five answers a day."""
    *quick, patient = (outcome(5, attack) for attack in ATTACKS)
    assert {found.held for found in quick} == {120}
    assert max(abs(found.moved) for found in quick) < 0.01
    assert patient.held == 0 and patient.moved > 0.1  # whoever has days is not found by a burst
    assert outcome(5, Attack("ten", 10, 2400, (4, 5, 5, 5), networks=5)).moved < 0.025


# Exact ------------------------------------------------------------------------------------------

ARRIVAL = st.tuples(st.integers(0, 3), st.integers(1, 9), st.sampled_from([3, 5]))


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(arrivals=st.lists(ARRIVAL, min_size=2, max_size=9), seed=st.integers(0, 99))
def test_a08_whatever_the_order_of_counting_the_same_wait(cast, siklus, settings, arrivals, seed):
    """Counted batch by batch in any order, or all at once: the same rows wait, and the tally is
    that of a recount."""
    settings.SURVEY_MARK_FROM, settings.SURVEY_HOLD_FROM = 2, 4
    with transaction.atomic():
        survei = factories.make_evaluasi(siklus, cast.rsud).survei
        arrive(survei, *opinions(12), first=TODAY - timedelta(days=9), every=3600)
        for number, (day, people, level) in enumerate(arrivals):
            rows = [[level, level - 1] * 7] * people
            first = TODAY - timedelta(days=day) + timedelta(minutes=7 * number)
            arrive(survei, *rows, first=first, every=30, networks=2)

        def carried() -> list[tuple]:
            fields = ("pk", "tanda", "ditahan", "perlu_ditinjau")
            return list(Respons.objects.order_by("pk").values_list(*fields))

        count_all()
        at_once = carried()
        RekapSurvei.objects.all().delete()
        Respons.objects.update(dihitung=False, ditahan=False, perlu_ditinjau=False, tanda=[])
        ids = list(Respons.objects.values_list("pk", flat=True))
        random.Random(seed).shuffle(ids)  # noqa: S311
        # What is not there yet is locked by somebody else, as it were: its survey is another.
        other = factories.make_evaluasi(siklus, cast.puskesmas).survei
        for start in range(0, len(ids), 7):
            batch = ids[start : start + 7]
            Respons.objects.filter(pk__in=ids[start + 7 :]).update(survei=other, dihitung=True)
            Respons.objects.filter(pk__in=batch).update(survei=survei, dihitung=False)
            count_batch()
        assert carried() == at_once
        running = stored()
        recount()
        assert stored() == running
        transaction.set_rollback(True)


# What is decided about them ---------------------------------------------------------------------


@pytest.fixture
def burst(known) -> Burst:
    arrive(known, *stuffed(60), every=1)
    assert counted(known) == (OWN, 60)
    return Burst(TODAY.date(), None)


def test_a08_the_unit_is_told_and_decides_nothing(cast, evaluasi, burst, as_user):
    unit = as_user(cast.operator)
    page = unit.get(f"/evaluasi/{evaluasi.uuid}/survei/").content.decode()
    assert f"60 jawaban menunggu tinjauan {evaluasi.penilai.nama} dan belum dihitung" in page
    sent = {"rombongan": burst.key, "jumlah": 60, "keluarkan": "1", "alasan": "x"}
    url = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/rombongan/"
    assert unit.post(url, sent).status_code == 403
    assert counted(evaluasi.survei) == (OWN, 60)


def test_a08_an_office_excludes_a_burst_in_one_act(cast, evaluasi, burst, as_user):
    office = as_user(cast.bagian)
    base = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    page = office.get(base).content.decode()
    assert "<strong>60</strong> jawaban" in page and f'value="{burst.key}"' in page
    data = {"rombongan": burst.key, "jumlah": 60, "keluarkan": "1", "alasan": ""}
    assert office.post(f"{base}rombongan/", data).status_code == 422
    data["alasan"] = "Diisi satu mesin"
    assert office.post(f"{base}rombongan/", data).status_code == 302
    assert counted(evaluasi.survei) == (OWN, 0)
    assert Respons.objects.filter(dikecualikan=True).count() == 60
    entry = AuditEntry.objects.get(action="kecualikan_rombongan_respons")
    assert (entry.reason, entry.data["jumlah"]) == ("Diisi satu mesin", 60)
    assert office.post(f"{base}rombongan/", data).status_code == 409  # somebody was faster


def test_a08_an_office_counts_a_burst_and_it_waits_no_more(cast, evaluasi, burst, as_user):
    url = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/rombongan/"
    sent = {"rombongan": burst.key, "jumlah": 60}
    assert as_user(cast.bagian).post(url, sent).status_code == 302
    arrive(evaluasi.survei, *opinions(1), first=TODAY + timedelta(hours=3))
    assert counted(evaluasi.survei) == (OWN + 61, 0)
    assert figure(evaluasi)[0] == OWN + 61


def forms_of(page: str) -> list[dict[str, str]]:
    """What each burst's form sends without its reason."""
    found = re.findall(r'name="rombongan" value="([^"]*)">\s*<input [^>]*value="(\d+)"', page)
    return [{"rombongan": key, "jumlah": number} for key, number in found]


def test_a08_what_was_counted_together_is_taken_back_together(cast, evaluasi, burst, as_user):
    office = as_user(cast.bagian)
    base = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    [sent] = forms_of(office.get(base).content.decode())
    assert office.post(f"{base}rombongan/", sent).status_code == 302
    assert counted(evaluasi.survei) == (OWN + 60, 0)
    page = office.get(base).content.decode()
    assert "Sudah dinyatakan wajar" in page and "Hitung semua" not in page
    [sent] = forms_of(page)
    one_by_one = office.get(f"{base}?rombongan={sent['rombongan']}").content.decode()
    assert one_by_one.count('name="kunci"') == 60 and "Nyatakan wajar" not in one_by_one
    key = re.search(r'name="kunci" value="([^"]+)"', one_by_one)[1]
    out = {"rombongan": sent["rombongan"], "kunci": [key], "alasan": "Mesin"}
    assert office.post(f"{base}kecualikan/", out).status_code == 302
    sent |= {"jumlah": 59, "keluarkan": "1", "alasan": "Ternyata satu mesin"}
    assert office.post(f"{base}rombongan/", sent).status_code == 302
    assert counted(evaluasi.survei) == (OWN, 0)


def test_a08_what_the_rule_left_out_comes_back_together(cast, evaluasi, burst, as_user):
    survey_review.settle(evaluasi.survei)
    assert counted(evaluasi.survei) == (OWN, 0)
    office = as_user(cast.bagian)
    base = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    page = office.get(base).content.decode()
    assert "Hitung kembali semua" in page
    [sent] = forms_of(page)
    one_by_one = office.get(f"{base}?rombongan={sent['rombongan']}").content.decode()
    assert one_by_one.count('name="kunci"') == 60
    assert office.post(f"{base}rombongan/", sent).status_code == 302
    assert counted(evaluasi.survei) == (OWN + 60, 0)
    assert not Respons.objects.exclude(alasan_dikecualikan="").exists()


def test_a08_what_came_since_the_page_was_drawn_is_not_decided_with_it(
    cast, evaluasi, burst, as_user
):
    office = as_user(cast.bagian)
    base = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    [sent] = forms_of(office.get(base).content.decode())
    arrive(evaluasi.survei, *stuffed(5), first=TODAY + timedelta(minutes=5), every=1)
    assert counted(evaluasi.survei) == (OWN, 65)
    for act in ({}, {"keluarkan": "1", "alasan": "Mesin"}):
        answer = office.post(f"{base}rombongan/", sent | act)
        assert answer.status_code == 409
        assert "dari 60 menjadi 65 jawaban" in answer.content.decode()
    assert counted(evaluasi.survei) == (OWN, 65)
    assert office.post(f"{base}rombongan/", {"rombongan": burst.key}).status_code == 422


def test_a08_one_by_one_like_every_marked_response(cast, evaluasi, burst, as_user):
    office = as_user(cast.bagian)
    base = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    page = office.get(f"{base}?rombongan={burst.key}").content.decode()
    assert page.count('name="kunci"') == 60
    key = str(Respons.objects.filter(ditahan=True).first().kunci)
    sent = {"kunci": [key], "rombongan": burst.key}
    assert office.post(f"{base}wajar/", sent).status_code == 302
    assert counted(evaluasi.survei) == (OWN + 1, 59)


@pytest.mark.parametrize("key", ["x", "99991231-1", "00010101-1"])
def test_a08_a_burst_that_cannot_be_is_none(cast, evaluasi, as_user, key):
    url = f"/evaluasi/{evaluasi.uuid}/survei/tinjau/"
    assert as_user(cast.bagian).get(f"{url}?rombongan={key}").status_code == 404
    sent = {"rombongan": key, "jumlah": 1}
    assert as_user(cast.bagian).post(f"{url}rombongan/", sent).status_code == 422


@pytest.mark.parametrize(("rule", "respondents"), [("keluarkan", OWN), ("hitung", OWN + 60)])
def test_a08_what_nobody_reviewed_is_settled_when_the_survey_is_over(
    cast, evaluasi, burst, rule, respondents
):
    Siklus.objects.update(sisa_tahanan=rule)
    sweep()
    assert counted(evaluasi.survei) == (OWN, 60)  # it is open still
    Survei.objects.update(tutup=timezone.now())
    sweep()
    assert counted(evaluasi.survei) == (respondents, 0)
    assert figure(evaluasi)[0] == respondents
    if rule == "keluarkan":  # until the result is decided, an office may still think otherwise
        keys = Respons.objects.filter(dikecualikan=True).values_list("kunci", flat=True)
        survey_review.bring_back(by=cast.bagian, evaluasi=evaluasi, kunci=keys)
        assert counted(evaluasi.survei) == (OWN + 60, 0)


def test_a08_of_a_shared_survey_every_page_says_the_rule_that_is_applied(
    cast, evaluasi, burst, as_user
):
    """One cycle counts what nobody reviewed, the other does not; so it is not counted."""
    Siklus.objects.update(sisa_tahanan="hitung")
    other = finish(
        cast,
        factories.make_evaluasi(factories.make_siklus(cast.nasional), cast.rsud),
        people=0,
    )
    Evaluasi.objects.filter(pk=other.pk).update(survei=evaluasi.survei)
    finish(cast, evaluasi, people=0)
    for rule, said in (("keluarkan", "tidak dihitung"), ("hitung", "dihitung")):
        Siklus.objects.filter(pk=other.siklus_id).update(sisa_tahanan=rule)
        base = f"/evaluasi/{evaluasi.uuid}/survei/"
        assert f"survei berakhir {said}," in as_user(cast.operator).get(base).content.decode()
        page = as_user(cast.bagian).get(f"{base}tinjau/").content.decode()
        assert f"survei berakhir {said}," in page
        url = f"/validasi/{evaluasi.siklus.uuid}/sahkan/"
        asked = as_user(cast.menpan).post(url, {"pilih": [str(evaluasi.uuid)]}).content.decode()
        assert f"<strong>{said}</strong>" in asked
    Siklus.objects.filter(pk=other.siklus_id).update(sisa_tahanan="keluarkan")
    survey_review.settle(evaluasi.survei)
    assert Respons.objects.filter(dikecualikan=True).count() == 60


def test_a08_a_validation_asks_and_cannot_be_blocked(cast, evaluasi, burst, as_user):
    finish(cast, evaluasi, people=0)
    arrive(evaluasi.survei, *stuffed(50, (5, 4)), first=TODAY + timedelta(hours=1), every=1)
    ministry = as_user(cast.menpan)
    base = f"/validasi/{evaluasi.siklus.uuid}/"
    assert "60 jawaban survei menunggu tinjauan" in ministry.get(base).content.decode()
    sent = {"pilih": [str(evaluasi.uuid)]}
    asked = ministry.post(f"{base}sahkan/", sent)
    assert (asked.status_code, "60 menunggu tinjauan" in asked.content.decode()) == (422, True)
    assert ministry.post(f"{base}sahkan/", sent | {"tanpa_tinjauan": "1"}).status_code == 302
    evaluasi.refresh_from_db()
    assert evaluasi.state == State.DIVALIDASI
    # The fifty that nobody had counted yet were looked at as well.
    assert Hasil.objects.get(evaluasi=evaluasi).responden == OWN
    assert not Respons.objects.filter(ditahan=True).exists()


def test_a08_after_the_decision_nothing_is_settled_or_reviewed(cast, evaluasi, burst):
    Evaluasi.objects.update(state=State.DIVALIDASI)
    Survei.objects.update(tutup=timezone.now())
    sweep()
    assert counted(evaluasi.survei) == (OWN, 60)
    evaluasi.refresh_from_db()
    with pytest.raises(Refused):
        survey_review.accept_burst(by=cast.bagian, evaluasi=evaluasi, burst=burst, jumlah=60)
