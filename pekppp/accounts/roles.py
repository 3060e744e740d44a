"""The one vocabulary of permissions, and who has which: pure tables, no Django.

A membership gives a role at an instansi or a unit. How that place relates to a thing (an
evaluation, a unit, a cycle) decides what the role may do with it: `GRANTS[role][relation]`.
What hangs on a single assignment (score, lead, verify) is stored per object, see
`evaluations.core.assignments`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    ADMIN_NASIONAL = "admin_nasional"
    ANALIS = "analis"
    VALIDATOR = "validator"
    PENETAP = "penetap"
    ADMIN_INSTANSI = "admin_instansi"
    EVALUATOR = "evaluator"
    VERIFIKATOR = "verifikator"
    OPERATOR = "operator"
    KEPALA = "kepala"
    PIMPINAN = "pimpinan"


ROLE_LABELS: dict[Role, str] = {
    Role.ADMIN_NASIONAL: "Admin KemenPANRB",
    Role.ANALIS: "Analis KemenPANRB",
    Role.VALIDATOR: "Validator KemenPANRB",
    Role.PENETAP: "Penetap KemenPANRB",
    Role.ADMIN_INSTANSI: "Admin instansi",
    Role.EVALUATOR: "Evaluator",
    Role.VERIFIKATOR: "Verifikator",
    Role.OPERATOR: "Operator unit",
    Role.KEPALA: "Kepala unit",
    Role.PIMPINAN: "Pimpinan atau auditor",
}

UNIT_ROLES = frozenset({Role.OPERATOR, Role.KEPALA})
ADMINS = frozenset({Role.ADMIN_NASIONAL, Role.ADMIN_INSTANSI})
# There at the ministry alone, and given by its admins alone.
NATIONAL_ROLES = frozenset({Role.ADMIN_NASIONAL, Role.ANALIS, Role.VALIDATOR, Role.PENETAP})
# Of the ministry's people those who read everything there is.
SEES_ALL = frozenset({Role.ADMIN_NASIONAL, Role.PENETAP, Role.PIMPINAN})


def is_high(role: Role, *, national: bool) -> bool:
    """Whether a role gives so much that no single person hands it to an unproved account.

    `national`: at the ministry, whose pimpinan sees every office.
    """
    return role in ADMINS | NATIONAL_ROLES or (national and role == Role.PIMPINAN)


class Sebagai(StrEnum):
    """In which capacity somebody exercises the right of another."""

    PLT = "plt"
    PLH = "plh"
    AN = "an"


SEBAGAI_LABELS: dict[Sebagai, str] = {
    Sebagai.PLT: "Plt. (pelaksana tugas)",
    Sebagai.PLH: "Plh. (pelaksana harian)",
    Sebagai.AN: "Pelimpahan wewenang (a.n.)",
}
_PREFIXES = {Sebagai.PLT: "Plt. ", Sebagai.PLH: "Plh. ", Sebagai.AN: "a.n. "}
# What an evaluator or verifier is to do is assigned to him by name, and assigned anew to another.
DELEGABLE = frozenset({Role.KEPALA, Role.PIMPINAN}) | ADMINS


def acting_as(sebagai: str, jabatan: str) -> str:
    """The office as it is written for who exercises it: "Plt. Direktur"; as it is for its holder.

    Of an office that is itself held so ("Plt. Direktur") only the last capacity is written.
    """
    if not sebagai:
        return jabatan
    for prefix in ("Plt. ", "Plh. "):
        jabatan = jabatan.removeprefix(prefix)
    return _PREFIXES[Sebagai(sebagai)] + jabatan


class Relation(StrEnum):
    """How the place of a membership relates to the thing it wants to touch."""

    NATIONAL = "national"  # the ministry, towards everything
    OWNER = "owner"  # the instansi that the thing belongs to
    ABOVE = "above"  # a province towards its kabupaten and kota
    EVALUATING = "evaluating"  # the instansi that evaluates
    ORGANISER = "organiser"  # the instansi that owns the cycle
    UNIT = "unit"  # the unit itself
    PARENT_UNIT = "parent_unit"  # its dinas induk, which reads it
    VERIFYING = "verifying"  # the province that verifies what its kabupaten and kota scored
    CO_OWNER = "co_owner"  # an instansi that reads the unit beside its owner
    WILAYAH = "wilayah"  # an analyst of the ministry towards what lies in his wilayah kerja


class Permission(StrEnum):
    VIEW_INSTANSI = "view_instansi"
    MANAGE_INSTANSI = "manage_instansi"  # office name, letterhead, signers
    MANAGE_UNITS = "manage_units"
    MANAGE_PEOPLE = "manage_people"
    VIEW_UNIT = "view_unit"

    VIEW_INSTRUMEN = "view_instrumen"
    MANAGE_INSTRUMEN = "manage_instrumen"

    VIEW_SIKLUS = "view_siklus"
    CREATE_SIKLUS = "create_siklus"  # asked of an instansi
    MANAGE_SIKLUS = "manage_siklus"  # phases, lokus, opening, extensions

    VIEW_EVALUASI = "view_evaluasi"
    FILL_F01 = "fill_f01"  # answers and evidence
    SUBMIT_F01 = "submit_f01"
    ASSIST_UNIT = "assist_unit"  # review its F01 before it is sent, fill it for a unit that cannot
    DISCUSS = "discuss"  # write in the conversation about an indicator
    OBJECT = "object"  # masa sanggah
    FOLLOW_UP = "follow_up"  # commit to what was recommended, and report it
    CHECK_FOLLOW_UP = "check_follow_up"
    MANAGE_SURVEI = "manage_survei"
    REVIEW_SURVEI = "review_survei"  # decide about marked responses; never the unit itself
    ASSIGN = "assign"
    APPOINT_VERIFIER = "appoint_verifier"  # never the assessed, nor who evaluates
    SCORE = "score"
    LEAD = "lead"  # agree on levels, finish the F02
    VERIFY = "verify"
    RETURN = "return"
    END = "end"  # tidak mengisi, tidak dapat dinilai, diganti, dibatalkan
    VALIDATE = "validate"
    PUBLISH = "publish"
    VIEW_DOKUMEN = "view_dokumen"
    MAKE_DOKUMEN = "make_dokumen"
    VIEW_MONITORING = "view_monitoring"
    VIEW_NATIONAL = "view_national"


# What an assignment on an aspect can be; stored per object, never granted by a role.
ASSIGNED = frozenset({Permission.SCORE, Permission.LEAD, Permission.VERIFY})

_READ = frozenset(
    {
        Permission.VIEW_INSTANSI,
        Permission.VIEW_UNIT,
        Permission.VIEW_SIKLUS,
        Permission.VIEW_EVALUASI,
        Permission.VIEW_DOKUMEN,
        Permission.VIEW_MONITORING,
    }
)
_READ_UNIT = frozenset({Permission.VIEW_UNIT, Permission.VIEW_EVALUASI, Permission.VIEW_DOKUMEN})
_UNIT = _READ_UNIT | frozenset(
    {
        Permission.FILL_F01,
        Permission.DISCUSS,
        Permission.OBJECT,
        Permission.FOLLOW_UP,
        Permission.MANAGE_SURVEI,
    }
)
_ORGANISE = frozenset(
    {
        Permission.MANAGE_SIKLUS,
        Permission.ASSIGN,
        Permission.REVIEW_SURVEI,
        Permission.RETURN,
        Permission.DISCUSS,
        Permission.END,
        Permission.VALIDATE,
        Permission.PUBLISH,
        Permission.MAKE_DOKUMEN,
    }
)

GRANTS: dict[Role, dict[Relation, frozenset[Permission]]] = {
    Role.ADMIN_NASIONAL: {
        Relation.NATIONAL: _READ
        | {
            Permission.MANAGE_INSTANSI,
            Permission.MANAGE_UNITS,
            Permission.MANAGE_PEOPLE,
            Permission.MANAGE_INSTRUMEN,
            Permission.CREATE_SIKLUS,
            Permission.APPOINT_VERIFIER,
            Permission.VIEW_NATIONAL,
        },
        Relation.ORGANISER: _READ | _ORGANISE,
    },
    Role.ANALIS: {Relation.WILAYAH: _READ | {Permission.DISCUSS}},
    # Perhaps somebody from outside, so that he reads no more than what he decides about.
    Role.VALIDATOR: {
        Relation.ORGANISER: _READ - {Permission.VIEW_INSTANSI, Permission.VIEW_UNIT}
        | {Permission.VALIDATE, Permission.RETURN, Permission.DISCUSS}
    },
    Role.PENETAP: {
        Relation.NATIONAL: _READ | {Permission.VIEW_NATIONAL},
        Relation.ORGANISER: frozenset({Permission.PUBLISH}),
    },
    Role.ADMIN_INSTANSI: {
        Relation.OWNER: _READ
        | {
            Permission.MANAGE_INSTANSI,
            Permission.MANAGE_UNITS,
            Permission.MANAGE_PEOPLE,
            Permission.CREATE_SIKLUS,
            Permission.ASSIST_UNIT,
            Permission.DISCUSS,
            Permission.CHECK_FOLLOW_UP,
            Permission.MANAGE_SURVEI,
        },
        # It adds their units and people where they have nobody yet who could.
        Relation.ABOVE: _READ | {Permission.MANAGE_UNITS, Permission.MANAGE_PEOPLE},
        Relation.EVALUATING: _READ
        | {
            Permission.ASSIGN,
            Permission.REVIEW_SURVEI,
            Permission.RETURN,
            Permission.DISCUSS,
            Permission.CHECK_FOLLOW_UP,
            Permission.MAKE_DOKUMEN,
            Permission.MANAGE_SURVEI,
        },
        Relation.ORGANISER: _READ | _ORGANISE,
        Relation.VERIFYING: frozenset({Permission.APPOINT_VERIFIER}),
        Relation.CO_OWNER: frozenset({Permission.VIEW_UNIT, Permission.VIEW_EVALUASI}),
    },
    Role.PIMPINAN: {
        Relation.NATIONAL: _READ | {Permission.VIEW_NATIONAL},
        Relation.OWNER: _READ,
        Relation.ABOVE: _READ,
        Relation.EVALUATING: _READ,
        Relation.ORGANISER: _READ,
    },
    Role.OPERATOR: {Relation.UNIT: _UNIT, Relation.PARENT_UNIT: _READ_UNIT},
    Role.KEPALA: {
        Relation.UNIT: _UNIT | {Permission.SUBMIT_F01},
        Relation.PARENT_UNIT: _READ_UNIT,
    },
    # They see what is assigned to them, and nothing by their role alone.
    Role.EVALUATOR: {},
    Role.VERIFIKATOR: {},
}

# Whoever may invite, by role: an instansi appoints everyone but the ministry's own people.
MAY_APPOINT: dict[Role, frozenset[Role]] = {
    Role.ADMIN_NASIONAL: frozenset(Role),
    Role.ADMIN_INSTANSI: frozenset(Role) - NATIONAL_ROLES,
}


def who_may(permission: Permission, relation: Relation) -> frozenset[Role]:
    """The roles to which this relation gives the permission."""
    return frozenset(
        role for role, grants in GRANTS.items() if permission in grants.get(relation, ())
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a membership holds: ids of database rows; `national` is the ministry itself."""

    role: Role
    instansi: int
    unit: int | None = None
    national: bool = False
    region: frozenset[int] = frozenset()  # of an analyst: the provinces and K/L of his wilayah


