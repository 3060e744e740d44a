"""The notice of a step of evaluations: its reason, and until when something may be mended."""

from collections.abc import Sequence
from datetime import datetime

from evaluations.core.services.notices import About, tell
from evaluations.core.services.windows import in_wib
from evaluations.models import Evaluasi
from evaluations.rules.notices import event_of
from evaluations.rules.workflow import Action
from pekppp.accounts.models import User


def announce(
    *,
    by: User,
    about: Sequence[Evaluasi],
    action: Action,
    reason: str,
    tenggat: datetime | None,
) -> None:
    """Tell everybody whom this step concerns, except the one who took it; each person once."""
    details = [f"Alasan: {reason}"] if reason else []
    if tenggat:
        details.append(f"Perbaikan ditunggu sampai {in_wib(tenggat)}.")
    note = "\n\n".join(details)
    tell(event_of(action), [About(item) for item in about], by=by, note=note)
