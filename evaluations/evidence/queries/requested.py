"""Files that evaluators ask for one by one."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from evaluations.core import assignments
from evaluations.models import Evaluasi, PermintaanBerkas
from evaluations.rules.workflow import State
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission

# Submitted, and being evaluated: before that the unit uploads by itself.
ASKABLE = frozenset({State.DIKIRIM, State.DINILAI})
OPEN = ASKABLE | {State.DIKEMBALIKAN}


def of(evaluasi: Evaluasi) -> QuerySet[PermintaanBerkas]:
    """All of an evaluation that is already loaded and authorised, the open ones first."""
    rows = PermintaanBerkas.objects.filter(evaluasi=evaluasi).select_related("bukti", "oleh")
    return rows.order_by("tiba_pada", "ditutup_pada", "indikator", "pk").reverse()


def get(evaluasi: Evaluasi, uuid: UUID) -> PermintaanBerkas:
    found = of(evaluasi).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def unanswered(evaluations: Iterable[Evaluasi]) -> list[PermintaanBerkas]:
    """What these units are asked for and can still upload."""
    rows = PermintaanBerkas.objects.filter(
        evaluasi__in=[item for item in evaluations if item.status in OPEN],
        bukti__isnull=True,
        ditutup_pada__isnull=True,
        tenggat__gt=timezone.now(),
    )
    return list(rows.select_related("evaluasi__siklus"))


def asked_by(user: User) -> list[PermintaanBerkas]:
    """What the evaluator has asked for and not put away yet, here or not."""
    rows = PermintaanBerkas.objects.filter(
        oleh=user,
        ditutup_pada__isnull=True,
        evaluasi__state__in=sorted(OPEN),
        evaluasi__in=assignments.assigned_aspects(user, "score", "lead").values("evaluasi"),
    )
    return list(rows.select_related("evaluasi__siklus"))


def refusal(evaluasi: Evaluasi, row: PermintaanBerkas) -> str:
    """Why the file cannot be handed in now, in one sentence; "" if it can."""
    if row.bukti_id is not None:
        return "Berkas ini sudah diterima."
    if row.ditutup_pada is not None:
        return "Permintaan ini sudah ditutup evaluator."
    if evaluasi.status not in OPEN:
        return "Penilaian sudah selesai; berkas tidak dapat ditambahkan."
    if row.tenggat <= timezone.now():
        return "Tenggat permintaan ini sudah lewat. Hubungi evaluator bila berkasnya ada."
    return ""


def may_ask(user: User, evaluasi: Evaluasi, indikator: int) -> bool:
    """Whoever scores the indicator, or leads the team."""
    aspek = evaluasi.versi.instrumen.aspek_dari(indikator).kode
    return user.has_perm(Permission.LEAD, evaluasi) or assignments.may_on_aspect(
        user, evaluasi, aspek, "score"
    )
