"""Telling units and offices that a cycle was opened for them."""

from django.urls import reverse

from evaluations.core.queries import people as people_queries
from evaluations.core.queries.calendar import Calendar
from evaluations.core.services.windows import in_wib
from evaluations.models import Evaluasi, Siklus
from evaluations.rules.workflow import Kegiatan, Skema
from pekppp.accounts.notices import Message, notify_each


def announce(siklus: Siklus, evaluations: list[Evaluasi]) -> None:
    """Tell the people of each unit, and the offices once."""
    calendar = Calendar(siklus)
    prefix = "Latihan: " if siklus.latihan else ""
    members = people_queries.members_by_unit({item.unit_id for item in evaluations})
    messages = []
    for item in evaluations:
        window = calendar.window(item, Kegiatan.ISI_F01)
        when = ""
        if window.spans:
            first = min(span.mulai for span in window.spans)
            last = max(span.akhir for span in window.spans)
            when = f" F01 diisi mulai {in_wib(first)} sampai {in_wib(last)}."
        subject = f"{prefix}Evaluasi {item.nama_unit} dibuka dalam {siklus.nama}."
        messages += [
            Message(
                person,
                subject,
                subject + when,
                item.get_absolute_url(),
                item.instansi_id,
                f"evaluasi:{item.pk}",
            )
            for person in members.get(item.unit_id, [])
        ]
    messages += _to_offices(siklus, evaluations, prefix)
    notify_each(messages, kind="siklus_dibuka")


def _to_offices(siklus: Siklus, evaluations: list[Evaluasi], prefix: str) -> list[Message]:
    offices: dict[int, int] = {}
    for item in evaluations:
        for pk in {item.instansi_id, item.penilai_id}:
            offices[pk] = offices.get(pk, 0) + 1
    admins = people_queries.admins_by_instansi(offices)
    scheme = Skema(siklus.skema).value.capitalize()
    return [
        Message(
            person,
            f"{prefix}Siklus {siklus.nama} sudah dibuka.",
            f"Siklus {siklus.nama} (skema {scheme}) sudah dibuka untuk {offices[pk]} unit Anda. "
            "Tugaskan evaluator dan pantau pengisian F01.",
            reverse("evaluations:cycle", args=[siklus.uuid]),
            pk,
            f"siklus:{siklus.pk}",
        )
        for pk, users in admins.items()
        for person in users
    ]
