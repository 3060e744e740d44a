"""Accounts are closed and opened, ways in and factors given by others, and all of it is seen."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from pekppp.accounts import audit, queries
from pekppp.accounts.access import signing_hold
from pekppp.accounts.login_trail import MOST_FAILURES
from pekppp.accounts.models import AuditEntry, Notice, PendingRole, User
from pekppp.accounts.roles import Role
from pekppp.accounts.services import accounts, activation, identity, invitations, pending, people
from pekppp.base.errors import Refused
from tests import factories
from tests.accounts.test_login import confirm, one_time_code, totp

LOGIN = "/akun/login/"
OWN = "kebun-teh-88-x"


def log_in(name: str, password: str = factories.PASSWORD) -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (Android 14) Firefox/127.0"})
    client.post(LOGIN, {"login": name, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def role_of(person):
    return person.memberships.get()


def accept(row, person):
    token = invitations.invitation_path(row).split("/")[2]
    return invitations.accept_invitation(by=person, token=token)


def own_hand(person) -> None:
    """Long after he chose his own password."""
    User.objects.filter(pk=person.pk).update(password_set_at=timezone.now() - timedelta(days=30))


def actions_of(person) -> list[str]:
    rows = AuditEntry.objects.filter(object_type="user", object_id=str(person.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


# Closed and open ----------------------------------------------------------------------------------


def test_a16_a_closed_account_is_out_at_once_and_its_old_session_stays_dead(cast, as_user):
    session = log_in("operator")
    assert is_in(session)
    there = f"/peran/{role_of(cast.operator).uuid}/akun/"
    admin = as_user(cast.bagian)
    admin.post(f"{there}nonaktifkan/", {"nonaktifkan-reason": "Mutasi"})
    assert not is_in(session) and not is_in(log_in("operator"))
    admin.post(f"{there}aktifkan/", {"aktifkan-reason": "Kembali"})
    assert not is_in(session) and is_in(log_in("operator"))
    entry = AuditEntry.objects.get(action="nonaktifkan_akun")
    assert (entry.by, entry.reason, entry.instansi) == (cast.bagian, "Mutasi", cast.banjarnegara)


def test_a16_closing_needs_a_reason(cast, as_user):
    path = f"/peran/{role_of(cast.operator).uuid}/akun/nonaktifkan/"
    assert as_user(cast.bagian).post(path).status_code == 422
    assert User.objects.get(pk=cast.operator.pk).is_active


@pytest.mark.parametrize("who", ["operator", "admin_tetangga", "pimpinan"])
@pytest.mark.parametrize("act", [accounts.disable, accounts.reset_second_factor])
def test_a16_only_admins_of_the_persons_place_act_on_an_account(cast, who, act):
    with pytest.raises(PermissionDenied):
        act(by=getattr(cast, who), membership=role_of(cast.evaluator), reason="x")


def test_a16_an_account_with_a_role_elsewhere_is_the_ministrys(cast, settings):
    """A kabupaten must not take a verifikator away from the province."""
    settings.MAIL_WORKS = False
    factories.member(cast.verifikator, Role.EVALUATOR, cast.banjarnegara)
    here = cast.verifikator.memberships.get(instansi=cast.banjarnegara)
    for act in (accounts.disable, accounts.reset_second_factor):
        with pytest.raises(PermissionDenied):
            act(by=cast.bagian, membership=here, reason="x")
    with pytest.raises(PermissionDenied):
        issue(cast.bagian, here)
    accounts.disable(by=cast.menpan, membership=here, reason="x")
    assert not User.objects.get(pk=cast.verifikator.pk).is_active


def test_a16_nobody_closes_himself_or_the_last_admin(cast):
    with pytest.raises(Refused):
        accounts.disable(by=cast.bagian, membership=role_of(cast.bagian), reason="x")
    with pytest.raises(Refused, match="satu-satunya admin"):
        accounts.disable(by=cast.menpan, membership=role_of(cast.bagian), reason="x")
    factories.member(factories.make_user("kedua"), Role.ADMIN_INSTANSI, cast.banjarnegara)
    accounts.disable(by=cast.menpan, membership=role_of(cast.bagian), reason="x")


def test_a16_a_second_factor_is_removed_with_a_reason_and_told(cast):
    Authenticator.objects.create(user=cast.operator, type="totp", data={})
    accounts.reset_second_factor(
        by=cast.bagian, membership=role_of(cast.operator), reason="Telepon hilang."
    )
    assert not Authenticator.objects.filter(user=cast.operator).exists()
    assert "Telepon hilang." in Notice.objects.get(user=cast.operator).body
    assert AuditEntry.objects.get(action="hapus_dua_langkah").reason == "Telepon hilang."


# A password that was chosen with somebody else's way in -------------------------------------------


def issue(by, membership):
    return activation.issue(by=by, membership=membership)


def enter(row) -> User:
    return activation.activate(token=activation.path_of(row).split("/")[3], password=OWN)


@pytest.fixture
def entered(cast, settings) -> User:
    """The operator, under a password that may be another one's."""
    settings.MAIL_WORKS = False
    return enter(issue(cast.bagian, role_of(cast.operator)))


