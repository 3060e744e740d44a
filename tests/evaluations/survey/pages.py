"""A survey's page as a browser holds it: its key, and the moment it was given out."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from evaluations.models import Survei, TautanSurvei
from evaluations.survey.services.traces import stamp
from evaluations.survey.views.survey import page_of


def page_marks(survei: Survei, *, seconds: int = 60, token: str = "") -> dict[str, str]:
    """Hidden fields of a page that was opened so many seconds ago, by the unit's main link."""
    token = token or TautanSurvei.objects.get(unit=survei.unit_id, label="").token
    kunci, opened = str(uuid4()), timezone.now() - timedelta(seconds=seconds)
    dibuka = stamp(halaman=page_of(token, survei.uuid), kunci=kunci, pada=opened)
    return {"kunci": kunci, "survei": str(survei.uuid), "dibuka": dibuka}
