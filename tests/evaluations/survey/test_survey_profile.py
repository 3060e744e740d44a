"""Who answered a survey: counts of at least five, from which no smaller one follows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Respons
from evaluations.progress.services.steps import advance
from evaluations.publication.services.publication import withdraw
from evaluations.rules.workflow import DECIDED, Action
from evaluations.survey.queries.respondents import respondents
from evaluations.survey.services import retention
from evaluations.survey.services.review import exclude
from pekppp.accounts.models import Layanan
from tests import factories
from tests.evaluations.publication.test_publication import publish
from tests.evaluations.ready import finish, make_finished, make_validated, respond

WOMEN = {"jenis_kelamin": "P", "usia": "30-39"}
MEN = {"jenis_kelamin": "L", "usia": "40-49"}


def page_of(client, evaluasi, **headers) -> str:
    response = client.get(f"/evaluasi/{evaluasi.uuid}/survei/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def said(survei, kode: str) -> dict[str, int | None] | None:
    """The groups of one field that have anybody in them, or are hidden."""
    fields = {row["kode"]: row["kelompok"] for row in respondents(survei, 5)[1]}
    rows = fields[kode]
    return rows and {row["nama"]: row["jumlah"] for row in rows if row["jumlah"] != 0}


def take_out(rows) -> None:
    Respons.objects.filter(pk__in=[row.pk for row in rows]).update(
        dikecualikan=True, alasan_dikecualikan="Uji", ditinjau_pada=timezone.now()
    )


# What is counted ----------------------------------------------------------------------------------


def test_a_response_counts_for_what_it_says_if_it_counts_at_all(evaluasi):
    survei = evaluasi.survei
    respond(survei, *[[4] * 14] * 9, **WOMEN)
    respond(survei, *[[4] * 14] * 7, **MEN)
    respond(survei, *[[4] * 14] * 6)
    respond(survei, *[[None] * 14] * 8, **MEN)  # no response without an answered item
    respond(survei, *[[4] * 14] * 3, jenis_kelamin="P")
    take_out(Respons.objects.filter(jenis_kelamin="P", usia=""))
    assert respondents(survei, 5)[0] == 22
    assert said(survei, "jenis_kelamin") == {"Perempuan": 9, "Laki-laki": 7, "Tidak diisi": 6}
    assert said(survei, "usia") == {"30–39 tahun": 9, "40–49 tahun": 7, "Tidak diisi": 6}
    assert said(survei, "pendidikan") == {"Tidak diisi": 22}


def test_a_service_is_named_only_if_the_unit_named_it(cast, evaluasi, as_user):
    Layanan.objects.create(instansi=cast.rsud.instansi, unit=cast.rsud, nama="Poli gigi")
    for words, people in (("Poli gigi", 5), (" poli GIGI ", 3), ("Bu Sari loket 2", 6), ("", 5)):
        respond(evaluasi.survei, *[[4] * 14] * people, layanan=words)
    assert said(evaluasi.survei, "layanan") == {
        "Poli gigi": 8,
        "Layanan lain": 6,
        "Tidak diisi": 5,
    }
    assert "Bu Sari" not in page_of(as_user(cast.bagian), evaluasi)


def test_a_value_of_no_choice_is_not_lost_from_the_sum(evaluasi):
    respond(evaluasi.survei, *[[4] * 14] * 6, usia="tua")
    respond(evaluasi.survei, *[[4] * 14] * 9, usia="<20")
    assert said(evaluasi.survei, "usia") == {"Di bawah 20 tahun": 9, "Jawaban lain": 6}


def test_another_survey_of_the_unit_is_not_in_it(cast, siklus, evaluasi):
    other = factories.make_evaluasi(siklus, cast.puskesmas).survei
    respond(other, *[[4] * 14] * 6, **MEN)
    assert respondents(evaluasi.survei, 5) == (0, [])


def test_it_takes_two_queries_however_many_answered(evaluasi, django_assert_num_queries):
    for kode in ("sd", "smp", "sma"):
        respond(evaluasi.survei, *[[4] * 14] * 6, pendidikan=kode, **WOMEN)
    with django_assert_num_queries(2):
        respondents(evaluasi.survei, 5)


# Where it is shown --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["operator", "kepala"])
def test_the_unit_sees_it_from_five_responses_on(cast, evaluasi, as_user, who):
    client = as_user(getattr(cast, who))
    respond(evaluasi.survei, *[[4] * 14] * 4, **WOMEN)
    page = page_of(client, evaluasi)
    assert "Profil tampil mulai 5 responden" in page and "Perempuan" not in page
    respond(evaluasi.survei, [4] * 14, **WOMEN)
    page = page_of(client, evaluasi)
    assert '<th scope="row">Perempuan</th><td class="number">5</td>' in page
    assert "style=" not in page


@pytest.mark.parametrize("who", ["bagian", "menpan"])
def test_s09_who_watches_the_means_sees_it_when_no_more_answers_count(cast, siklus, as_user, who):
    """The next answer would show in the means and in the profile, so what one person said."""
    evaluasi = make_finished(cast, siklus, cast.rsud, people=0)
    respond(evaluasi.survei, *[[4] * 14] * 10, **WOMEN)
    page = page_of(as_user(getattr(cast, who)), evaluasi)
    assert "Profil tampil setelah hasil ditetapkan" in page and "Perempuan" not in page
    Evaluasi.objects.filter(pk=evaluasi.pk).update(state=next(iter(DECIDED)).value)
    page = page_of(as_user(getattr(cast, who)), evaluasi)
    assert '<th scope="row">Perempuan</th><td class="number">10</td>' in page


def test_s09_a_field_with_a_group_of_few_is_said_to_be_hidden(cast, evaluasi, as_user):
    respond(evaluasi.survei, *[[4] * 14] * 13, **WOMEN)
    respond(evaluasi.survei, *[[4] * 14] * 2, **MEN)
    page = page_of(as_user(cast.operator), evaluasi)
    assert "Jenis kelamin: disamarkan." in page and "Laki-laki" not in page
    respond(evaluasi.survei, *[[4] * 14] * 5, **MEN)
    page = page_of(as_user(cast.operator), evaluasi)
    assert '<th scope="row">Laki-laki</th><td class="number">7</td>' in page


def test_s09_a_profile_that_grows_shows_no_single_person(cast, evaluasi, as_user):
    """Whoever looks every day would see one more woman, and one more of thirty, on the same day."""
    respond(evaluasi.survei, *[[4] * 14] * 10, **WOMEN)
    seen = set()
    for people in range(5):
        page = page_of(as_user(cast.operator), evaluasi)
        seen.add('<th scope="row">Perempuan</th><td class="number">10</td>' in page)
        assert ("dari 10 jawaban pertama" in page) is (people > 0)
        respond(evaluasi.survei, [4] * 14, **WOMEN)
    assert seen == {True}
    page = page_of(as_user(cast.operator), evaluasi)
    assert '<th scope="row">Perempuan</th><td class="number">15</td>' in page


@pytest.mark.parametrize("who", ["operator_puskesmas", "admin_tetangga", "siapapun"])
def test_nobody_else_sees_it(cast, evaluasi, as_user, who):
    respond(evaluasi.survei, *[[4] * 14] * 6, **WOMEN)
    client = as_user(getattr(cast, who))
    assert client.get(f"/evaluasi/{evaluasi.uuid}/survei/").status_code == 404


def test_an_empty_survey_and_none_at_all(cast, siklus, evaluasi, as_user):
    assert "Profil tampil mulai 5 responden" in page_of(as_user(cast.operator), evaluasi)
    other = factories.make_evaluasi(siklus, cast.puskesmas, survei=None)
    assert "Profil responden" not in page_of(as_user(cast.operator_puskesmas), other)


def test_the_part_of_the_evaluation_s_page_does_without(cast, evaluasi, as_user):
    respond(evaluasi.survei, *[[4] * 14] * 6, **WOMEN)
    part = page_of(as_user(cast.operator), evaluasi, **{"HX-Request": "true"})
    assert "Perempuan" not in part


def test_the_page_takes_as_many_queries_for_many_groups_as_for_one(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    respond(evaluasi.survei, *[[4] * 14] * 6, **WOMEN)
    page_of(client, evaluasi)
    with CaptureQueriesContext(connection) as one:
        page_of(client, evaluasi)
    for number in range(3):
        Layanan.objects.create(instansi=cast.rsud.instansi, unit=cast.rsud, nama=f"Poli {number}")
        respond(evaluasi.survei, *[[4] * 14] * 6, layanan=f"Poli {number}", **MEN)
    with CaptureQueriesContext(connection) as many:
        page_of(client, evaluasi)
    assert len(many) == len(one)


def test_after_retention_the_page_says_that_it_is_gone(cast, evaluasi, as_user, settings):
    respond(evaluasi.survei, *[[4] * 14] * 9, **WOMEN)
    survei = evaluasi.survei
    survei.tutup = timezone.now()
    survei.save(update_fields=["tutup"])
    settings.SURVEY_RETENTION_DAYS = 0
    retention.drop_what_is_due()
    survei.refresh_from_db()
    assert respondents(survei, 5) == (9, [])
    page = page_of(as_user(cast.operator), evaluasi)
    assert "Profil dan komentar responden dihapus pada" in page and "Tidak diisi" not in page


# What is published --------------------------------------------------------------------------------


def decided(cast, siklus, people: int = 10) -> Evaluasi:
    evaluasi = make_validated(cast, siklus, cast.rsud, people=people)
    Respons.objects.filter(survei=evaluasi.survei).update(**WOMEN)
    return evaluasi


def test_a_published_result_keeps_the_profile_and_its_page_shows_it(client, cast, siklus):
    decided(cast, siklus)
    publish(cast, siklus)
    survei = HasilTerbit.objects.get().isi["survei"]
    ages = next(row for row in survei["profil"] if row["kode"] == "usia")
    assert {row["nama"]: row["jumlah"] for row in ages["kelompok"] if row["jumlah"]} == {
        "30–39 tahun": 10
    }
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert '<th scope="row">Perempuan</th><td class="number">10</td>' in page


def test_a_result_of_before_profiles_were_kept_is_still_read(client, cast, siklus, monkeypatch):
    monkeypatch.setattr(
        "evaluations.publication.services.snapshot._with_profile", lambda found, _: found
    )
    decided(cast, siklus)
    publish(cast, siklus)
    assert "profil" not in HasilTerbit.objects.get().isi["survei"]
    page = client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()
    assert "Rata-rata tiap butir" in page and "Profil responden" not in page


def test_s09_a_survey_that_went_on_since_is_published_without_its_profile(client, cast, siklus):
    """Beside the profile of the later result, the difference would be one person."""
    evaluasi = decided(cast, siklus)
    respond(evaluasi.survei, [4] * 14, **MEN)
    publish(cast, siklus)
    assert HasilTerbit.objects.get().isi["survei"]["profil"] == []
    assert "Profil responden" not in client.get(f"/hasil/unit/{cast.rsud.uuid}/").content.decode()


def test_s09_a_survey_that_another_evaluation_still_counts_is_published_without(cast, siklus):
    evaluasi = decided(cast, siklus)
    other = make_finished(cast, siklus, cast.puskesmas, people=0)
    Evaluasi.objects.filter(pk=other.pk).update(survei=evaluasi.survei)
    publish(cast, siklus)
    assert HasilTerbit.objects.get().isi["survei"]["profil"] == []


def test_s09_a_correction_by_a_few_people_is_published_with_numbers_and_means_alone(cast, siklus):
    """Beside the tables that were published before, the difference would be those people."""
    evaluasi = decided(cast, siklus, people=11)
    publish(cast, siklus)
    first = HasilTerbit.objects.get()
    assert first.isi["survei"]["profil"]
    withdraw(by=cast.menpan, terbit=first, reason="Satu jawaban ganda")
    evaluasi.refresh_from_db()
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.BATAL_VALIDASI, reason="Satu ganda")
    one = Respons.objects.filter(survei=evaluasi.survei).first()
    exclude(by=cast.menpan, evaluasi=evaluasi, kunci=[one.kunci], alasan="Ganda")
    finish(cast, evaluasi, people=0)
    advance(by=cast.menpan, evaluasi=evaluasi, action=Action.VALIDASI)
    publish(cast, siklus, "660 Tahun 2026")
    survei = HasilTerbit.objects.exclude(pk=first.pk).get().isi["survei"]
    assert (survei["responden"], survei["profil"]) == (10, [])
    assert {row["sebaran"] for row in survei["butir"]} == {None}
    assert {row["jawaban"] for row in survei["butir"]} == {10}
