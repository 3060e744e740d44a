"""S8: who comes by the poster answers the survey, and reaches nothing else.

In the manner of the access sweep: every address of the resolver, asked with everything that the
public pages of a survey tell a visitor, and with the ids of what lies behind them.
"""

import re
from uuid import UUID

import pytest
from django.db import models
from django.test import Client
from django.utils import timezone

from evaluations.models import (
    Evaluasi,
    Impor,
    KodeSurvei,
    LembarKertas,
    LembarKode,
    RekapSurvei,
    Respons,
    SkmUnit,
    Survei,
    TautanSurvei,
)
from evaluations.survey.services.tally import count_all
from reports.models import Cetakan
from tests.evaluations.ready import respond
from tests.test_access_sweep import (
    OPEN,
    REFUSED,
    ROUTES,
    fill,
    secrets,  # noqa: F401  (a fixture)
)

pytestmark = pytest.mark.services

PRIVATE = "RAHASIA-RESPONDEN"
WRITTEN = (
    *(Respons, RekapSurvei, Survei, TautanSurvei, LembarKode, KodeSurvei, LembarKertas),
    *(Impor, SkmUnit, Cetakan, Evaluasi),
)
PUBLIC_ADDRESS = re.compile(r"/(survei|s|static|hasil)/|https://www\.lapor\.go\.id|\?|#")


@pytest.fixture
def poster(cast, secrets) -> dict[str, object]:  # noqa: F811  the fixture above
    """The neighbour's ids; everything that people of the survey wrote carries a word of its own."""
    survei = Survei.objects.get(unit=cast.unit_tetangga)
    words = {"komentar": PRIVATE, "layanan": PRIVATE, "usia": "20-29"}
    respond(survei, *[[4, 3] * 7] * 6, **words)
    excluded = {
        "dikecualikan": True,
        "alasan_dikecualikan": PRIVATE,
        "ditinjau_pada": timezone.now(),
    }
    respond(survei, [5] * 14, **words, **excluded)
    count_all()
    for model in (LembarKode, LembarKertas):
        model.objects.update(label=PRIVATE)
    TautanSurvei.objects.create(
        instansi=survei.instansi, unit=survei.unit, label=PRIVATE, token="loket-sebelah"
    )
    return secrets


def written() -> dict[type[models.Model], list]:
    return {model: list(model.objects.order_by("pk").values_list()) for model in WRITTEN}


def told(client: Client, poster) -> dict[str, str]:
    """Every page that a visitor with the link and a slip can open, by its address."""
    link, slip = f"/survei/{poster['token']}/", f"/s/{poster['kode']}/"
    pages = (link, f"{link}?bahasa=en", f"{link}terima-kasih/", "/s/", slip, f"{slip}terima-kasih/")
    return {path: client.get(path, follow=True).content.decode() for path in pages}


def test_s08_the_public_pages_lead_nowhere_and_tell_of_nobody(poster, client):
    pages = told(client, poster)
    Survei.objects.update(tutup=timezone.now())
    pages |= {f"{path} closed": text for path, text in told(client, poster).items()}
    for path, text in pages.items():
        addresses = re.findall(r'(?:href|src|action|formaction)="([^"]*)"', text)
        assert [a for a in addresses if not PUBLIC_ADDRESS.match(a)] == [], path
        assert PRIVATE not in text and "loket-sebelah" not in text, path
        # How many answered, and what, is said by the result and by nothing before it.
        assert "responden" not in text.lower() and "<svg" not in text, path


def test_s08_an_anonymous_visitor_reaches_nothing_else(poster, client):
    """With the link, a slip, the cookie of an answer, and every id behind them."""
    link = f"/survei/{poster['token']}/"
    page = client.get(link).content.decode()
    known = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    answer = known | {f"b{n}": "4" for n in range(1, 15)}
    assert client.post(link, answer).status_code == 302 and "survei" in client.cookies
    count_all()
    before, wrong = written(), []
    ids = [poster, {name: _of_the_survey(poster, name, known["survei"]) for name in poster}]
    for route in ROUTES:
        if route.name in ("account_login", "account_reset_password"):
            continue  # forms that take other people's names; they have limits of their own
        for address in {fill(route, filled) for filled in ids}:
            for method in ("get", "head", "post", "put", "patch", "delete"):
                data = {"alasan": PRIVATE, "label": "x", "jumlah": 3} if method == "post" else None
                response = getattr(client, method)(address, data)
                body = b"".join(response) if response.streaming else response.content
                case = f"{method.upper()} {address}: {response.status_code}"
                if PRIVATE.encode() in body:
                    wrong.append(f"{case} tells what people wrote")
                if route.name not in OPEN and response.status_code not in REFUSED | {302, 400}:
                    wrong.append(case)
                elif route.name not in OPEN and response.status_code == 302:
                    leads = response["Location"]
                    wrong += [] if leads.startswith("/akun/") else [f"{case} leads to {leads}"]
    assert wrong == []
    assert written() == before


def test_s08_an_answer_writes_one_response_and_nothing_else(poster, client):
    link = f"/survei/{poster['token']}/"
    known = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', client.get(link).content.decode())
    )
    before = written()
    # A row has more columns than the form has fields: none of them is taken from outside.
    more = {
        "kanal": "kertas",
        "dihitung": "1",
        "dikecualikan": "1",
        "instansi": "1",
        "perlu_ditinjau": "0",
        "pada": "2020-01-01",
        "tautan": "1",
    }
    data = known | {f"b{n}": "4" for n in range(1, 15)}
    assert client.post(link, data | more).status_code in (302, 422)
    client.post(link, data)
    after = written()
    row = Respons.objects.get(kunci=data["kunci"])
    assert (row.kanal, row.dihitung, row.dikecualikan) == ("tautan", False, False)
    assert row.pada.year >= timezone.now().year - 1
    changed = {model for model in WRITTEN if after[model] != before[model]}
    assert changed == {Respons}
    assert len(after[Respons]) == len(before[Respons]) + 1


def _of_the_survey(poster, name: str, survei: str) -> object:
    """The survey's own id, which the page tells, wherever an id is asked for."""
    value = poster[name]
    return survei if isinstance(value, UUID) else value
