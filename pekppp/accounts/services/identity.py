"""The name, NIP and jabatan of a person: what documents print beside his signature.

Of a person with a role the office decides (`access.may_name`): it changes them, or confirms what he
proposed; until then the old ones count everywhere. Before his first role, and before one waits for
him, nothing hangs on them and he changes them himself; with his first role, and with one after all
of his have ended, they begin anew, from what the office wrote in its invitation, and what he had or
had proposed goes to the office as a proposal.
"""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from pekppp.accounts import audit, notices, queries
from pekppp.accounts.access import may_name, memberships_of, require_may_sign
from pekppp.accounts.models import IdentityProposal, Instansi, User
from pekppp.base.errors import Refused

FIELDS = ("nama", "nip", "jabatan")
_CHANGED = "Nama, NIP, atau jabatan Anda diubah"


@transaction.atomic
def update_profile(
    *, by: User, nama: str, nip: str, jabatan: str, zone: str, telepon: str = ""
) -> User:
    """The person's own page: his zone and number at once, the rest as far as it is his to decide.

    Typing what he has takes an open proposal back. `open_proposal_of` tells what now waits.
    """
    user = _locked(by)
    user.zone, user.telepon = zone, telepon
    wanted = {"nama": nama, "nip": nip, "jabatan": jabatan}
    if not decides_alone(user):
        user.clean_fields(exclude=["password"])
        user.save(update_fields=["zone", "telepon"])
        _propose(user, wanted)
    else:
        _close(user, user)
        _set(user, wanted, by=user)
        user.save(update_fields=["zone", "telepon"])
    return user


def decides_alone(user: User) -> bool:
    """Whether no document bears his name yet and no role waits for it, or there is nobody else."""
    return not queries.ever_had_a_role(user) or may_name(user, user)


@transaction.atomic
def change_identity(*, by: User, person: User, nama: str, nip: str, jabatan: str) -> User:
    """The office changes it itself; what the person had proposed is answered by that."""
    require_may_sign(by)
    user = _locked(person)
    _require(by, user)
    _close(user, by)
    _set(user, {"nama": nama, "nip": nip, "jabatan": jabatan}, by=by)
    return user


@transaction.atomic
def change_identities(*, by: User, wanted: Iterable[tuple[User, dict[str, str]]]) -> None:
    """As `change_identity` for many people whose memberships are known, in a few statements.

    The caller holds their rows; `wanted` has all of `FIELDS`, checked.
    """
    changed = [(user, _values(user), after) for user, after in wanted]
    if not changed:
        return
    require_may_sign(by)
    for user, _, after in changed:
        _require(by, user)
        for name in FIELDS:
            setattr(user, name, after[name])
    IdentityProposal.objects.filter(
        user__in=[user for user, _, _ in changed], decided_at__isnull=True
    ).update(decided_at=timezone.now(), decided_by=by)
    User.objects.bulk_update([user for user, _, _ in changed], FIELDS, batch_size=1_000)
    audit.write_told(
        by=by,
        action="ubah_identitas",
        told=(
            (user, office, {"orang": user.username, "semula": before, "menjadi": after})
            for user, before, after in changed
            for office in _offices(user)
        ),
    )
    notices.notify_each(
        (
            notices.Message(user, _CHANGED, _set_by(by, user), reverse("accounts:profile"))
            for user, _, _ in changed
            if user.pk != by.pk
        ),
        kind="identitas",
    )


@transaction.atomic
def accept_proposal(*, by: User, proposal: IdentityProposal) -> User:
    require_may_sign(by)
    user, found = _open(by, proposal)
    found.decided_at, found.decided_by, found.accepted = timezone.now(), by, True
    found.save(update_fields=["decided_at", "decided_by", "accepted"])
    _set(user, _values(found), by=by)
    return user


@transaction.atomic
def refuse_proposal(*, by: User, proposal: IdentityProposal) -> User:
    user, _ = _open(by, proposal)
    _close(user, by)
    _audit(user, by, "tolak_identitas", _values(user), _values(proposal))
    _tell(
        [user],
        user,
        "Usulan identitas Anda tidak diterima",
        f"Nama, NIP, dan jabatan Anda tetap: {_words(user)}. Bila keliru, hubungi admin instansi.",
        reverse("accounts:profile"),
    )
    return user


