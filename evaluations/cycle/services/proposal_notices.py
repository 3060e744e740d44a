"""Telling of proposals about lokus: the organiser that they came, the instansi what was decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.urls import reverse

from evaluations.core.queries import people as people_queries
from evaluations.core.services.notices import Personal, tell_each, tell_person
from evaluations.core.services.windows import in_wib
from evaluations.models import Siklus, UsulanLokus
from evaluations.rules.notices import Event, Recipient
from pekppp.accounts.models import Instansi, User
from pekppp.base.words import in_sentence

LISTED = 20  # proposals that one notice names


def _named(rows: list[UsulanLokus]) -> str:
    more = f", dan {len(rows) - LISTED} lainnya" if len(rows) > LISTED else ""
    return ", ".join(_words(row) for row in rows[:LISTED]) + more


def _words(row: UsulanLokus) -> str:
    return f"{in_sentence(row.get_jenis_display())} {row.tentang}"


def tell_proposed(by: User, rows: list[UsulanLokus]) -> None:
    """The organiser, once of all that one person proposed together."""
    _tell_organiser(Event.USULAN_LOKUS, by, rows, f"Alasan: {rows[0].alasan}")


def tell_taken_back(by: User, row: UsulanLokus) -> None:
    _tell_organiser(Event.USULAN_LOKUS_DITARIK, by, [row], "Tidak ada yang perlu diputus.")


def _tell_organiser(event: Event, by: User, rows: list[UsulanLokus], details: str) -> None:
    first = rows[0]
    office = first.siklus.instansi
    tell_person(
        event,
        people_queries.admins_by_instansi([office.pk]).get(office.pk, []),
        by=by,
        recipient=Recipient.PENYELENGGARA,
        details=details,
        url=reverse("evaluations:cycle_proposals", args=[first.siklus.uuid]),
        instansi=office,
        instansi_nama=str(first.instansi),
        siklus=first.siklus.nama,
        apa=_named(rows),
    )


def tell_decided(by: User, rows: Iterable[UsulanLokus], note: str) -> None:
    """The admins of each instansi, once of all that was decided of it together; and the people of
    each unit, of what is about it."""
    by_place: dict[int, list[UsulanLokus]] = {}
    by_unit: dict[int, list[UsulanLokus]] = {}
    for row in rows:
        by_place.setdefault(row.instansi_id, []).append(row)
        for unit in (row.unit_id, row.pengganti_id):
            if unit is not None:
                by_unit.setdefault(unit, []).append(row)
    admins = people_queries.admins_by_instansi(by_place.keys())
    members = people_queries.members_by_unit(by_unit.keys())
    of_office = [
        _decided(person, found, note, of_office=True)
        for place, found in by_place.items()
        for person in admins.get(place, [])
        if person.pk != by.pk
    ]
    # Whoever belongs to several of the units hears once, who administers the office hears as that.
    heard = {by.pk, *(item.user.pk for item in of_office)}
    of_units: dict[int, tuple[User, dict[int, UsulanLokus]]] = {}
    for unit, found in by_unit.items():
        for person in members.get(unit, []):
            if person.pk not in heard:
                mine = of_units.setdefault(person.pk, (person, {}))[1]
                mine.update({row.pk: row for row in found})
    event = Event.USULAN_LOKUS_DIPUTUS
    tell_each(event, of_office, recipient=Recipient.ADMIN_UNIT)
    tell_each(
        event,
        [
            _decided(person, list(mine.values()), note, of_office=False)
            for person, mine in of_units.values()
        ],
        recipient=Recipient.UNIT,
    )


def _decided(person: User, rows: list[UsulanLokus], note: str, *, of_office: bool) -> Personal:
    first = rows[0]
    page = reverse("evaluations:lokus_proposals", args=[first.siklus.uuid, first.instansi.uuid])
    return Personal(
        person,
        {
            "jumlah": len(rows),
            "instansi_nama": str(first.instansi),
            "putusan": in_sentence(first.get_status_display()),
        },
        " ".join(filter(None, [f"Siklus {first.siklus.nama}: {_named(rows)}.", note])),
        page if of_office else reverse("beranda"),
        first.instansi_id,
    )


def tell_asked(by: User, siklus: Siklus, places: Mapping[int, Instansi], limit: datetime) -> None:
    """The admins of these instansi: nominate, until when, and where."""
    admins = people_queries.admins_by_instansi(places.keys())
    tell_each(
        Event.MINTA_NOMINASI,
        [
            Personal(
                person,
                {"instansi_nama": str(place), "siklus": siklus.nama},
                f"Unitnya lebih banyak daripada jatahnya. Usulkan sampai {in_wib(limit)}.",
                reverse("evaluations:lokus_proposals", args=[siklus.uuid, place.uuid]),
                pk,
            )
            for pk, place in places.items()
            for person in admins.get(pk, [])
            if person.pk != by.pk
        ],
        recipient=Recipient.ADMIN_UNIT,
    )
