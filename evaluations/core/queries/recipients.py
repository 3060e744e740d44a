"""Who the recipients of the table in `rules.notices` are, for many evaluations at once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from evaluations.core import assignments, on_behalf
from evaluations.core.queries import people as people_queries
from evaluations.models import Evaluasi
from evaluations.rules import reminders
from evaluations.rules.notices import Event, Recipient, told_of
from pekppp.accounts.models import Instansi, JenisInstansi, User

R = Recipient
_CODENAMES = {R.EVALUATOR: "score", R.KETUA: "lead", R.VERIFIKATOR: "verify"}

People = dict[Recipient, list[User]]


def national_offices() -> list[int]:
    """The ministry's ids: one, or none before the installation knows it."""
    rows = Instansi.objects.filter(jenis=JenisInstansi.NASIONAL, closed_on__isnull=True)
    return list(rows.values_list("pk", flat=True))


class Found:
    """The people of these evaluations in the capacities that are asked for: as many queries for
    one evaluation as for a thousand."""

    def __init__(
        self, evaluations: Sequence[Evaluasi], wanted: Collection[Recipient], *, aspek: str = ""
    ) -> None:
        self.wanted = frozenset(wanted)
        self.units: dict[int, list[User]] = {}
        self.fillers: dict[int, list[User]] = {}
        if R.UNIT in self.wanted:
            self.fillers = on_behalf.people_for(evaluations)
            self.units = people_queries.members_by_unit({item.unit_id for item in evaluations})
        self.assigned = {
            recipient: assignments.on_duty(
                evaluations, codename, aspek if recipient is not R.KETUA else ""
            )
            for recipient, codename in _CODENAMES.items()
            if recipient in self.wanted
        }
        self.national = (
            national_offices()
            if self.wanted & {R.KEMENPANRB, R.PENETAP_VERIFIKATOR} and evaluations
            else []
        )
        places = {pk for item in evaluations for pk in self._places(item)}
        self.admins = people_queries.admins_by_instansi(places) if places else {}

    def of(self, evaluasi: Evaluasi) -> People:
        """Each capacity with its people; an empty list where nobody holds it."""
        found: People = {}
        for recipient in self.wanted:
            if recipient is R.UNIT:
                people = self.units.get(evaluasi.unit_id, []) + self.fillers.get(evaluasi.pk, [])
            elif recipient in self.assigned:
                people = self.assigned[recipient].get(evaluasi.pk, [])
            else:
                people = [
                    person
                    for pk in self._offices(evaluasi, recipient)
                    for person in self.admins.get(pk, [])
                ]
            found[recipient] = people
        return found

    def _places(self, evaluasi: Evaluasi) -> Iterable[int]:
        for recipient in self.wanted:
            yield from self._offices(evaluasi, recipient)

    def _offices(self, evaluasi: Evaluasi, recipient: Recipient) -> Collection[int]:
        """The instansi (ids) whose administrators that is."""
        if recipient is R.ADMIN_UNIT:
            return [evaluasi.instansi_id]
        if recipient is R.ADMIN_PENILAI:
            return [evaluasi.penilai_id]
        if recipient is R.PENYELENGGARA:
            return [evaluasi.siklus.instansi_id]
        if recipient is R.PENETAP_VERIFIKATOR:
            return evaluasi.penetap_verifikator or self.national
        return self.national if recipient is R.KEMENPANRB else []


def expected(evaluasi: Evaluasi, event: Event) -> People:
    """Whom an event would tell, in the order of the table: for what a page says beforehand."""
    told = told_of(event, evaluasi.status, verified=evaluasi.diverifikasi)
    found = Found([evaluasi], told).of(evaluasi)
    return {recipient: found[recipient] for recipient in told}


@dataclass(frozen=True, slots=True)
class Due:
    """What one person owes until when; `hal` names the thing among all of its kind."""

    orang: User
    tugas: reminders.Duty
    hal: str
    nama: str
    tenggat: datetime
    url: str
    instansi_id: int

    @property
    def what(self) -> str:
        return reminders.TABLE[self.tugas].what.format(nama=self.nama)
