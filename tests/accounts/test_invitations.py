"""An invitation from the form to the first login, and every way it can fail."""

from datetime import timedelta

import pytest
from django.conf import settings as conf
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from pekppp.accounts import notices
from pekppp.accounts.models import Invitation, Membership, Notice, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import invitations, people
from pekppp.base.errors import Refused
from tests import factories

PASSWORD = "sawah-hijau-2026"
ACCOUNT = {
    "username": "Rina.S",
    "nama": "Rina Sulastri, S.IP.",
    "nip": "19900101 201501 2 001",
    "jabatan": "Pranata",
    "zone": "Asia/Jakarta",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.fixture
def invitation(cast) -> Invitation:
    return invitations.invite(
        by=cast.bagian,
        email="Rina@Uji.test",
        nama="Rina",
        role=Role.OPERATOR,
        instansi=cast.banjarnegara,
        unit=cast.rsud,
    )


@pytest.fixture
def link(invitation) -> str:
    return invitations.invitation_path(invitation)


def text(response) -> str:
    return response.content.decode()


def test_a_new_person_makes_an_account_and_is_logged_in_to_his_role(client, link, cast):
    response = client.post(link, ACCOUNT)
    user = User.objects.get(username="rina.s")
    assert (response.status_code, response["Location"]) == (302, "/beranda/")
    assert (user.email, user.nama) == ("rina@uji.test", "Rina")  # as the office invited him
    assert user.memberships.get().unit == cast.rsud
    assert client.get("/profil/").status_code == 200


def test_an_existing_person_accepts_after_login(as_user, link, cast):
    client = as_user(cast.evaluator)
    assert "Terima undangan" in text(client.get(link))
    client.post(f"{link}terima/")
    assert cast.evaluator.memberships.filter(role="operator", unit=cast.rsud).exists()


def test_accepting_needs_a_login(client, link):
    response = client.post(f"{link}terima/")
    assert response.status_code == 302
    assert response["Location"].startswith("/akun/login/")


def test_who_holds_the_role_already_gets_no_second_one(as_user, link, cast):
    as_user(cast.operator).post(f"{link}terima/")
    assert cast.operator.memberships.count() == 1
    assert Invitation.objects.get().accepted_by == cast.operator


def test_the_sender_learns_that_it_was_accepted(client, link, cast):
    client.post(link, ACCOUNT)
    assert Notice.objects.get(user=cast.bagian).subject == "Rina menerima undangan"


def test_the_page_is_the_same_whether_or_not_the_address_has_an_account(client, link):
    before = text(client.get(link))
    factories.make_user("rina", email="rina@uji.test")
    after = text(client.get(link))
    assert [line for line in before.splitlines() if "csrf" not in line.lower()] == [
        line for line in after.splitlines() if "csrf" not in line.lower()
    ]


def test_an_address_gets_one_account(client, link):
    factories.make_user("rina", email="rina@uji.test")
    response = client.post(link, ACCOUNT)
    assert "masuk dengan akun itu" in text(response)
    assert User.objects.filter(username="rina.s").count() == 0


def test_a_link_works_once(client, link):
    client.post(link, ACCOUNT)
    client.logout()
    response = client.get(link)
    assert (response.status_code, "sudah dipakai" in text(response)) == (410, True)


def test_a_tampered_link_is_not_found(client, link):
    response = client.get(link[:-4] + "abc/")
    assert (response.status_code, "tidak sah" in text(response)) == (404, True)


def test_a_revoked_link_is_gone(client, link, invitation, cast):
    invitations.revoke_invitation(by=cast.bagian, invitation=invitation)
    for response in (client.get(link), client.post(link, ACCOUNT)):
        assert (response.status_code, "dicabut" in text(response)) == (410, True)


def test_a_link_expires_and_is_good_again_when_sent_again(client, link, invitation, cast):
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert client.get(link).status_code == 410
    invitations.resend_invitation(by=cast.bagian, invitation=invitation)
    assert client.get(link).status_code == 200


def test_a_signature_ages_too(client, invitation, monkeypatch):
    long_ago = timezone.now().timestamp() - invitations.LIFETIME.total_seconds() - 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: long_ago)
    old = invitations.invitation_path(invitation)
    monkeypatch.undo()
    assert client.get(old).status_code == 410


def test_an_admin_who_was_dismissed_lets_nobody_in_any_more(client, link, cast):
    people.end_membership(by=cast.menpan, membership=cast.bagian.memberships.get())
    assert client.get(link).status_code == 410


