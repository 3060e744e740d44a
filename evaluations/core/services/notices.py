"""The one sender of notices about evaluations, cycles and documents: see `rules.notices`.

Each person gets one notice of one event, however many evaluations it is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from evaluations.core.queries import recipients as recipient_queries
from evaluations.models import Evaluasi
from evaluations.rules.notices import (
    INSTEAD,
    LABELS,
    TABLE,
    Event,
    Recipient,
    hears_details,
    kind_of,
    told_of,
)
from pekppp.accounts import notices
from pekppp.accounts.models import Instansi, User
from pekppp.base.words import listed

LISTED = 20  # evaluations that one notice names; the page that it leads to has the others


@dataclass(frozen=True, slots=True)
class About:
    """One evaluation that an event is about. `facts` fill the sentence of the table; `line` stands
    behind its name where several are listed, `details` below the sentence where it is alone."""

    evaluasi: Evaluasi
    facts: Mapping[str, Any] = field(default_factory=dict)
    details: str = ""
    line: str = ""
    url: str = ""


@dataclass(slots=True)
class Told:
    """Who was told (ids), of which evaluations, and which recipients of the table are nobody (with
    the units concerned)."""

    people: dict[int, set[Recipient]] = field(default_factory=dict)
    nobody: dict[Recipient, set[str]] = field(default_factory=dict)
    evaluations: set[int] = field(default_factory=set)

    def add(self, other: "Told") -> None:
        for pk, held in other.people.items():
            self.people.setdefault(pk, set()).update(held)
        for recipient, units in other.nobody.items():
            self.nobody.setdefault(recipient, set()).update(units)
        self.evaluations |= other.evaluations

    @property
    def words(self) -> str:
        """How many were told and who could not be, as sentences; what was done says the caller."""
        held = {item for some in self.people.values() for item in some}
        who = listed([LABELS[item] for item in Recipient if item in held])
        said = [f"{len(self.people)} orang diberi tahu ({who})."] if held else []
        missing = [
            LABELS[item] + (f" ({len(units)} unit)" if len(units) > 1 else "")
            for item, units in sorted(self.nobody.items())
        ]
        if missing:
            said.append(f"Belum ada orangnya: {listed(missing)}.")
        return " ".join(said)

    def after(self, done: str) -> str:
        return f"{done} {self.words}".strip()


_HEARD: ContextVar[Told | None] = ContextVar("told", default=None)


@contextmanager
def telling() -> Iterator[Told]:
    """What is told inside, for the sentence that the page says afterwards."""
    told = Told()
    token = _HEARD.set(told)
    try:
        yield told
    finally:
        _HEARD.reset(token)


def tell(
    event: Event,
    about: Sequence[About],
    *,
    by: User | None = None,
    named: Mapping[Recipient, Iterable[User]] | None = None,
    aspek: str = "",
    note: str = "",
    key: str = "",
    bundle: str = "",
    url: str = "",
    **facts: Any,
) -> Told:
    """Tell whom the table names, except `by`; each person once, of all that concerns him.

    `facts` fill the sentences; `note` stands below one as below many, for whoever hears the
    details; `url` leads to where several are seen, else the home. `key` names the event: under
    the same one nobody is told again. `bundle`: whoever has not read the last one hears nothing
    new. `named` are those whom the event itself names, or who of a recipient may know of it.
    """
    if not about:
        return Told()
    given = {recipient: list(people) for recipient, people in (named or {}).items()}
    heard, told = _heard(event, about, given, aspek)
    if by is not None:
        heard.pop(by.pk, None)
    for pk, hearer in heard.items():
        told.people[pk] = {capacity for _, held in hearer.items for capacity in held}
        told.evaluations |= {item.evaluasi.pk for item, _ in hearer.items}
    messages = [
        _message(event, hearer, note=note, url=url, key=key, facts=facts)
        for hearer in heard.values()
    ]
    _send(event, messages, bundle, told)
    return told


@dataclass(frozen=True, slots=True)
class Personal:
    """What one person hears, whom the event itself names."""

    user: User
    facts: Mapping[str, Any]
    details: str
    url: str
    instansi_id: int | None = None


def tell_each(
    event: Event,
    rows: Iterable[Personal],
    *,
    recipient: Recipient = Recipient.ORANG,
    key: str = "",
    bundle: str = "",
) -> Told:
    """Tell those whom an event without an evaluation names, each in his own words."""
    row = TABLE[event]
    if recipient not in row.told:
        raise ValueError(f"{event} is not told to {recipient}")
    messages = []
    for item in rows:
        subject = row.one.format(**item.facts)
        space = "" if item.details[:1].isspace() else " "
        body = f"{subject.rstrip('.')}.{space}{item.details}".strip()
        place = item.instansi_id
        messages.append(notices.Message(item.user, subject, body, item.url, place, key))
    told = Told({message.user.pk: {recipient} for message in messages})
    _send(event, messages, bundle, told)
    return told


def tell_person(
    event: Event,
    people: Iterable[User],
    *,
    by: User | None = None,
    details: str,
    url: str,
    instansi: Instansi | None,
    recipient: Recipient = Recipient.ORANG,
    key: str = "",
    bundle: str = "",
    **facts: Any,
) -> Told:
    """The same words for some people, except `by`."""
    found = {person.pk: person for person in people if by is None or person.pk != by.pk}
    place = instansi.pk if instansi else None
    rows = [Personal(person, facts, details, url, place) for person in found.values()]
    return tell_each(event, rows, recipient=recipient, key=key, bundle=bundle)


def read(user: User, *events: Event, bundle: str) -> None:
    """The person has before him what these notices speak of."""
    for kind in {kind_of(event) for event in events}:
        notices.read_bundle(user, kind=kind, bundle=bundle)


# Inside -------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Hearer:
    """One person, with what concerns him and in which capacities."""

    user: User
    items: list[tuple[About, set[Recipient]]] = field(default_factory=list)

    def hears(self, item: About, capacity: Recipient) -> None:
        if self.items and self.items[-1][0] is item:
            self.items[-1][1].add(capacity)
        else:
            self.items.append((item, {capacity}))


def _heard(
    event: Event, about: Sequence[About], named: dict[Recipient, list[User]], aspek: str
) -> tuple[dict[int, _Hearer], Told]:
    """By id, each person with what concerns him; and which recipients are nobody."""
    rows = {
        item.evaluasi.pk: told_of(event, item.evaluasi.status, verified=item.evaluasi.diverifikasi)
        for item in about
    }
    wanted = {recipient for row in rows.values() for recipient in row} - set(named)
    evaluations = list({item.evaluasi.pk: item.evaluasi for item in about}.values())
    instead = {role: INSTEAD[role] for role in TABLE[event].instead}
    found = _found(evaluations, wanted, aspek, instead)
    heard: dict[int, _Hearer] = {}
    told = Told()
    for item in about:
        there = found[item.evaluasi.pk] | named
        for recipient in rows[item.evaluasi.pk]:
            capacity, holders = recipient, there.get(recipient, [])
            # Without the step of verification no verifier is missing.
            needed = recipient is not Recipient.VERIFIKATOR or item.evaluasi.diverifikasi
            if needed and not holders and recipient not in named:
                told.nobody.setdefault(recipient, set()).add(item.evaluasi.nama_unit)
                capacity = instead.get(recipient, recipient)
                holders = there.get(capacity, [])
            for person in holders:
                if person.is_active:
                    heard.setdefault(person.pk, _Hearer(person)).hears(item, capacity)
    return heard, told


def _found(
    evaluations: list[Evaluasi],
    wanted: set[Recipient],
    aspek: str,
    instead: Mapping[Recipient, Recipient],
) -> dict[int, recipient_queries.People]:
    """Who is assigned first; administrators stand in only where somebody is missing."""
    first = recipient_queries.Found(evaluations, wanted, aspek=aspek)
    found = {item.pk: first.of(item) for item in evaluations}
    missing = {
        instead[recipient]
        for people in found.values()
        for recipient, holders in people.items()
        if not holders and recipient in instead
    } - wanted
    if missing:
        second = recipient_queries.Found(evaluations, missing)
        for item in evaluations:
            found[item.pk] |= second.of(item)
    return found


def _message(
    event: Event,
    hearer: _Hearer,
    *,
    note: str,
    url: str,
    key: str,
    facts: Mapping[str, Any],
) -> notices.Message:
    row = TABLE[event]
    first, capacities = hearer.items[0]
    siklus, unit = first.evaluasi.siklus.nama, first.evaluasi.nama_unit
    words = {**first.facts, "siklus": siklus, "unit": unit, "jumlah": len(hearer.items), **facts}
    if len(hearer.items) == 1:
        subject = row.one.format(**words)
        body = f"{subject.rstrip('.')}. Siklus: {siklus}."
        if hears_details(event, capacities, first.evaluasi.status):
            body = "\n\n".join(filter(None, [body, first.details, note]))
        place = first.url or first.evaluasi.get_absolute_url()
        instansi = first.evaluasi.instansi_id
        return notices.Message(hearer.user, subject, body, place, instansi, key)
    subject = (row.many or row.one).format(**words)
    lines = [_line(event, item, held) for item, held in hearer.items[:LISTED]]
    if len(hearer.items) > LISTED:
        lines.append(f"- dan {len(hearer.items) - LISTED} lainnya")
    body = "\n".join([subject, "", *lines])
    hears = all(hears_details(event, held, item.evaluasi.status) for item, held in hearer.items)
    if note and hears:
        body += f"\n\n{note}"
    places = {item.evaluasi.instansi_id for item, _ in hearer.items}
    pages = {item.url for item, _ in hearer.items}
    return notices.Message(
        hearer.user,
        subject,
        body,
        (first.url if len(pages) == 1 else "") or url or reverse("beranda"),
        places.pop() if len(places) == 1 else None,
        key,
    )


def _line(event: Event, item: About, held: set[Recipient]) -> str:
    said = item.line if hears_details(event, held, item.evaluasi.status) else ""
    return f"- {item.evaluasi.nama_unit}" + (f": {said}" if said else "")


def _send(event: Event, messages: list[notices.Message], bundle: str, told: Told) -> None:
    if messages:
        notices.notify_each(messages, kind=kind_of(event), bundle=bundle)
    heard = _HEARD.get()
    if heard is not None:
        heard.add(told)
