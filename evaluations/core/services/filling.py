"""Whether the F01 of an evaluation may be changed now."""

from evaluations.core.queries import calendar
from evaluations.models import Evaluasi
from pekppp.accounts.access import require
from pekppp.accounts.models import User
from pekppp.accounts.roles import Permission
from pekppp.base.errors import Refused


def require_may_fill(by: User, evaluasi: Evaluasi, indikator: int | None = None) -> None:
    """Raise unless the user may change the F01 (of this indicator) now."""
    require(by, Permission.FILL_F01, evaluasi)
    refusal = calendar.f01_refusal(evaluasi, indikator)
    if refusal:
        raise Refused(refusal, status=403)
