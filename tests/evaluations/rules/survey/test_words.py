"""The public survey in another language, and its weight in each."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from evaluations.models import Respons, Survei, TautanSurvei
from evaluations.rules.survey import profile, words
from evaluations.survey.forms.survey import CHOICES, INVALID, LONGEST, NUL, TOO_LONG, SurveyForm
from evaluations.survey.services import codes as survey_codes
from instruments import translations
from tests.evaluations.survey.pages import page_marks
from tests.instruments.examples import A, B

FOLDER = Path(settings.BASE_DIR) / "templates" / "evaluations" / "survey"


@pytest.fixture
def survei(evaluasi) -> Survei:
    return evaluasi.survei


@pytest.fixture
def url(survei) -> str:
    return f"/survei/{TautanSurvei.objects.get(unit=survei.unit).token}/"


def answers(survei, value="4", **more) -> dict:
    items = {f"b{n}": value for n in range(1, 15)}
    return {**page_marks(survei), "bahasa": "en", **items, **more}


def test_every_fixed_word_has_its_translation():
    said = set()
    for path in FOLDER.glob("*.html"):
        said |= set(re.findall(r'{% (?:kata|dua) "([^"]+)"', path.read_text()))
    assert len(said) > 30
    form = SurveyForm(A)
    said |= {form.fields[name].label for name in [*CHOICES, *LONGEST]}
    said |= {label for name in CHOICES for _, label in form.fields[name].choices}
    said |= set(form.fields["kunci"].error_messages.values())
    said |= {INVALID, NUL, *(TOO_LONG % {"limit_value": most} for most in LONGEST.values())}
    said |= set(form.ujung)
    for bahasa, table in words.TABEL.items():
        assert said - table.keys() == set(), bahasa
        for text, there in table.items():
            assert re.findall(r"{\w+}", text) == re.findall(r"{\w+}", there)
    assert words.TABEL.keys() == translations.BAHASA.keys()
    assert profile.USIA  # the labels above are its


def test_the_form_in_english_and_back(client, url, survei):
    page = client.get(url).content.decode()
    assert '<html lang="id">' in page
    there = re.search(r'href="(\?[^"]+)" hreflang="en" lang="en">English<', page)[1]
    page = client.get(url + there.replace("&amp;", "&")).content.decode()
    assert '<html lang="en">' in page and 'lang="id">Bahasa Indonesia<' in page
    for text in dict(A.terjemahan[0].butir).values():
        assert text in page
    assert "How is our service?" in page and "Strongly agree" in page
    assert "Facilities and Infrastructure" in page and "Don&#x27;t know" in page
    for left in ("Jawaban", "Beri nilai", "Sangat setuju", "Kirim", "Tidak diisi", "Sarana"):
        assert left not in page
    back = re.search(r'href="(\?[^"]+)" hreflang="id"', page)[1]
    assert '<html lang="id">' in client.get(url + back.replace("&amp;", "&")).content.decode()


def test_the_answer_keeps_its_language_and_the_thanks_speak_it(client, url, survei):
    response = client.post(url, answers(survei), follow=True)
    assert response.redirect_chain == [(f"{url}terima-kasih/?bahasa=en", 302)]
    page = response.content.decode()
    assert "Thank you" in page and '<html lang="en">' in page and "?bahasa=en" in page
    assert Respons.objects.get().bahasa == "en"
    client.post(url, answers(survei, bahasa="id"))
    client.post(url, answers(survei, bahasa="xx"))
    client.post(url, answers(survei, bahasa=["en", "id"]))  # the long way, the last one counts
    assert list(Respons.objects.order_by("pk").values_list("bahasa", flat=True)) == [
        "en",
        *["id"] * 3,
    ]


def test_what_is_wrong_is_said_in_the_language_of_the_page(client, url, survei):
    page = client.post(url, answers(survei, "x", komentar="Too far")).content.decode()
    assert "Please rate at least one statement." in page and '<html lang="en">' in page
    assert '<input type="hidden" name="bahasa" value="en"' in page and "Too far" in page
    page = client.post(url, answers(survei, b1="9", komentar="x" * 2001)).content.decode()
    assert "This choice is not available." in page and "At most 2000 characters." in page


def test_closed_pages_follow(client, url, survei):
    Survei.objects.filter(pk=survei.pk).update(tutup=timezone.now() - timedelta(minutes=1))
    page = client.get(f"{url}?bahasa=en").content.decode()
    assert "No survey is open" in page and '<html lang="en">' in page
    response = client.post(url, answers(survei))
    assert response.status_code == 403
    assert "The survey has closed; your answer was not saved" in response.content.decode()


def in_english(response) -> str:
    found = re.findall(rb'<span class="dua" lang="en">([^<]+)</span>', response.content)
    return b" ".join(found).decode()


def test_pages_before_any_choice_say_it_in_english_too(client, url, survei, settings):
    said = {
        "/survei/tidak-ada/": "This survey link is not valid",
        "/s/AAAA-AAAA-AAAA/": "This code is not valid",
        "/s/": "Code on the queue slip",
    }
    for path, said_here in said.items():
        assert said_here in in_english(client.get(path)), path
    settings.SURVEY_RATE_PER_LINK = 0
    refused = client.post(url, answers(survei))
    assert (refused.status_code, "has not been saved" in in_english(refused)) == (429, True)
    Survei.objects.filter(pk=survei.pk).update(tutup=timezone.now() - timedelta(minutes=1))
    assert "No survey is open" in in_english(client.get(url))
    assert in_english(client.get(f"{url}?bahasa=en")) == ""  # all of it is


def test_a_code_answers_in_english_too(client, cast, evaluasi):
    batch = survey_codes.make_batch(by=cast.operator, evaluasi=evaluasi, jumlah=1)
    url = f"/s/{batch.kode.get().kode}/"
    opened = client.get(f"{url}?bahasa=en").content.decode()
    assert "How is our service?" in opened
    marks = dict(re.findall(r'name="(kunci|dibuka)" value="([^"]+)"', opened))
    page = client.post(url, answers(evaluasi.survei) | marks, follow=True).content.decode()
    assert "Thank you" in page and Respons.objects.get().bahasa == "en"
    assert "already been used" in client.get(f"{url}?bahasa=en").content.decode()


def test_what_is_not_translated_is_indonesian_and_marked_so(client, url, monkeypatch):
    english = replace(A.terjemahan[0], butir=A.terjemahan[0].butir[1:], aspek=())
    lacking = replace(A, terjemahan=(english,))
    monkeypatch.setattr("instruments.models.VersiInstrumen.instrumen", lacking)
    page = client.get(f"{url}?bahasa=en").content.decode()
    assert '<legend lang="id">1. Persyaratan layanan mudah dipenuhi</legend>' in page
    assert "<legend>2. The procedure is easy</legend>" in page
    assert '<h2 lang="id">Kebijakan Pelayanan</h2>' in page
    monkeypatch.setattr("instruments.models.VersiInstrumen.instrumen", replace(A, terjemahan=()))
    page = client.get(f"{url}?bahasa=en").content.decode()
    assert '<html lang="id">' in page and "hreflang" not in page


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("spec", [A, B], ids=["A", "B"])
def test_the_first_load_is_at_most_30_kilobytes(client, url, monkeypatch, spec, bahasa):
    """As it is written, before any compression on the way: page, stylesheet, icon; no script."""
    monkeypatch.setattr("instruments.models.VersiInstrumen.instrumen", spec)
    page = client.get(f"{url}?bahasa={bahasa}").content
    assert page.count(b"<fieldset") == len(spec.butir)
    assert f'<html lang="{bahasa}">'.encode() in page
    linked = re.findall(rb'(?:href|src)="/static/([^"]+)"', page)
    files = [Path(finders.find(name.decode())).read_bytes() for name in linked]
    assert len(files) == 2 and b"<script" not in page
    assert sum(map(len, [page, *files])) <= 30_000
