"""One evaluation in parts, each at its address, which loads what it shows and no more."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluations.overview.pages import parts
from tests.evaluations.ready import make_finished

TABS = re.compile(r'<li><a href="([^"]+)"( aria-current="page")? data-jangkar="([^"]*)">([^<]+)<')
SHOWN = {  # what stands in this part, and in no other
    "ringkasan": 'id="jadwal"',
    "isian": 'id="survei"',
    "nilai": "Nilai per indikator",
    "dokumen": 'id="dokumen"',
    "riwayat": 'id="pengiriman"',
}


@pytest.fixture
def done(cast, siklus):
    return make_finished(cast, siklus, cast.rsud)


def test_u12_each_part_has_its_address_and_shows_only_its_own(cast, done, as_user):
    client = as_user(cast.menpan)
    pages = {part.name: client.get(part.url).text for part in parts(done)}
    for name, text in pages.items():
        tabs = TABS.findall(text)
        assert " ".join(tab[3] for tab in tabs) == "Ringkasan Isian Nilai Dokumen Riwayat"
        assert [url for url, current, *_ in tabs if current] == [
            part.url for part in parts(done) if part.name == name
        ]
        assert {other for other, shown in pages.items() if SHOWN[name] in shown} == {name}


def test_u12_what_is_not_shown_is_not_asked_for(cast, done, as_user):
    """Levels, answers and audit cost their queries on their own page alone."""
    client = as_user(cast.menpan)
    client.get(done.get_absolute_url())
    asked = {}
    for part in parts(done):
        with CaptureQueriesContext(connection) as queries:
            client.get(part.url)
        asked[part.name] = " ".join(query["sql"] for query in queries)
    tables = {
        "evaluations_nilai": {"nilai"},
        "evaluations_rekomendasi": {"nilai"},
        "accounts_auditentry": {"riwayat"},
        "reports_dokumen": {"dokumen"},
    }
    for table, where in tables.items():
        assert {name for name, sql in asked.items() if f'FROM "{table}"' in sql} == where


def test_u12_an_old_anchor_names_the_part_where_its_goal_lies_now(cast, done, as_user):
    client = as_user(cast.menpan)
    text = client.get(done.get_absolute_url()).text
    assert "evaluations/overview/anchors.js" in text
    for url, _, anchors, _ in TABS.findall(text):
        there = client.get(url).text
        for anchor in anchors.split():
            # This one was never sent back, nothing was recommended, and nobody took a step by hand.
            if anchor not in ("pengembalian", "rekomendasi", "jejak"):
                assert f'id="{anchor}"' in there


def test_u12_the_tabs_stay_where_nothing_can_be_seen_yet(cast, evaluasi, as_user):
    client = as_user(cast.operator)
    said = {"evaluasi_levels": "Belum ada nilai", "evaluasi_history": "belum pernah"}
    for name, words in said.items():
        assert words in client.get(reverse(f"evaluations:{name}", args=[evaluasi.uuid])).text
