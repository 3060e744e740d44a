"""One page of a survey is one answer: of its link, for some hours, once."""

import re
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.utils import timezone

from evaluations.models import Respons, Survei, TautanSurvei
from evaluations.survey.services.responses import add_link
from tests import factories
from tests.evaluations.survey.pages import page_marks

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def survei(evaluasi) -> Survei:
    return evaluasi.survei


@pytest.fixture
def url(survei) -> str:
    return f"/survei/{TautanSurvei.objects.get(unit=survei.unit).token}/"


def send(client, url, data):
    return client.post(url, urlencode(data), content_type=FORM)


def answers(value="4", **more) -> dict[str, str]:
    return {f"b{n}": value for n in range(1, 15)} | {"komentar": "Ramah"} | more


def marks_on(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(kunci|survei|dibuka)" value="([^"]+)"', page))


# (opened before how many seconds, what is changed between the two sends) -> status, answers kept
REPLAYS = {
    "the same once more": ({}, 302, 1),
    "another level": ({"b1": "1"}, 422, 1),
    "another comment": ({"komentar": "Lama"}, 422, 1),
    "another key": ({"kunci": str(uuid4())}, 422, 1),
    "no moment": ({"kunci": str(uuid4()), "dibuka": ""}, 422, 1),
    "a later moment": ({"kunci": str(uuid4()), "dibuka": "1zzzzz:" + "A" * 43}, 422, 1),
}


@pytest.mark.parametrize("case", REPLAYS)
def test_a08_a_page_is_one_answer(client, url, survei, case):
    changed, status, kept = REPLAYS[case]
    data = page_marks(survei) | answers()
    assert send(client, url, data).status_code == 302
    again = send(client, url, data | changed)
    assert (again.status_code, Respons.objects.count()) == (status, kept)
    if status == 422:
        page = again.content.decode()
        # Nothing typed is lost, and under its fresh marks it is taken.
        assert page.count(" checked") == 14 and "Jawaban belum terkirim" in page
        fresh = marks_on(page)
        assert fresh["kunci"] not in (data["kunci"], changed.get("kunci"))
        assert send(client, url, data | changed | fresh).status_code == 302
        assert Respons.objects.count() == 2


def test_a08_a_page_of_overnight_comes_back_filled_once_and_then_counts(client, url, survei):
    data = page_marks(survei, seconds=15 * 3600) | answers()
    first = send(client, url, data)
    assert (first.status_code, Respons.objects.count()) == (422, 0)
    page = first.content.decode()
    assert "sudah lama terbuka" in page and ">\nRamah</textarea>" in page
    assert send(client, url, data | marks_on(page)).status_code == 302


def test_a08_a_phone_that_sends_again_after_hours_is_thanked(client, url, survei):
    """Its first try arrived, and the thanks were lost on the line; the page is too old by now."""
    data = page_marks(survei, seconds=15 * 3600) | answers()
    Respons.objects.create(
        instansi=survei.instansi, survei=survei, kunci=data["kunci"], butir=[4] * 14,
        komentar="Ramah",
    )  # fmt: skip
    assert send(client, url, data).status_code == 302
    assert Respons.objects.count() == 1


@pytest.mark.parametrize(("changed", "status"), [({}, 302), ({"b1": "1"}, 403)])
def test_a08_a_phone_that_sends_again_after_the_end_is_thanked(
    client, url, survei, changed, status
):
    data = page_marks(survei) | answers()
    assert send(client, url, data).status_code == 302
    Survei.objects.update(tutup=timezone.now())
    again = send(client, url, data | changed)
    assert (again.status_code, Respons.objects.count()) == (status, 1)
    assert send(client, url, data | {"survei": "x"}).status_code == 403


def test_a08_the_language_s_page_says_so_in_its_language(client, url, survei):
    data = page_marks(survei, seconds=15 * 3600) | answers(bahasa="en")
    assert b"has been open for long" in send(client, url, data).content


def test_a08_a_page_belongs_to_its_link_and_its_survey(client, cast, siklus, evaluasi, url, survei):
    other = add_link(by=cast.operator, evaluasi=evaluasi, label="Loket 2")
    data = page_marks(survei) | answers()
    assert send(client, f"/survei/{other.token}/", data).status_code == 422
    siklus.instrumen_b = factories.make_version("B")
    siklus.save()
    online = factories.make_evaluasi(siklus, cast.rsud, formulir="B").survei
    moved = page_marks(survei) | {"survei": str(online.uuid), "b1": "4"}
    assert send(client, url, moved).status_code == 422
    assert not Respons.objects.exists()


def test_a08_a_corrected_page_keeps_its_key_and_counts_once(client, url, survei):
    data = page_marks(survei) | answers(b1="9")
    refused = send(client, url, data)
    assert marks_on(refused.content.decode()) == {
        name: data[name] for name in ("kunci", "survei", "dibuka")
    }
    assert send(client, url, data | {"b1": "4"}).status_code == 302


def test_a08_a_page_that_was_given_out_is_taken(client, url):
    page = client.get(url).content.decode()
    assert send(client, url, marks_on(page) | answers()).status_code == 302
