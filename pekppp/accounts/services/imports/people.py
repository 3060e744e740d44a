"""People and their roles by workbook: whose account it is decides what the office may do with it.

A new account begins as the office wrote it. One whose roles are all the importer's to give gets its
role at once, and what the office writes of it. Of any other nothing is shown: it is invited. High
roles wait for a second person's word, all of a file for one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from pekppp.accounts import audit, notices
from pekppp.accounts import import_queries as queries
from pekppp.accounts.access import may_administer, may_appoint, may_name, memberships_of
from pekppp.accounts.import_queries import Accounts, Reach, key
from pekppp.accounts.models import Instansi, Invitation, Membership, PendingRole, UnitLokus, User
from pekppp.accounts.roles import NATIONAL_ROLES, ROLE_LABELS, Permission, Role, is_high
from pekppp.accounts.services import activation, identity
from pekppp.accounts.services.imports.lines import (
    CHANGED,
    EVERY,
    INVITED,
    NEW,
    NEW_WAITS,
    ROLE,
    SAME,
    WAITS,
    Line,
    Plan,
    Step,
    done,
)
from pekppp.accounts.services.invitations import invite_accounts
from pekppp.accounts.services.pending import hold
from pekppp.accounts.services.people import check_place, give_roles
from pekppp.accounts.sheet import NOTHING, PEOPLE, Typed
from pekppp.base import nip
from pekppp.base.certain import certain
from pekppp.base.errors import Refused

NEEDS = Permission.MANAGE_PEOPLE
_TITLES = {column.key: column.title for column in PEOPLE.fields}
_OFFERED = (
    Role.OPERATOR,
    Role.KEPALA,
    Role.EVALUATOR,
    Role.VERIFIKATOR,
    Role.PIMPINAN,
    # At the ministry; an admin of it begins by a workbook of his own.
    Role.ANALIS,
    Role.VALIDATOR,
    Role.PENETAP,
)
_SHORT = {
    "operator": Role.OPERATOR,
    "kepala": Role.KEPALA,
    "penilai": Role.EVALUATOR,
    "auditor": Role.PIMPINAN,
    "pimpinan": Role.PIMPINAN,
    "analis": Role.ANALIS,
    "validator": Role.VALIDATOR,
    "penetap": Role.PENETAP,
}
_ROLES = _SHORT | {key(ROLE_LABELS[role]): role for role in _OFFERED}
# Of one person the same in each of his rows, by the column of the account that keeps it.
_OF_PERSON = {
    "nama": "nama",
    "nip": "nip",
    "jabatan": "jabatan",
    "surel": "email_claimed",
    "telepon": "telepon",
}
_FIELDS = {column: key for key, column in _OF_PERSON.items()}
_ELSEWHERE = (
    "Nama pengguna ini milik akun yang perannya tidak semua Anda urus: datanya tidak diubah, dan "
    "perannya ditawarkan lewat undangan ke akun itu."
)
_NOT_NAMED = "Nama, NIP, dan jabatan akun ini tidak Anda tetapkan; tetap seperti semula."


@dataclass(slots=True)
class _Person:
    """Somebody of the file: what all of his rows say, and the account that he has or gets."""

    username: str
    rows: list["_Row"] = field(default_factory=list)
    said: dict[str, tuple[str, Typed]] = field(default_factory=dict)
    chosen: bool = False  # the username was typed
    user: User | None = None
    is_new: bool = False
    mine: bool = False
    identity: dict[str, str] | None = None
    contact: dict[str, str] = field(default_factory=dict)
    changes: list[list[str]] = field(default_factory=list)
    note: str = ""

    def says(self, name: str) -> str:
        text = self.said[name][0] if name in self.said else ""
        return "" if text == NOTHING else text


@dataclass(slots=True)
class _Row:
    at: Typed
    office: Instansi
    role: Role
    unit: UnitLokus | None
    person: _Person
    effect: str = SAME
    note: str = ""

    @property
    def place(self) -> tuple[str, int, int | None]:
        return self.role.value, self.office.pk, self.unit.pk if self.unit else None

    @property
    def high(self) -> bool:
        return is_high(self.role, national=self.office.is_national)


# What a row says by itself ------------------------------------------------------------------------


def plan_admins(by: User, rows: Sequence[Typed], step: Step, *, lock: bool = False) -> Plan:
    """Admins of instansi: one column decides the place, and the role is said by the kind."""
    return _plan(by, rows, step, lambda row: (Role.ADMIN_INSTANSI, ""), lock=lock)


def plan_people(by: User, rows: Sequence[Typed], step: Step, *, lock: bool = False) -> Plan:
    return _plan(by, rows, step, _role, lock=lock)


def _role(row: Typed) -> tuple[Role | None, str]:
    role = _ROLES.get(key(row.get("peran")))
    if role is None:
        return None, "Tulis operator, kepala, evaluator, verifikator, atau pimpinan; di KemenPANRB "
        "juga analis, validator, atau penetap."
    return role, ""


def _plan(
    by: User,
    rows: Sequence[Typed],
    step: Step,
    role_of: Callable[[Typed], tuple[Role | None, str]],
    *,
    lock: bool,
) -> Plan:
    made = Plan()
    reach = Reach(by, NEEDS)
    offices = [reach.find(row.get("instansi")) for row in rows]
    units = _Units({office.pk for office, _ in offices if office is not None})
    may: dict[tuple[Role, int], bool] = {}
    people: dict[str, _Person] = {}
    numbers: dict[str, _Person] = {}
    found: list[_Row] = []
    for number, (row, (office, wrong)) in enumerate(zip(rows, offices, strict=True), start=1):
        role, unknown = role_of(row)
        if office is None:
            made.problems.append(row.problem("instansi", wrong))
        if role is None:
            made.problems.append(row.problem("peran", unknown))
        person = _person(row, people, numbers, made)
        if office is None or role is None:
            continue
        if (role, office.pk) not in may:
            may[role, office.pk] = may_appoint(by, role, office)
        if not may[role, office.pk]:
            words = f"Peran ini di {office} tidak dapat Anda berikan."
            made.problems.append(row.problem("peran", words))
            continue
        unit, wrong = units.find(office, role, row.get("unit"))
        if wrong:
            made.problems.append(row.problem("unit", wrong))
        elif person is not None:
            one = _Row(row, office, role, unit, person)
            _only_once(one, made)
            person.rows.append(one)
            found.append(one)
        if number % EVERY == 0:
            step(number)
    _meet(by, people, made, lock=lock)
    for one in found:
        _decide(one)
    made.lines = [_line(one) for one in found]
    return made


class _Units:
    """Units of the instansi of a file, by name."""

    def __init__(self, places: set[int]) -> None:
        self.open: dict[tuple[int, str], UnitLokus] = {}
        self.closed: set[tuple[int, str]] = set()
        for unit in queries.units_at(places):
            name = (unit.instansi_id, key(unit.nama))
            if unit.closed_on is None:
                self.open[name] = unit
            else:
                self.closed.add(name)

    def find(self, office: Instansi, role: Role, text: str) -> tuple[UnitLokus | None, str]:
        name = (office.pk, key(text))
        unit = self.open.get(name)
        if text and unit is None:
            if name in self.closed:
                return None, f"«{text}» sudah ditutup."
            return None, f"«{text}» tidak ada di antara unit {office}. Impor unitnya dahulu."
        try:
            check_place(role, office, unit)
        except Refused as error:
            return None, error.message
        return unit, ""


def _person(
    row: Typed, people: dict[str, _Person], numbers: dict[str, _Person], made: Plan
) -> _Person | None:
    """Whom the row speaks of; None where it says too little, or something else than before."""
    wrong = len(made.problems)
    number = nip.canonical(row.get("nip")) if row.get("nip") != NOTHING else ""
    problem = nip.problem(number, timezone.localdate())
    if problem:
        made.problems.append(row.problem("nip", problem))
    chosen = row.get("pengguna").lower()
    username = chosen or number
    if not username:
        made.problems.append(row.problem("nip", "Isi NIP, atau nama pengguna bila bukan ASN."))
    elif chosen and "@" in chosen:
        made.problems.append(row.problem("pengguna", "Nama pengguna tidak boleh memuat @."))
    if len(made.problems) > wrong:
        return None
    person = people.setdefault(username, _Person(username))
    person.chosen = person.chosen or bool(chosen)
    if number:
        other = numbers.setdefault(number, person)
        if other is not person:
            earlier = other.said["nip"][1].number
            words = f"NIP ini ditulis dengan nama pengguna lain pada baris {earlier}."
            made.problems.append(row.problem("nip", words))
    for name in _OF_PERSON:
        text = _text(row, name)
        if not text:
            continue
        before, earlier_row = person.said.setdefault(name, (text, row))
        if before != text:
            words = (
                f"Berbeda dari baris {earlier_row.number} («{before}»). Tulis satu orang sama di "
                "setiap barisnya."
            )
            made.problems.append(row.problem(name, words))
    return person


def _text(row: Typed, name: str) -> str:
    text = row.get(name)
    if text == NOTHING:
        return text
    match name:
        case "nip":
            return nip.canonical(text)
        case "surel":
            return text.lower()
        case "telepon" if text.startswith("8"):
            return f"0{text}"  # the zero that a spreadsheet drops
    return text


def _only_once(one: _Row, made: Plan) -> None:
    for other in one.person.rows:
        if other.place == one.place:
            words = f"Peran ini sudah ditulis pada baris {other.at.number}. Hapus salah satu."
            made.problems.append(one.at.problem("peran", words))


# Whose account it is ------------------------------------------------------------------------------


def _meet(by: User, people: dict[str, _Person], made: Plan, *, lock: bool) -> None:
    numbers = {person.says("nip") for person in people.values()} - {""}
    known = queries.accounts(people, numbers, lock=lock)
    mine = {
        user.pk
        for user in {user.pk: user for user in _all(known)}.values()
        if _has_an_office(user, known)
        and may_administer(by, memberships_of(user), known.promised[user.pk])
    }
    taken: dict[int, _Person] = {}
    for person in people.values():
        if not person.rows:
            continue
        at = person.rows[0].at
        person.user = _account(person, known, mine, made)
        if person.user is None:
            _begin(person, made)
            continue
        earlier = taken.setdefault(person.user.pk, person)
        if earlier is not person:
            words = f"Orang ini sudah ditulis pada baris {earlier.rows[0].at.number}."
            made.problems.append(at.problem("nip", words))
        person.mine = person.user.pk in mine
        if not person.user.is_active:
            words = "Nama pengguna ini tidak dapat dipakai; akunnya tidak aktif."
            made.problems.append(at.problem("pengguna" if person.chosen else "nip", words))
        elif person.mine:
            _compare(by, person, made)
        for row in person.rows:
            _promise(row, known)


def _has_an_office(user: User, known: Accounts) -> bool:
    """Of somebody without a role, held or waiting, the name is his own invention."""
    waits = any(isinstance(row, PendingRole) for row in known.promised[user.pk])
    return waits or bool(memberships_of(user))


def _all(known: Accounts) -> list[User]:
    return [*known.by_username.values(), *(u for rows in known.by_nip.values() for u in rows)]


def _account(person: _Person, known: Accounts, mine: set[int], made: Plan) -> User | None:
    """By username; else, where none was typed, by the NIP among accounts that are his to change."""
    user = known.by_username.get(person.username)
    same = known.by_nip.get(person.says("nip"), [])
    if user is None and not person.chosen:
        own = [other for other in same if other.pk in mine and other.is_active]
        if len(own) == 1:
            return own[0]
    if user is None and same:
        words = (
            "NIP ini juga tercatat pada akun lain. Bila orangnya sama, tulis nama penggunanya; "
            "bila tidak, akun baru dibuat."
        )
        made.problems.append(person.rows[0].at.problem("nip", words, note=True))
    return user


def _begin(person: _Person, made: Plan) -> None:
    """A new account, as the office wrote it."""
    user = User(
        username=person.username,
        zone=person.rows[0].office.zone,
        **{column: person.says(name) for name, column in _OF_PERSON.items()},
    )
    if not user.nama:
        made.problems.append(person.rows[0].at.problem("nama", "Nama belum diisi."))
    user.set_unusable_password()
    person.user, person.is_new, person.mine = user, True, True
    _clean(person, user, made, leave=() if user.nama else ("nama",))


def _clean(person: _Person, user: User, made: Plan, *, leave: Sequence[str] = ()) -> None:
    try:
        user.clean_fields(exclude=["password", "password_set_by", *leave])
    except ValidationError as error:
        for column, words in error.message_dict.items():
            name = _FIELDS.get(column, "pengguna")
            at = person.said[name][1] if name in person.said else person.rows[0].at
            made.problems.append(at.problem(name, " ".join(words)))


def _compare(by: User, person: _Person, made: Plan) -> None:
    """What the file says of an account otherwise than it is kept."""
    user = _user(person)
    wanted: dict[str, str] = {}
    for name, column in _OF_PERSON.items():
        if name not in person.said or (name == "surel" and user.email):
            continue  # an address that was proved is its person's own
        if name == "nama" and not person.says(name):
            continue
        if " ".join(getattr(user, column).split()) != person.says(name):
            wanted[name] = person.says(name)
    if not wanted:
        return
    named = wanted.keys() & set(identity.FIELDS)
    if named and not may_name(by, user):
        person.note = _NOT_NAMED
        wanted = {name: text for name, text in wanted.items() if name not in named}
    elif named:
        person.identity = {name: wanted.get(name, getattr(user, name)) for name in identity.FIELDS}
    person.contact = {
        _OF_PERSON[name]: text for name, text in wanted.items() if name not in identity.FIELDS
    }
    person.changes = [
        [_TITLES[name], getattr(user, _OF_PERSON[name]), text] for name, text in wanted.items()
    ]
    probe = User(username="x", nama=user.nama)
    for name, text in wanted.items():
        setattr(probe, _OF_PERSON[name], text)
    _clean(person, probe, made)


def _promise(row: _Row, known: Accounts) -> None:
    """What this account has, or is promised, already."""
    user = _user(row.person)
    if any(
        (held.role, held.instansi_id, held.unit_id) == row.place
        for held in memberships_of(user)
        if not held.sebagai
    ):
        row.note = "Peran ini sudah dipegang."
        return
    for promised in known.promised[user.pk]:
        place = (promised.role, promised.instansi_id, getattr(promised, "unit_id", None))
        if place != row.place:
            continue
        invited = isinstance(promised, Invitation)
        if invited and row.person.mine and not row.high:
            continue  # it is given here and now
        row.note = "Sudah diundang." if invited else "Peran ini sudah menunggu konfirmasi."


def _decide(row: _Row) -> None:
    person = row.person
    if row.note:
        row.effect = CHANGED if person.changes and row is person.rows[0] else SAME
    elif person.is_new:
        row.effect = NEW_WAITS if row.high else NEW
    elif not person.mine:
        row.effect, row.note = INVITED, _ELSEWHERE
    else:
        row.effect = WAITS if row.high else ROLE


def _line(row: _Row) -> Line:
    person = row.person
    first = row is person.rows[0]
    name = person.user.nama if person.user and person.mine else person.says("nama")
    place = f"{ROLE_LABELS[row.role]}, {row.unit or row.office}"
    if row.unit:
        place = f"{place}, {row.office}"
    notes = [row.note, person.note if first else ""]
    return Line(
        row.at,
        row.effect,
        name or person.username,
        place,
        person.changes if first else [],
        " ".join(note for note in notes if note),
        work=row,
    )


# Applying -----------------------------------------------------------------------------------------


def apply(by: User, made: Plan) -> list[dict[str, Any]]:
    """Write what the plan says; the caller has asked and holds the transaction."""
    rows: list[_Row] = [line.work for line in made.lines]
    people = list({id(row.person): row.person for row in rows}.values())
    new = [person for person in people if person.is_new]
    User.objects.bulk_create([_user(person) for person in new], batch_size=1_000)
    audit.write_told(
        by=by,
        action="buat_akun",
        told=((_user(person), person.rows[0].office, {"orang": person.username}) for person in new),
    )
    # Before the roles: who decides about a name is who decided about it until now.
    identity.change_identities(
        by=by, wanted=[(_user(p), p.identity) for p in people if p.identity is not None]
    )
    _change_contacts(by, [person for person in people if person.contact])
    given = give_roles(
        by=by,
        given=[
            (_user(row.person), row.role, row.office, row.unit)
            for row in rows
            if row.effect in (NEW, ROLE)
        ],
    )
    fresh = {_user(person).pk for person in new}
    _tell([row for row in given if row.user_id not in fresh])
    waiting = [row for row in rows if row.effect in (NEW_WAITS, WAITS)]
    if waiting:
        hold(
            appointed_by=by,
            given=[(_user(row.person), row.role, row.office) for row in waiting],
        )
    invite_accounts(
        by=by,
        given=[
            (_user(row.person), row.role, row.office, row.unit)
            for row in rows
            if row.effect == INVITED
        ],
    )
    activation.issue_many(by=by, given=[(_user(person), person.rows[0].office) for person in new])
    return [done(line, pengguna=_user(line.work.person).username) for line in made.lines]


def _user(person: _Person) -> User:
    return certain(person.user, "everybody of a plan has met his account or got one")


def _change_contacts(by: User, people: list[_Person]) -> None:
    for person in people:
        for column, text in person.contact.items():
            setattr(person.user, column, text)
    columns = {column for person in people for column in person.contact}
    if columns:
        users = [_user(person) for person in people]
        User.objects.bulk_update(users, sorted(columns), batch_size=1_000)
    audit.write_told(
        by=by,
        action="ubah_kontak",
        told=(
            (_user(person), person.rows[0].office, {"orang": _user(person).username})
            for person in people
        ),
    )


def _tell(given: list[Membership]) -> None:
    notices.notify_each(
        (
            notices.Message(
                row.user,
                "Anda mendapat peran baru",
                f"Peran Anda bertambah: {row}.",
                reverse("accounts:profile"),
                row.instansi_id,
            )
            for row in given
        ),
        kind="peran",
    )


Sample = tuple[list[list[str]], dict[str, tuple[str, ...]]]


def sample_admins(by: User) -> Sample:
    """A row for each instansi that has no admin yet."""
    reach = Reach(by, NEEDS)
    blank = [""] * 6
    return [[row.nama, *blank] for row in queries.without_admin(reach)], {
        "instansi": tuple(row.nama for row in reach.open)
    }


def sample_people(by: User) -> Sample:
    reach = Reach(by, NEEDS).open
    ministry = any(row.is_national for row in reach)
    return [], {
        "instansi": tuple(row.nama for row in reach),
        "peran": tuple(
            ROLE_LABELS[role] for role in _OFFERED if ministry or role not in NATIONAL_ROLES
        ),
    }
