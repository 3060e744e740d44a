"""Who fills and submits the F01 of a unit that cannot: somebody of its office, declared with a
reason. Whoever declared it evaluates the unit no more in that cycle, and the other way round."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import Exists, OuterRef, QuerySet

from evaluations.models import (
    AtasNama,
    Bukti,
    Evaluasi,
    EvaluasiAspekUserObjectPermission,
    Jawaban,
    Nilai,
    VersiF01,
)
from pekppp.accounts.access import memberships_of
from pekppp.accounts.models import Membership, User
from pekppp.accounts.roles import Permission, Role

# What declaring it lets one do, as the unit's own people may.
GRANTED = frozenset({Permission.FILL_F01, Permission.SUBMIT_F01})


def fills_for(user: User, evaluasi: Evaluasi) -> bool:
    """Whether the user declared it and still administers the unit's office; read once a request,
    and only of who is an administrator at all."""
    if not any(row.role == Role.ADMIN_INSTANSI for row in memberships_of(user)):
        return False
    declared = user.__dict__.get("_on_behalf")
    if declared is None:
        declared = user.__dict__["_on_behalf"] = frozenset(declared_by(user))
    return evaluasi.pk in declared and user.has_perm(Permission.ASSIST_UNIT, evaluasi)


def declared_by(user: User) -> QuerySet[AtasNama, Any]:
    """Ids of the evaluations that the user fills for their units."""
    return AtasNama.objects.filter(oleh=user).values_list("evaluasi", flat=True)


def forget(user: User) -> None:
    user.__dict__.pop("_on_behalf", None)


class OnBehalfBackend(BaseBackend):
    """Lets a declaration answer `user.has_perm(permission, evaluasi)`."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm not in GRANTED or not isinstance(obj, Evaluasi) or not user_obj.is_active:
            return False
        return fills_for(user_obj, obj)


# The conflict of interest, both ways --------------------------------------------------------------


def barring(user: Any, evaluasi: str) -> Exists:
    """A condition on rows that name an evaluation: the person filled its unit in its cycle.

    `user` is a person or a reference to one, `evaluasi` the path to the evaluation.
    """
    return Exists(
        AtasNama.objects.filter(
            oleh=user, siklus=OuterRef(f"{evaluasi}__siklus"), unit=OuterRef(f"{evaluasi}__unit")
        )
    )


def barred(user: User, evaluasi: Evaluasi) -> bool:
    """Whether the person filled the unit's F01 in this cycle, in whichever form."""
    rows = AtasNama.objects.filter(oleh=user, siklus=evaluasi.siklus_id, unit=evaluasi.unit_id)
    return rows.exists()


def evaluates(user: User, evaluasi: Evaluasi) -> bool:
    """Whether the person is assigned to the unit in this cycle, or has given a level there."""
    place = {"siklus": evaluasi.siklus_id, "unit": evaluasi.unit_id}
    assigned = EvaluasiAspekUserObjectPermission.objects.filter(
        user=user, **{f"content_object__evaluasi__{name}": pk for name, pk in place.items()}
    )
    levels = Nilai.objects.filter(
        oleh=user, **{f"evaluasi__{name}": pk for name, pk in place.items()}
    )
    return assigned.exists() or levels.exists()


# Who it was ---------------------------------------------------------------------------------------


def people_for(evaluations: Iterable[Evaluasi]) -> dict[int, list[User]]:
    """By evaluation id, who fills it for its unit and still administers its office."""
    admins = Membership.objects.filter(
        user=OuterRef("oleh"),
        instansi=OuterRef("instansi"),
        role=Role.ADMIN_INSTANSI,
        ended_at__isnull=True,
    )
    rows = AtasNama.objects.filter(Exists(admins), evaluasi__in=evaluations, oleh__is_active=True)
    found: dict[int, list[User]] = {}
    for row in rows.select_related("oleh"):
        found.setdefault(row.evaluasi_id, []).append(row.oleh)
    return found


def filled_by(evaluasi: Evaluasi) -> list[AtasNama]:
    """The declarations under which something was really entered or sent."""
    acts = (
        Exists(model.objects.filter(evaluasi=OuterRef("evaluasi"), oleh=OuterRef("oleh")))
        for model in (Jawaban, Bukti, VersiF01)
    )
    answers, files, sent = acts
    rows = AtasNama.objects.filter(answers | files | sent, evaluasi=evaluasi)
    return list(rows.select_related("oleh"))


def words(evaluasi: Evaluasi) -> str:
    """For papers: by whom it was filled, where that was not the unit; else ""."""
    if not filled_by(evaluasi):
        return ""
    return f"diisi oleh {evaluasi.instansi.kantor} {evaluasi.nama_instansi} atas nama unit"
