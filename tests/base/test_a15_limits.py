"""Limits: what a network is, and that junk does not use up what is real."""

import pytest
from django.test import Client, RequestFactory

from evaluations.models import Survei, TautanSurvei
from pekppp.base import limits
from pekppp.base.addresses import client_address, network_of
from tests.evaluations.survey.pages import page_marks

PHONE = "2001:db8:1:1::{}"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:1::5", "2001:db8:1:1::"),
        ("2001:DB8:1:1:ffff::5", "2001:db8:1:1::"),
        ("2001:db8:1:2::5", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a15_limit_counts_an_ipv6_subscriber_as_one_network(address, network):
    assert network_of(address) == network


def test_a15_limit_knows_an_ipv4_address_by_one_name_behind_a_proxy_and_without(settings):
    settings.TRUSTED_PROXIES = 1
    requests = [
        RequestFactory().get("/", REMOTE_ADDR="::ffff:203.0.113.7"),
        RequestFactory().get("/", HTTP_X_FORWARDED_FOR="9.9.9.9, ::ffff:cb00:7107"),
    ]
    assert {client_address(request) for request in requests} == {"203.0.113.7"}


@pytest.fixture
def survey(evaluasi) -> tuple[str, Survei]:
    survei = evaluasi.survei
    token = TautanSurvei.objects.get(unit=survei.unit).token
    return f"/survei/{token}/", survei


def answer(survei: Survei) -> dict[str, str]:
    return page_marks(survei) | {"b1": "4", "b2": "3"}


def unknown(number: int) -> str:
    return f"/survei/{'tidakada'}{number}/"


def test_a15_limit_of_survey_answers_holds_for_a_whole_ipv6_network(survey, settings):
    settings.SURVEY_RATE_PER_ADDRESS = 3
    address, survei = survey
    found = [Client(REMOTE_ADDR=PHONE.format(n)).post(address, answer(survei)) for n in range(5)]
    assert [response.status_code for response in found] == [302, 302, 302, 429, 429]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a15_limit_of_junk_leaves_the_answers_of_the_same_network_alone(survey, settings, method):
    settings.SURVEY_RATE_PER_ADDRESS, settings.UNKNOWN_RATE_PER_ADDRESS = 2, 3
    client, (address, survei) = Client(), survey
    junk = [getattr(client, method)(unknown(n), answer(survei)).status_code for n in range(6)]
    assert junk == [404, 404, 404, 429, 429, 429]
    real = [client.post(address, answer(survei)).status_code for _ in range(3)]
    assert real == [302, 302, 429]


def test_a15_limit_of_junk_is_one_for_links_codes_documents_and_invitations(db, settings):
    settings.UNKNOWN_RATE_PER_ADDRESS = 4
    paths = ["/survei/tidakada/", "/s/TIDAKADA/", "/verifikasi/AAAAAAAAAAAA/", "/undangan/salah/"]
    first = [Client().get(path).status_code for path in paths]
    assert first == [404] * 4
    assert [Client().get(path).status_code for path in paths] == [429] * 4
    assert Client(REMOTE_ADDR="10.0.0.9").get(paths[0]).status_code == 404


def test_a15_limit_of_what_is_not_there_keeps_no_count_of_its_links(survey):
    for number in range(3):
        Client().post(unknown(number), answer(survey[1]))
    assert sum(value for key, value in limits._counts.items() if "survey" in key) == 0


def test_a15_limit_stands_in_the_readme_with_its_number(settings):
    readme = (settings.BASE_DIR / "README.md").read_text()
    for limit in limits.LIMITS:
        number = getattr(settings, limit.most)
        row = f"| {limit.what} | `{limit.most}` ({number}) | {limit.then} |"
        assert row in readme, row