def test_nothing_that_was_typed_is_lost_when_something_is_wrong(client, link):
    response = client.post(link, {**ACCOUNT, "username": "operator", "password_again": "lain"})
    assert "Kedua kata sandi tidak sama." in text(response)
    assert 'value="Rina Sulastri, S.IP."' in text(response)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": "operator"}, "Nama pengguna ini sudah dipakai"),
        ({"username": "orang lain"}, "Nama pengguna hanya memuat huruf kecil"),
        ({"username": "kepala@uji.test"}, "tidak boleh memuat @"),
        ({"password": "pendek", "password_again": "pendek"}, "terlalu pendek"),
        ({"password": "1234567890", "password_again": "1234567890"}, "angka"),
        ({"nip": "bukan nomor!"}, "Tulis angkanya saja"),
        ({"nama": ""}, "tidak boleh kosong"),
        ({"zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_a_wrong_account_is_explained(client, link, cast, change, said):
    response = client.post(link, {**ACCOUNT, **change})
    assert response.status_code == 200
    assert said in text(response)
    assert Membership.objects.filter(user__username="rina.s").count() == 0


def test_the_mail_carries_the_link_and_goes_out_by_the_worker(invitation, mailoutbox):
    notices.deliver_waiting()
    (mail,) = mailoutbox
    assert mail.to == ["rina@uji.test"]
    assert f"{conf.BASE_URL}/undangan/" in mail.body


def test_an_invited_person_with_an_account_is_told_in_the_application(cast):
    invitations.invite(
        by=cast.bagian,
        email=cast.siapapun.email,
        nama="Siapa pun",
        role=Role.PIMPINAN,
        instansi=cast.banjarnegara,
    )
    assert Notice.objects.get(user=cast.siapapun).url.startswith("/undangan/")


def test_the_form_invites(as_user, cast):
    client = as_user(cast.bagian)
    data = {"email": "Baru@Uji.test", "nama": "Baru", "role": "evaluator", "unit": ""}
    response = client.post(f"/instansi/{cast.banjarnegara.uuid}/undang/", data, follow=True)
    assert "Tautannya dikirim ke baru@uji.test." in text(response)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "bukan"}, "alamat surel yang lengkap"),
        ({"email": ""}, "tidak boleh kosong"),
        ({"username": "operator"}, "Isi salah satu saja"),
        ({"email": "", "nama": "", "username": "tidakada"}, "Tidak ada akun aktif"),
        ({"role": "admin_nasional"}, "pilihan"),
        ({"role": "operator"}, "Pilih unit untuk peran ini."),
        ({"unit": "bukan-uuid"}, "bukan UUID"),
        ({"nama": ""}, "tidak boleh kosong"),
    ],
)
def test_a_wrong_invitation_is_explained_beside_the_field(as_user, cast, change, said):
    data = {"email": "baru@uji.test", "nama": "Baru", "role": "evaluator", "unit": "", **change}
    response = as_user(cast.bagian).post(f"/instansi/{cast.banjarnegara.uuid}/undang/", data)
    assert response.status_code == 200
    assert said in text(response)
    assert Invitation.objects.count() == 0


def test_the_same_invitation_does_not_wait_twice(invitation, cast):
    with pytest.raises(Refused) as refused:
        invitations.invite(
            by=cast.bagian,
            email="rina@uji.test",
            nama="Rina",
            role=Role.OPERATOR,
            instansi=cast.banjarnegara,
            unit=cast.rsud,
        )
    assert refused.value.field == "email"


@pytest.mark.parametrize("who", ["operator", "kepala", "pimpinan", "admin_tetangga"])
def test_only_an_admin_of_the_instansi_or_above_invites_resends_and_revokes(invitation, cast, who):
    by = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        invitations.invite(
            by=by, email="x@uji.test", nama="X", role=Role.EVALUATOR, instansi=cast.banjarnegara
        )
    with pytest.raises(PermissionDenied):
        invitations.resend_invitation(by=by, invitation=invitation)
    with pytest.raises(PermissionDenied):
        invitations.revoke_invitation(by=by, invitation=invitation)


def test_an_office_in_the_ministry_sees_no_link_that_would_raise_it(as_user, cast, settings):
    settings.MAIL_WORKS = False
    office = factories.make_user("biro_pusat")
    factories.member(office, Role.ADMIN_INSTANSI, cast.nasional)
    invitations.invite(
        by=cast.menpan,
        email="baru@uji.test",
        nama="Baru",
        role=Role.ADMIN_NASIONAL,
        instansi=cast.nasional,
    )
    page = text(as_user(office).get(f"/instansi/{cast.nasional.uuid}/"))
    assert ("baru@uji.test" in page, "/undangan/" in page) == (True, False)


def test_resending_and_revoking_by_the_pages(as_user, invitation, cast):
    client = as_user(cast.bagian)
    client.post(f"/undangan/{invitation.uuid}/kirim-ulang/")
    assert Notice.objects.filter(kind="undangan").count() == 2
    client.post(f"/undangan/{invitation.uuid}/cabut/")
    again = client.post(f"/undangan/{invitation.uuid}/cabut/", follow=True)
    assert "Undangan ini sudah dicabut." in text(again)
