"""To which evaluations somebody may grant more time."""

from django.db.models import QuerySet

from evaluations.core.queries import monitored
from evaluations.models import Evaluasi, KetentuanPerpanjangan, Siklus
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission, Role


def assessor_grants(siklus: Siklus) -> bool:
    """Whether the instansi that evaluates grants extensions to the units that it evaluates."""
    return KetentuanPerpanjangan.objects.filter(siklus=siklus, penilai_memberi=True).exists()


def grantable(user: User, siklus: Siklus) -> QuerySet[Evaluasi]:
    """The evaluations of a cycle to which this user may grant more time."""
    rows = Evaluasi.objects.filter(siklus=siklus)
    if user.has_perm(Permission.MANAGE_SIKLUS, siklus):
        return rows
    if not assessor_grants(siklus):
        return rows.none()
    return rows.filter(penilai__in=monitored.roles_in(user, Role.ADMIN_INSTANSI))
