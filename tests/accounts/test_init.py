from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())


def init(*where: str, username: str = "admin", **options) -> str:
    out = StringIO()
    options = {"username": username, "email": f"{username}@uji.test", "nama": "Admin", **options}
    call_command("init", *where, stdout=out, **options)
    return out.getvalue()


def test_a_regency_on_its_own_gets_its_admin():
    init("--instansi", "33.04")
    membership = Membership.objects.get()
    assert (membership.role, membership.instansi.kode) == (Role.ADMIN_INSTANSI, "33.04")


def test_the_ministry_gets_its_admin():
    init("--nasional")
    assert Membership.objects.get().role == Role.ADMIN_NASIONAL


def test_the_printed_link_sets_the_password_once(client):
    link = init("--nasional").splitlines()[-1]
    path = link.removeprefix("http://localhost:8000")
    form = client.get(path, follow=True)
    chosen = {"password1": "rahasia-dapur-7", "password2": "rahasia-dapur-7"}
    client.post(form.redirect_chain[-1][0], chosen)
    assert User.objects.get().check_password("rahasia-dapur-7")
    assert "Tautan tidak berlaku" in client.get(path, follow=True).content.decode()


def test_a_second_admin_needs_force():
    init("--nasional")
    with pytest.raises(CommandError, match="--force"):
        init("--nasional", username="kedua")
    init("--nasional", username="kedua", force=True)
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("where", "options", "said"),
    [
        (["--instansi", "99.99"], {}, "Tidak ada instansi dengan kode 99.99"),
        ([], {}, "--nasional atau --instansi"),
        (["--nasional"], {"nama": None}, "--nama"),
        (["--nasional"], {"username": "lain@uji.test"}, "memuat @"),
        (["--nasional"], {"email": "bukan surel"}, "email yang valid"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(where, options, said):
    with pytest.raises(CommandError, match=said):
        init(*where, **options)
    assert User.objects.count() == 0
