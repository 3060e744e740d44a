"""Who owns an address, and what a role waits for that nobody should get by one person's word."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from pekppp.accounts import notices, queries
from pekppp.accounts.models import Membership, Notice, PendingRole, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import addresses, invitations, pending, people
from pekppp.base.errors import Refused
from tests import factories

VICTIM = "deputi@panrb.test"
ACCOUNT = {
    "username": "penyerang",
    "nama": "Deputi Palsu",
    "zone": "Asia/Jakarta",
    "password": "sawah-hijau-2026",
    "password_again": "sawah-hijau-2026",
}


def invite(by, role, instansi, **whom):
    whom = whom or {"email": VICTIM, "nama": "Deputi"}
    return invitations.invite(by=by, role=role, instansi=instansi, **whom)


def told(user) -> str:
    """Everything that the account is told in the application."""
    return "\n".join(f"{n.subject} {n.body} {n.url}" for n in Notice.objects.filter(user=user))


def link_in(mail) -> str:
    return re.search(r"https?://[^/]+(/\S+)", mail.body)[1]


def sent(mailoutbox) -> str:
    """The path of the link in the newest mail."""
    notices.deliver_waiting()
    return link_in(mailoutbox[-1])


# An address that somebody only typed --------------------------------------------------------------


def by_handed_link(cast, settings, client):
    """Invited the address while no mail left the server, opened the link that he saw."""
    settings.MAIL_WORKS = False
    invitation = invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara)
    client.post(invitations.invitation_path(invitation), ACCOUNT)
    settings.MAIL_WORKS = True
    return User.objects.get(username="penyerang")


def by_changed_address(cast, settings, client):
    addresses.claim_address(by=cast.evaluator, email=VICTIM)
    return User.objects.get(pk=cast.evaluator.pk)


def by_username(cast, settings, client):
    """As some were made before a username had to be without @."""
    return factories.make_user(VICTIM, email=None)


CLAIMS = [by_handed_link, by_changed_address, by_username]


@pytest.mark.parametrize("claim", CLAIMS)
def test_a01_a_typed_address_gets_nothing_that_is_meant_for_its_owner(
    cast, settings, client, mailoutbox, claim
):
    thief = claim(cast, settings, client)
    invite(cast.menpan, Role.ADMIN_NASIONAL, cast.nasional)
    assert "/undangan/" not in told(thief)
    notices.deliver_waiting()
    assert mailoutbox[-1].to == [VICTIM]
    assert queries.find_user(VICTIM) is None


@pytest.mark.parametrize("claim", CLAIMS[:2])
def test_a01_a_typed_address_opens_no_account(cast, settings, client, claim):
    thief = claim(cast, settings, client)
    thief.set_password(factories.PASSWORD)
    thief.save()
    client.logout()
    login = {"login": VICTIM, "password": factories.PASSWORD}
    assert client.post("/akun/login/", login).status_code == 200
    client.post("/akun/kata-sandi/lupa/", {"email": VICTIM})
    assert not Notice.objects.filter(kind="kata_sandi").exists()


@pytest.mark.parametrize("claim", CLAIMS)
def test_a01_a_typed_address_does_not_block_its_owner(cast, settings, client, mailoutbox, claim):
    claim(cast, settings, client)
    client.logout()
    invite(cast.menpan, Role.ADMIN_NASIONAL, cast.nasional)
    path = sent(mailoutbox)
    client.post(path, {**ACCOUNT, "username": "deputi", "nama": "Deputi Asli"})
    deputy = User.objects.get(username="deputi")
    assert deputy.email == VICTIM
    assert queries.find_user(VICTIM) == deputy
    assert deputy.memberships.get().role == Role.ADMIN_NASIONAL


@pytest.mark.parametrize("verified", [False, True])
def test_a01_an_address_that_allauth_alone_remembers_opens_no_account(cast, client, verified):
    EmailAddress.objects.create(user=cast.kepala, email=VICTIM, verified=verified)
    login = {"login": VICTIM, "password": factories.PASSWORD}
    assert client.post("/akun/login/", login).status_code == 200
    client.post("/akun/kata-sandi/lupa/", {"email": VICTIM})
    assert not Notice.objects.filter(kind="kata_sandi").exists()


def test_a01_an_address_that_changed_hands_is_its_new_owner_s_alone(cast, client, mailoutbox):
    EmailAddress.objects.create(user=cast.kepala, email="kepala@uji.test", verified=True)
    addresses.own_address(cast.kepala, "pribadi@uji.test")
    addresses.own_address(cast.evaluator, "kepala@uji.test")
    notices.deliver_waiting()
    mailoutbox.clear()
    client.post("/akun/kata-sandi/lupa/", {"email": "kepala@uji.test"})
    assert "(evaluator)" in Notice.objects.get(kind="kata_sandi").body
    client.post("/akun/login/", {"login": "kepala@uji.test", "password": factories.PASSWORD})
    assert client.session["_auth_user_id"] == str(cast.evaluator.pk)


# Who sees a link ----------------------------------------------------------------------------------


@pytest.mark.parametrize("again", [False, True])
def test_a01_where_mail_works_the_inviter_never_sees_the_link(cast, as_user, mailoutbox, again):
    client = as_user(cast.bagian)
    there = f"/instansi/{cast.banjarnegara.uuid}/"
    data = {"email": VICTIM, "nama": "Deputi", "role": "evaluator", "unit": ""}
    pages = [client.post(f"{there}undang/", data, follow=True)]
    if again:
        row = cast.bagian.invitations_sent.get()
        pages.append(client.post(f"/undangan/{row.uuid}/kirim-ulang/", follow=True))
    pages += [
        client.get(path) for path in (there, f"{there}jejak/", "/pemberitahuan/", "/beranda/")
    ]
    token = sent(mailoutbox).split("/")[2]
    for page in pages:
        assert token[:32] not in page.content.decode()
        assert not re.search(r"/undangan/[0-9a-f]{32}\.", page.content.decode())


def test_a01_without_mail_the_link_is_handed_over_and_proves_nothing(cast, settings, as_user):
    settings.MAIL_WORKS = False
    row = invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara)
    page = as_user(cast.bagian).get(f"/instansi/{cast.banjarnegara.uuid}/").content.decode()
    assert re.search(r"http://testserver/undangan/[0-9a-f]{32}\.", page)
    given = invitations.accept_invitation(
        by=cast.siapapun, token=invitations.invitation_path(row).split("/")[2]
    )
    cast.siapapun.refresh_from_db()
    assert (given.role, cast.siapapun.email) == (Role.EVALUATOR, "siapapun@uji.test")


def test_a01_a_link_that_was_shown_ends_when_the_invitation_goes_by_mail(cast, settings, client):
    settings.MAIL_WORKS = False
    row = invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara)
    shown = invitations.invitation_path(row)
    settings.MAIL_WORKS = True
    invitations.resend_invitation(by=cast.bagian, invitation=row)
    assert client.post(shown, ACCOUNT).status_code == 410


def test_a01_a_mailed_link_proves_the_address_of_who_has_none(cast, mailoutbox, as_user):
    person = factories.make_user("tanpa", email=None, email_claimed=VICTIM)
    invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara)
    as_user(person).post(f"{sent(mailoutbox)}terima/")
    person.refresh_from_db()
    assert (person.email, person.email_claimed) == (VICTIM, "")


# By account ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mail", [True, False])
def test_a01_who_has_an_account_is_invited_into_it_and_he_alone_accepts(
    cast, settings, as_user, mail
):
    settings.MAIL_WORKS = mail
    row = invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara, username="siapapun")
    path = Notice.objects.get(user=cast.siapapun).url
    page = as_user(cast.bagian).get(f"/instansi/{cast.banjarnegara.uuid}/").content.decode()
    assert row.uuid.hex not in page
    assert as_user(cast.pimpinan).post(f"{path}terima/").status_code == 410
    as_user(cast.siapapun).post(f"{path}terima/")
    assert cast.siapapun.memberships.get().role == Role.EVALUATOR


def test_a01_without_mail_nobody_is_found_by_an_address(cast, settings):
    settings.MAIL_WORKS = False
    invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara, email="siapapun@uji.test", nama="S")
    assert told(cast.siapapun) == ""
    with pytest.raises(Refused):
        invite(cast.bagian, Role.EVALUATOR, cast.banjarnegara, username="siapapun@uji.test")


@pytest.mark.parametrize(("who", "role", "place"), [
    ("bagian", Role.EVALUATOR, "jateng"),
    ("bagian", Role.ADMIN_NASIONAL, "nasional"),
    ("biro", Role.EVALUATOR, "nasional"),
])  # fmt: skip
def test_a01_without_mail_nobody_gives_a_role_above_his_own_place(cast, settings, who, role, place):
    settings.MAIL_WORKS = False
    with pytest.raises(PermissionDenied):
        invite(getattr(cast, who), role, getattr(cast, place), nama="Siapa")


def test_a01_every_acceptance_is_told_to_the_inviter_and_the_other_admins(cast, settings, client):
    second = factories.make_user("kedua")
    factories.member(second, Role.ADMIN_INSTANSI, cast.banjarnegara)
    row = invite(cast.menpan, Role.EVALUATOR, cast.banjarnegara)
    client.post(invitations.invitation_path(row), ACCOUNT)
    for person in (cast.menpan, cast.bagian, second):
        assert "(penyerang)" in told(person) and "menerima undangan" in told(person)


# Changing one's address ---------------------------------------------------------------------------


def test_a01_a_new_address_counts_when_its_link_is_opened_by_the_account(cast, as_user, mailoutbox):
    client = as_user(cast.operator)
    addresses.claim_address(by=cast.operator, email="Baru@uji.test")
    assert User.objects.get(pk=cast.operator.pk).email == "operator@uji.test"
    path = sent(mailoutbox)
    assert mailoutbox[-1].to == ["baru@uji.test"]
    # The true owner, logged in as himself, gives nothing away by opening it.
    assert as_user(cast.kepala).post(path).status_code == 403
    client.get(path)
    assert queries.owner_of("baru@uji.test") is None
    client.post(path)
    assert queries.owner_of("baru@uji.test") == cast.operator
    notices.deliver_waiting()
    assert (mailoutbox[-1].to, "diganti" in mailoutbox[-1].subject) == (["operator@uji.test"], True)


def test_a01_a_changed_or_used_link_proves_nothing(cast, mailoutbox):
    addresses.claim_address(by=cast.operator, email="satu@uji.test")
    token = sent(mailoutbox).split("/")[3]
    addresses.claim_address(by=cast.operator, email="dua@uji.test")
    for wrong in (token, token[:-2]):
        with pytest.raises(Refused):
            addresses.prove_address(by=cast.operator, token=wrong)


def test_a01_an_address_that_is_proved_is_proved_for_one_account(cast, mailoutbox):
    addresses.claim_address(by=cast.operator, email="kepala@uji.test")
    with pytest.raises(Refused, match="sudah dipakai akun lain"):
        addresses.prove_address(by=cast.operator, token=sent(mailoutbox).split("/")[3])


def test_a01_the_page_of_the_address_asks_for_the_password_again(cast, as_user):
    client = as_user(cast.operator)
    answer = client.post("/profil/surel/", {"email": "baru@uji.test"})
    assert "/akun/konfirmasi/" in answer["Location"]
    assert User.objects.get(pk=cast.operator.pk).email_claimed == ""


# High roles ---------------------------------------------------------------------------------------

HIGH = [
    (Role.ADMIN_INSTANSI, "banjarnegara"),
    (Role.ADMIN_NASIONAL, "nasional"),
    (Role.PIMPINAN, "nasional"),
]


@pytest.fixture
def no_mail(settings):
    settings.MAIL_WORKS = False


def accept(row, person):
    token = invitations.invitation_path(row).split("/")[2]
    return invitations.accept_invitation(by=person, token=token)


def may(person, instansi) -> bool:
    return User.objects.get(pk=person.pk).has_perm("view_instansi", instansi)


@pytest.mark.parametrize("by_account", [False, True])
@pytest.mark.parametrize(("role", "place"), HIGH)
def test_a01_a_high_role_without_proof_grants_nothing_until_another_admin_agrees(
    cast, no_mail, as_user, role, place, by_account
):
    place = getattr(cast, place)
    second = factories.make_user("kedua")
    factories.member(second, Role.ADMIN_NASIONAL, cast.nasional)
    whom = {"username": "siapapun"} if by_account else {"nama": "Siapa pun"}
    waiting = accept(invite(cast.menpan, role, place, **whom), cast.siapapun)
    assert isinstance(waiting, PendingRole)
    assert not cast.siapapun.memberships.exists() and not may(cast.siapapun, place)
    for nobody in (cast.menpan, cast.siapapun):
        with pytest.raises(PermissionDenied):
            pending.confirm(by=nobody, batch=waiting.batch)
    client = as_user(second)
    assert "Konfirmasi peran Siapa" in client.get("/beranda/").content.decode()
    client.post(f"/peran-menunggu/{waiting.batch}/konfirmasi/")
    assert cast.siapapun.memberships.get().role == role
    assert may(cast.siapapun, place)
    assert "Peran berlaku" in told(cast.menpan) and "Peran berlaku" in told(cast.siapapun)


def test_a01_a_low_role_does_not_wait(cast, no_mail):
    row = invite(cast.bagian, Role.PIMPINAN, cast.banjarnegara, nama="Bupati")
    assert isinstance(accept(row, cast.siapapun), Membership)


def test_a01_proved_mail_gives_a_high_role_at_once(cast, client, mailoutbox):
    invite(cast.menpan, Role.ADMIN_INSTANSI, cast.banjarnegara)
    client.post(sent(mailoutbox), ACCOUNT)
    assert User.objects.get(username="penyerang").memberships.get().role == Role.ADMIN_INSTANSI


def test_a01_a_role_is_not_raised_for_an_unproved_account(cast):
    User.objects.filter(pk=cast.evaluator.pk).update(email=None)
    with pytest.raises(Refused, match="belum terbukti"):
        people.change_role(
            by=cast.bagian, membership=cast.evaluator.memberships.get(), role=Role.ADMIN_INSTANSI
        )


def test_a01_a_refused_role_is_told_and_never_granted(cast, no_mail, as_user):
    second = factories.make_user("kedua")
    factories.member(second, Role.ADMIN_INSTANSI, cast.banjarnegara)
    row = invite(cast.bagian, Role.ADMIN_INSTANSI, cast.banjarnegara, username="siapapun")
    batch = accept(row, cast.siapapun).batch
    as_user(second).post(f"/peran-menunggu/{batch}/tolak/")
    for person in (cast.bagian, cast.siapapun):
        assert "Peran ditolak" in told(person)
    with pytest.raises(Refused):
        pending.confirm(by=second, batch=batch)
    assert not cast.siapapun.memberships.exists()


@pytest.fixture
def alone(cast, no_mail) -> PendingRole:
    """The only admin of an office makes another."""
    row = invite(cast.bagian, Role.ADMIN_INSTANSI, cast.banjarnegara, username="siapapun")
    return accept(row, cast.siapapun)


def test_a01_without_a_second_admin_the_level_above_confirms(cast, alone):
    assert "menunggu konfirmasi" in told(cast.biro)
    pending.confirm(by=cast.biro, batch=alone.batch)
    assert cast.siapapun.memberships.get().role == Role.ADMIN_INSTANSI


def test_a01_who_could_give_the_role_himself_confirms_it_and_nobody_else(cast, no_mail):
    factories.member(factories.make_user("kedua"), Role.ADMIN_INSTANSI, cast.banjarnegara)
    row = invite(cast.bagian, Role.ADMIN_INSTANSI, cast.banjarnegara, username="siapapun")
    batch = accept(row, cast.siapapun).batch
    for who in (cast.bagian, cast.siapapun, cast.admin_tetangga, cast.pimpinan):
        with pytest.raises(PermissionDenied):
            pending.confirm(by=who, batch=batch)
    pending.confirm(by=cast.biro, batch=batch)


def test_a01_or_it_stands_a_day_in_everybodys_sight(cast, alone, settings, as_user):
    page = as_user(cast.pimpinan).get(f"/instansi/{cast.banjarnegara.uuid}/").content.decode()
    assert "Peran yang menunggu konfirmasi" in page
    assert pending.take_effect() == 0
    PendingRole.objects.update(effective_at=timezone.now() - timedelta(seconds=1))
    assert pending.take_effect() == 1
    assert cast.siapapun.memberships.get().role == Role.ADMIN_INSTANSI
    hours = (alone.effective_at - alone.created_at) / timedelta(hours=1)
    assert round(hours, 2) == settings.PERAN_TUNGGU_JAM


def test_a01_a_role_of_an_admin_who_was_dismissed_meanwhile_does_not_take_effect(cast, alone):
    people.end_membership(by=cast.menpan, membership=cast.bagian.memberships.get())
    PendingRole.objects.update(effective_at=timezone.now() - timedelta(seconds=1))
    assert pending.take_effect() == 0
    assert PendingRole.objects.get().granted is False


def test_a01_one_confirmation_covers_everything_that_was_given_at_once(cast, as_user):
    new = [factories.make_user() for _ in range(3)]
    places = (cast.jateng, cast.banjarnegara, cast.tetangga)
    second = factories.make_user("kedua")
    factories.member(second, Role.ADMIN_NASIONAL, cast.nasional)
    rows = pending.hold(
        appointed_by=cast.menpan,
        given=[(user, Role.ADMIN_INSTANSI, place) for user, place in zip(new, places, strict=True)],
    )
    client, batch = as_user(second), f"/peran-menunggu/{rows[0].batch}/"
    assert "dan 2 lainnya" in client.get("/beranda/").content.decode()
    office = client.get(f"/instansi/{cast.jateng.uuid}/").content.decode()
    assert ("Periksa seluruhnya" in office, f"{batch}konfirmasi/" in office) == (True, False)
    # Who sees one of the offices alone decides nothing about the others.
    assert as_user(cast.admin_tetangga).post(f"{batch}konfirmasi/").status_code == 404
    seen = client.get(batch).content.decode()
    assert all(str(place) in seen for place in places) and f"{batch}konfirmasi/" in seen
    client.post(f"{batch}konfirmasi/")
    assert all(user.memberships.exists() for user in new)
