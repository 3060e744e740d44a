"""G2 from its beginning: a row of a workbook, a slip, a password of one's own, and in."""

import pytest
from django.test import Client

from pekppp.accounts.models import Aktivasi, Membership, PendingRole, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import activation, pending
from tests import factories
from tests.accounts.imports.importing import done, nip

OWN = "kebun-teh-88-x"


@pytest.fixture(autouse=True)
def _no_mail(settings) -> None:
    settings.MAIL_WORKS = False


def let_in(user: User) -> Client:
    """Username and code are typed from the slip, a password is chosen."""
    row = Aktivasi.objects.get(user=user)
    client = Client()
    typed = {"username": user.username, "kode": activation.code_of(row)}
    page = client.post("/masuk/aktivasi/", typed)
    client.post(page["Location"], {"password": OWN, "password_again": OWN})
    return client


def test_g02_an_operator_of_a_workbook_is_in_and_fills_his_unit(cast):
    row = {
        "instansi": cast.banjarnegara.nama,
        "unit": cast.rsud.nama,
        "nama": "Tri Wahyuni",
        "nip": nip(1),
        "peran": "operator",
    }
    done(cast.bagian, "orang", row)
    client = let_in(User.objects.get(username=nip(1)))
    assert cast.rsud.nama in client.get("/profil/").text
    assert client.get(f"/unit/{cast.rsud.uuid}/").status_code == 200


@pytest.mark.parametrize("first", ["confirmed", "let in"])
@pytest.mark.parametrize("by", ["menpan", "biro"])
def test_g02_an_admin_of_a_workbook_is_in_and_acts_once_he_is_confirmed(cast, settings, by, first):
    """Whoever gives the role and hands over the slip is one person: a second one agrees."""
    importer = getattr(cast, by)
    place = cast.nasional if by == "menpan" else cast.jateng
    role = Role.ADMIN_NASIONAL if by == "menpan" else Role.ADMIN_INSTANSI
    second = factories.make_user("kedua")
    factories.member(second, role, place)
    row = {"instansi": cast.banjarnegara.nama, "nama": "Joko Susilo", "nip": nip(2)}
    done(importer, "admin", row)
    person = User.objects.get(username=nip(2))
    (waits,) = PendingRole.objects.filter(user=person)
    assert not Membership.objects.filter(user=person).exists()
    if first == "let in":
        client = let_in(person)
        assert client.get(f"/instansi/{cast.banjarnegara.uuid}/").status_code == 404
        settings.SANDI_TUNGGU_JAM = 0  # the hold is over
    pending.confirm(by=second, batch=waits.batch)
    if first == "confirmed":
        client = let_in(person)
    assert client.get(f"/instansi/{cast.banjarnegara.uuid}/").status_code == 200
