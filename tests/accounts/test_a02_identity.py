"""A2, the account's half: nobody gives himself a name under which he signs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from pekppp.accounts import queries
from pekppp.accounts.access import may_name
from pekppp.accounts.models import (
    AuditEntry,
    IdentityProposal,
    Membership,
    Notice,
    PendingRole,
    User,
)
from pekppp.accounts.roles import Role
from pekppp.accounts.services import identity, invitations, pending, people
from tests import factories

NIP = "197501012000032002"
OTHER = {"nama": "Siti Rahmawati, M.Si.", "nip": NIP, "jabatan": "Kepala Bagian Organisasi"}


def propose(person, **values) -> IdentityProposal:
    identity.update_profile(by=person, zone="Asia/Jakarta", **(OTHER | values))
    return queries.open_proposal_of(person)


def now(person) -> tuple[str, str, str]:
    return User.objects.values_list(*identity.FIELDS).get(pk=person.pk)


def test_a02_who_has_a_role_only_proposes_and_the_old_identity_counts(cast):
    made = propose(cast.evaluator)
    assert now(cast.evaluator) == ("Evaluator", "", "")
    assert Notice.objects.get(kind="identitas").user == cast.bagian
    identity.accept_proposal(by=cast.bagian, proposal=made)
    assert now(cast.evaluator) == tuple(OTHER.values())
    entry = AuditEntry.objects.get(action="ubah_identitas")
    assert (entry.instansi, entry.by) == (cast.banjarnegara, cast.bagian)
    assert (entry.data["semula"]["nama"], entry.data["menjadi"]) == ("Evaluator", OTHER)


# Who decides about whom: himself, a colleague, the office, the one above, another one.
DECIDES = [
    ("evaluator", "evaluator", False),
    ("verifikator", "evaluator", False),
    ("pimpinan", "evaluator", False),
    ("kepala", "operator", False),
    ("bagian", "evaluator", True),
    ("bagian", "kepala", True),
    ("biro", "evaluator", True),
    ("biro", "bagian", True),
    ("menpan", "evaluator", True),
    ("admin_tetangga", "evaluator", False),
    ("bagian", "verifikator", False),
    ("bagian", "bagian", False),
    ("bagian", "menpan", False),
]


@pytest.mark.parametrize(("by", "of", "may"), DECIDES)
def test_a02_the_office_or_the_one_above_decides(cast, by, of, may):
    made = propose(getattr(cast, of)) if of != "menpan" else None
    assert may_name(getattr(cast, by), getattr(cast, of)) is may
    if may or made is None:
        return
    for act in (identity.accept_proposal, identity.refuse_proposal):
        with pytest.raises(PermissionDenied):
            act(by=getattr(cast, by), proposal=made)


def test_a02_an_office_that_gives_a_small_role_does_not_rename_another_office_s_signer(cast):
    factories.member(cast.evaluator, Role.EVALUATOR, cast.tetangga)
    for by in (cast.bagian, cast.admin_tetangga):
        with pytest.raises(PermissionDenied):
            identity.change_identity(by=by, person=cast.evaluator, **OTHER)
    identity.change_identity(by=cast.menpan, person=cast.evaluator, **OTHER)
    offices = AuditEntry.objects.filter(action="ubah_identitas").values_list("instansi", flat=True)
    assert set(offices) == {cast.banjarnegara.pk, cast.tetangga.pk}


def test_a02_nobody_is_stuck_without_an_office_or_without_a_second_admin(cast):
    propose(cast.siapapun)
    assert now(cast.siapapun) == tuple(OTHER.values())
    propose(cast.menpan)  # above whom there is nobody
    assert now(cast.menpan) == tuple(OTHER.values())
    assert AuditEntry.objects.filter(action="ubah_identitas", instansi=cast.nasional).exists()
    second = factories.make_user("menpan2")
    factories.member(second, Role.ADMIN_NASIONAL, cast.nasional)
    assert propose(second) is not None
    assert now(second) == ("Menpan2", "", "")


def test_a02_a_name_made_before_the_first_role_begins_anew_with_it(cast):
    propose(cast.siapapun)
    made = invitations.invite(
        by=cast.bagian,
        email="siapapun@uji.test",
        nama="Siapa Pun",
        role=Role.EVALUATOR,
        instansi=cast.banjarnegara,
    )
    token = invitations.invitation_path(made).split("/")[-2]
    invitations.accept_invitation(by=cast.siapapun, token=token)
    assert now(cast.siapapun) == ("Siapa Pun", "", "")
    assert queries.open_proposal_of(cast.siapapun).nama == OTHER["nama"]


def invite(cast, role, **whom) -> str:
    row = invitations.invite(by=cast.bagian, role=role, instansi=cast.banjarnegara, **whom)
    return invitations.invitation_path(row).split("/")[-2]


def fresh(person) -> User:
    return User.objects.get(pk=person.pk)


def test_a02_while_a_role_waits_nobody_gives_himself_the_name_for_it(cast, settings):
    settings.MAIL_WORKS = False
    token = invite(cast, Role.ADMIN_INSTANSI, nama="Siapa Pun")
    invitations.accept_invitation(by=cast.siapapun, token=token)
    assert propose(cast.siapapun).nama == OTHER["nama"]
    PendingRole.objects.update(effective_at=timezone.now())
    assert pending.take_effect() == 1
    assert now(cast.siapapun) == ("Siapa Pun", "", "")


def test_a02_after_a_last_role_the_name_stays_what_the_office_said(cast):
    people.end_membership(by=cast.bagian, membership=cast.evaluator.memberships.get())
    assert propose(fresh(cast.evaluator)) is not None
    assert now(cast.evaluator) == ("Evaluator", "", "")


def test_a02_who_is_invited_again_keeps_the_proposal_that_was_open(cast, settings):
    settings.MAIL_WORKS = False
    User.objects.filter(pk=cast.evaluator.pk).update(jabatan="Analis")
    made = propose(cast.evaluator)
    people.end_membership(by=cast.bagian, membership=cast.evaluator.memberships.get())
    token = invite(cast, Role.EVALUATOR, username="evaluator")
    invitations.accept_invitation(by=fresh(cast.evaluator), token=token)
    assert now(cast.evaluator) == ("Evaluator", "", "")
    assert queries.open_proposal_of(cast.evaluator) == made


def test_a02_a_newer_proposal_replaces_the_one_before_and_the_old_name_takes_it_back(cast):
    first = propose(cast.evaluator)
    second = propose(cast.evaluator, nama="Dwi Hartono, S.E.")
    with pytest.raises(identity.Refused):
        identity.accept_proposal(by=cast.bagian, proposal=first)
    assert queries.open_proposal_of(cast.evaluator) == second
    assert propose(cast.evaluator, nama="Evaluator", nip="", jabatan="") is None


def test_a02_the_office_confirms_on_its_page_with_one_button(cast, as_user):
    made = propose(cast.evaluator)
    page, button = f"/instansi/{cast.banjarnegara.uuid}/", f"/identitas/{made.uuid}/setujui/"
    assert button not in as_user(cast.pimpinan).get(page).content.decode()
    assert as_user(cast.pimpinan).post(button).status_code == 403
    assert as_user(cast.admin_tetangga).post(button).status_code == 404
    client = as_user(cast.bagian)
    assert button in client.get(page).content.decode()
    assert client.post(button).status_code == 302
    assert now(cast.evaluator) == tuple(OTHER.values())


def test_a02_the_office_is_told_that_another_account_has_the_nip(cast, as_user):
    propose(cast.evaluator)
    page = f"/instansi/{cast.banjarnegara.uuid}/"
    assert "juga tercatat pada akun lain" not in as_user(cast.bagian).get(page).content.decode()
    User.objects.filter(pk=cast.bagian.pk).update(nip=NIP)
    assert "juga tercatat pada akun lain" in as_user(cast.bagian).get(page).content.decode()


def test_a02_the_office_changes_an_identity_but_never_its_admin_his_own(cast, as_user):
    def address(person):
        return f"/peran/{Membership.objects.get(user=person).uuid}/identitas/"

    client = as_user(cast.bagian)
    odd = client.post(address(cast.evaluator), OTHER | {"nip": "1975"})
    assert "18 angka; yang ditulis 4" in odd.content.decode()
    assert client.post(address(cast.evaluator), OTHER).status_code == 302
    assert now(cast.evaluator) == tuple(OTHER.values())
    assert client.post(address(cast.bagian), OTHER).status_code == 403