def test_a16_who_chose_his_password_himself_signs_at_once(cast):
    assert signing_hold(cast.kepala) is None


# A role that is promised --------------------------------------------------------------------------


@pytest.mark.parametrize("accepted", [False, True])
def test_a16_whom_the_ministry_promised_a_role_a_kabupaten_does_not_act_on(
    cast, settings, as_user, accepted
):
    settings.MAIL_WORKS = False
    row = invitations.invite(
        by=cast.menpan, role=Role.ADMIN_NASIONAL, instansi=cast.nasional, username="operator"
    )
    if accepted:
        accept(row, cast.operator)
    with pytest.raises(PermissionDenied):
        issue(cast.bagian, role_of(cast.operator))
    page = f"/peran/{role_of(cast.operator).uuid}/akun/"
    assert f"{page}nonaktifkan/" not in as_user(cast.bagian).get(page).content.decode()
    assert f"{page}nonaktifkan/" in as_user(cast.menpan).get(page).content.decode()


def test_a16_an_invitation_makes_nobody_administer_an_account_without_roles(cast, settings):
    settings.MAIL_WORKS = False
    here = role_of(cast.operator)
    people.end_membership(by=cast.bagian, membership=here)
    invitations.invite(
        by=cast.bagian, role=Role.EVALUATOR, instansi=cast.banjarnegara, username="operator"
    )
    with pytest.raises(PermissionDenied):
        issue(cast.bagian, here)


def test_a16_under_somebody_else_s_password_no_high_role_is_taken_up(cast, entered):
    person = User.objects.get(pk=cast.operator.pk)
    row = invitations.invite(
        by=cast.menpan, role=Role.ADMIN_NASIONAL, instansi=cast.nasional, username="operator"
    )
    with pytest.raises(invitations.InvitationClosed, match="akses dari Bagian"):
        accept(row, person)
    own_hand(person)
    assert accept(row, User.objects.get(pk=person.pk))


def test_a16_under_somebody_else_s_password_a_promised_role_waits(cast, entered):
    second = factories.make_user("menpan2")
    factories.member(second, Role.ADMIN_NASIONAL, cast.nasional)
    given = [(cast.operator, Role.ADMIN_NASIONAL, cast.nasional)]
    (row,) = pending.hold(appointed_by=cast.menpan, given=given)
    PendingRole.objects.update(effective_at=timezone.now())
    assert pending.take_effect() == 0
    with pytest.raises(Refused, match="akses dari Bagian"):
        pending.confirm(by=second, batch=row.batch)
    own_hand(cast.operator)
    assert pending.take_effect() == 1


