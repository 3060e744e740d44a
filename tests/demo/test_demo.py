"""The demonstration is whole, is made once, and keeps away from anything real."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from evaluations.models import Evaluasi, HasilTerbit, Respons, Siklus, TindakLanjut
from evaluations.rules.follow_up import Status
from pekppp.accounts.models import User
from pekppp.accounts.services.reference import load_reference
from pekppp.demo.accounts import ACCOUNTS, PASSWORD
from reports.awards import queries as award_queries
from tests import factories

STATES = {
    "draf",
    "dikirim",
    "dikembalikan",
    "dinilai",
    "f02_selesai",
    "diverifikasi",
    "divalidasi",
    "tidak_mengisi",
    "terbit",
}


@pytest.fixture
def loaded(db, settings):
    settings.DEMO = True
    for form in "AB":
        factories.make_version(form)
    load_reference()
    call_command("seed_demo", verbosity=0)


@pytest.mark.slow
def test_it_has_units_in_every_state_and_accounts_for_everyone(loaded):
    assert set(Evaluasi.objects.values_list("state", flat=True)) == STATES
    years = Counter(HasilTerbit.objects.values_list("siklus__tahun", flat=True))
    assert years == {2024: 8, 2025: 13}
    assert "A" in HasilTerbit.objects.values_list("kategori", flat=True)
    provinces = set(HasilTerbit.objects.values_list("evaluasi__nama_induk", flat=True))
    assert len(provinces - {""}) > 1
    assert all(
        award_queries.public_lists(siklus) for siklus in Siklus.objects.filter(tahun__lt=2026)
    )
    states = set(TindakLanjut.objects.values_list("status", flat=True))
    assert states == set(Status) - {Status.BELUM}
    assert [row.terlambat for row in TindakLanjut.objects.all()].count(True) == 1
    assert not User.objects.filter(is_demo=False).exists()
    for row in Respons.objects.select_related("survei"):
        assert row.survei.buka <= row.pada <= min(row.survei.tutup, timezone.now())
        assert row.tautan.unit_id == row.survei.unit_id

    for login in ACCOUNTS:
        client = Client()
        answer = client.post("/akun/login/", {"login": login, "password": PASSWORD})
        assert answer.headers["Location"] == "/beranda/"
        assert client.get("/beranda/").status_code == 200

    before = (Evaluasi.objects.count(), Siklus.objects.count(), User.objects.count())
    call_command("seed_demo", verbosity=0)
    assert (Evaluasi.objects.count(), Siklus.objects.count(), User.objects.count()) == before


def test_it_refuses_a_database_with_real_people(db):
    factories.make_user("sungguhan")
    with pytest.raises(CommandError, match="pengguna sungguhan"):
        call_command("seed_demo")
    assert not Siklus.objects.exists()
