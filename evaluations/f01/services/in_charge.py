"""Naming who in the unit is in charge of each aspect of its F01."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from evaluations.core.queries import in_charge
from evaluations.core.services.notices import tell_person
from evaluations.models import Evaluasi, PenanggungJawab
from evaluations.rules.notices import Event
from pekppp.accounts import audit
from pekppp.accounts.models import User
from pekppp.accounts.queries import members_of_unit
from pekppp.base.errors import Refused


@transaction.atomic
def divide(*, by: User, evaluasi: Evaluasi, people: Mapping[str, User | None]) -> int:
    """Make it exactly these, by the code of the aspect, None for nobody; how many changed.

    Raises Refused, PermissionDenied.
    """
    if not in_charge.may_divide(by, evaluasi):
        raise PermissionDenied
    rows = Evaluasi.objects.select_for_update(of=("self",), no_key=True).select_related("siklus")
    if not in_charge.is_open(rows.get(pk=evaluasi.pk)):
        raise Refused("Evaluasi ini sudah berakhir.", status=409)
    members = set(members_of_unit(evaluasi.unit).values_list("pk", flat=True))
    if any(person and person.pk not in members for person in people.values()):
        raise Refused("Penanggung jawab dipilih dari akun aktif unit ini.")
    now, before = timezone.now(), in_charge.of(evaluasi)
    named: dict[User, list[str]] = {}
    changed = {}
    for aspek in evaluasi.aspek.all():
        person = people.get(aspek.kode)
        if person == before.get(aspek.kode):
            continue
        changed[aspek.kode] = person.username if person else ""
        if person is None:
            PenanggungJawab.objects.filter(aspek=aspek).delete()
            continue
        named.setdefault(person, []).append(aspek.kode)
        PenanggungJawab.objects.update_or_create(
            aspek=aspek,
            defaults={"orang": person, "oleh": by, "pada": now},
            create_defaults={
                "instansi_id": evaluasi.instansi_id,
                "siklus_id": evaluasi.siklus_id,
                "evaluasi": evaluasi,
                "orang": person,
                "oleh": by,
                "pada": now,
            },
        )
    if changed:
        audit.write(by=by, action="bagi_penanggung_jawab", thing=evaluasi, aspek=changed)
    for person, codes in named.items():
        tell_person(
            Event.PENANGGUNG_JAWAB,
            [person],
            by=by,
            details=f"Siklus: {evaluasi.siklus.nama}. Aspek {', '.join(codes)}.",
            url=evaluasi.address("f01", codes[0]),
            instansi=evaluasi.instansi,
            unit=evaluasi.nama_unit,
            aspek=", ".join(codes),
        )
    return len(changed)