def test_a16_who_set_the_password_of_the_second_admin_is_not_him(cast, settings):
    settings.MAIL_WORKS = False
    second = factories.make_user("bagian2")
    factories.member(second, Role.ADMIN_INSTANSI, cast.banjarnegara)
    given = [(cast.siapapun, Role.ADMIN_INSTANSI, cast.banjarnegara)]
    (row,) = pending.hold(appointed_by=cast.bagian, given=given)
    name = {"nama": "Siti", "nip": "", "jabatan": "Kepala Bagian"}
    identity.update_profile(by=cast.bagian, zone="Asia/Jakarta", **name)
    enter(issue(cast.bagian, role_of(second)))
    second = User.objects.get(pk=second.pk)
    acts = [
        lambda: pending.confirm(by=second, batch=row.batch),
        lambda: identity.change_identity(by=second, person=cast.evaluator, **name),
        lambda: identity.accept_proposal(by=second, proposal=queries.open_proposal_of(cast.bagian)),
    ]
    for act in acts:
        with pytest.raises(Refused, match="akses dari Bagian"):
            act()


# The trail ----------------------------------------------------------------------------------------


def test_a16_logins_failures_passwords_and_logouts_are_audited(cast):
    log_in("operator", "salah-sekali")
    client = log_in("operator@uji.test")
    new = {"oldpassword": factories.PASSWORD, "password1": OWN, "password2": OWN}
    client.post("/akun/kata-sandi/", new)
    client.post("/akun/logout/")
    log_in("tidak-ada", "salah-sekali")
    assert actions_of(cast.operator) == ["gagal_masuk", "masuk", "ganti_kata_sandi", "keluar"]
    assert AuditEntry.objects.filter(object_type="user").count() == 4
    entry = AuditEntry.objects.get(action="masuk")
    assert (entry.data["alamat"], "Firefox" in entry.data["peramban"]) == ("127.0.0.1", True)


def test_a16_somebody_who_guesses_does_not_fill_the_audit(cast):
    for _ in range(MOST_FAILURES):
        audit.write(by=None, action="gagal_masuk", thing=cast.operator)
    log_in("operator", "salah-sekali")
    assert actions_of(cast.operator).count("gagal_masuk") == MOST_FAILURES


def test_a16_the_trail_is_read_by_the_person_and_his_admin_alone(cast, as_user):
    log_in("operator")
    own = as_user(cast.operator).get("/profil/jejak/").content.decode()
    path = f"/peran/{role_of(cast.operator).uuid}/akun/"
    admins = as_user(cast.bagian).get(path).content.decode()
    assert "Firefox di Android" in own and "Firefox di Android" in admins
    assert "Firefox di Android" not in as_user(cast.kepala).get("/profil/jejak/").content.decode()
    assert "Firefox di Android" in as_user(cast.biro).get(path).content.decode()
    assert as_user(cast.admin_tetangga).get(path).status_code == 404
    factories.member(cast.operator, Role.EVALUATOR, cast.jateng)
    elsewhere_too = as_user(cast.bagian).get(path).content.decode()
    assert "Firefox di Android" in elsewhere_too and "diurus KemenPANRB" in elsewhere_too
    office = as_user(cast.bagian).get(f"/instansi/{cast.banjarnegara.uuid}/jejak/")
    assert "127.0.0.1" not in office.content.decode()


def test_a16_factors_are_audited(cast, django_capture_on_commit_callbacks):
    client = log_in("operator")
    confirm(client)
    client.get("/akun/dua-langkah/aktifkan/")
    code = one_time_code(client.session[totp.SECRET_SESSION_KEY])
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/akun/dua-langkah/aktifkan/", {"code": code})
    client.post("/akun/dua-langkah/nonaktifkan/")
    assert {"aktifkan_dua_langkah", "nonaktifkan_dua_langkah"} <= set(actions_of(cast.operator))


def test_a16_an_ended_role_leaves_the_account_to_the_ministry(cast):
    membership = role_of(cast.operator)
    people.end_membership(by=cast.bagian, membership=membership)
    with pytest.raises(PermissionDenied):
        accounts.disable(by=cast.bagian, membership=membership, reason="x")
    accounts.disable(by=cast.menpan, membership=membership, reason="x")