@dataclass(frozen=True, slots=True)
class Scope:
    """What a thing says about whose it is. Ids of database rows; absent relations stay empty."""

    owner: int | None = None
    above: frozenset[int] = field(default_factory=frozenset)
    evaluating: int | None = None
    organiser: int | None = None
    unit: int | None = None
    parent_unit: int | None = None
    verifying: frozenset[int] = field(default_factory=frozenset)
    co_owners: frozenset[int] = field(default_factory=frozenset)


def relations(place: Place, scope: Scope) -> Iterable[Relation]:
    """Yield every relation that a membership's place has to a thing."""
    if place.role in UNIT_ROLES:
        if place.unit is not None and place.unit == scope.unit:
            yield Relation.UNIT
        if place.unit is not None and place.unit == scope.parent_unit:
            yield Relation.PARENT_UNIT
        return
    if place.region & (scope.above | {scope.owner}):
        yield Relation.WILAYAH
    if place.national:
        yield Relation.NATIONAL
    if place.instansi == scope.owner:
        yield Relation.OWNER
    if place.instansi in scope.above:
        yield Relation.ABOVE
    if place.instansi == scope.evaluating:
        yield Relation.EVALUATING
    if place.instansi == scope.organiser:
        yield Relation.ORGANISER
    if place.instansi in scope.verifying:
        yield Relation.VERIFYING
    if place.instansi in scope.co_owners:
        yield Relation.CO_OWNER


def permitted(places: Iterable[Place], scope: Scope) -> frozenset[Permission]:
    """All that these memberships may do with a thing of this scope."""
    found: set[Permission] = set()
    for place in places:
        grants = GRANTS[place.role]
        for relation in relations(place, scope):
            found |= grants.get(relation, frozenset())
    return frozenset(found)