def begin(*, user: User, nama: str) -> None:
    """Before a first role: the name that the office invited, and the rest waits for the office.

    The office is told of the acceptance anyway, and its home page and its own list what waits.
    """
    _locked(user)
    user.refresh_from_db(fields=FIELDS)
    had = _values(user)
    if memberships_of(user) or had == {"nama": nama, "nip": "", "jabatan": ""}:
        return
    _set(user, {"nama": nama, "nip": "", "jabatan": ""}, by=None)
    if queries.open_proposal_of(user) is None:
        IdentityProposal.objects.create(user=user, **had)


def _propose(user: User, wanted: dict[str, str]) -> None:
    known = queries.open_proposal_of(user)
    if known is not None and _values(known) == wanted:
        return
    _close(user, user)
    if wanted == _values(user):
        return
    probe = User(username=user.username, **wanted)
    probe.clean_fields(exclude=["password"])
    made = IdentityProposal.objects.create(user=user, **wanted)
    _audit(user, user, "usulkan_identitas", _values(user), wanted)
    _tell_office(user, made)


def _set(user: User, wanted: dict[str, str], *, by: User | None) -> None:
    before = _values(user)
    if before == wanted:
        return
    for name, value in wanted.items():
        setattr(user, name, value)
    user.clean_fields(exclude=["password"])
    user.save(update_fields=list(FIELDS))
    _audit(user, by, "ubah_identitas", before, wanted)
    if by is not None and by.pk != user.pk:
        _tell(
            [user],
            user,
            _CHANGED,
            _set_by(by, user),
            reverse("accounts:profile"),
        )


def _set_by(by: User, user: User) -> str:
    return (
        f"{by.nama} menetapkan: {_words(user)}. Inilah yang tercetak pada dokumen yang Anda "
        "tanda tangani."
    )


def _audit(
    user: User, by: User | None, action: str, before: dict[str, str], after: dict[str, str]
) -> None:
    """In the trail of every office where he has a role, or of nobody's."""
    for office in _offices(user):
        audit.write(
            by=by,
            action=action,
            thing=user,
            instansi=office,
            orang=user.username,
            semula=before,
            menjadi=after,
        )


def _offices(user: User) -> list[Instansi | None]:
    offices = {row.instansi_id: row.instansi for row in memberships_of(user)}
    return [*offices.values()] or [None]


def _tell_office(user: User, proposal: IdentityProposal) -> None:
    for membership in memberships_of(user):
        office = membership.instansi
        _tell(
            queries.who_names(user, office),
            user,
            f"{user.username} mengusulkan nama, NIP, atau jabatan lain",
            f"Sekarang {_words(user)}; diusulkan {_words(proposal)}. Setujui atau tolak di "
            "halaman instansi. Sebelum itu yang lama tetap berlaku.",
            reverse("accounts:instansi", args=[office.uuid]) + "#identitas",
            office,
            key=str(proposal.uuid),
        )


def _tell(
    people: list[User],
    user: User,
    subject: str,
    body: str,
    url: str,
    office: Instansi | None = None,
    *,
    key: str = "",
) -> None:
    notices.notify(
        people,
        kind="identitas",
        subject=subject,
        body=body,
        url=url,
        instansi=office,
        dedupe_key=key,
    )


def _words(row: User | IdentityProposal) -> str:
    return f"{row.nama}, NIP {row.nip or '-'}, jabatan {row.jabatan or '-'}"


def _values(row: User | IdentityProposal) -> dict[str, str]:
    return {name: getattr(row, name) for name in FIELDS}


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _require(by: User, user: User) -> None:
    if not may_name(by, user):
        raise PermissionDenied(f"{by} does not decide about the identity of {user}")


def _open(by: User, proposal: IdentityProposal) -> tuple[User, IdentityProposal]:
    user = _locked(proposal.user)
    _require(by, user)
    found = queries.open_proposal_of(user)
    if found is None or found.pk != proposal.pk:
        raise Refused("Usulan ini sudah diputuskan atau diganti usulan baru.", status=409)
    return user, found


def _close(user: User, by: User) -> None:
    IdentityProposal.objects.filter(user=user, decided_at__isnull=True).update(
        decided_at=timezone.now(), decided_by=by
    )
