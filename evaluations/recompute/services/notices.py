"""Who hears that a decided figure is another one: each unit once, and its office once."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from evaluations.models import BarisHitungUlang, HitungUlang
from evaluations.recompute import queries as recompute_queries
from evaluations.rules.workflow import PUBLISHED
from pekppp.accounts import queries as accounts
from pekppp.accounts.models import Instansi
from pekppp.accounts.notices import Message, notify, notify_each
from pekppp.accounts.roles import Role

KIND = "hitung_ulang"
NAMED = 20  # units that a digest names
PUBLIC = (
    "Yang berlaku bagi umum tetap angka yang terbit, sampai ada keputusan yang menggantikannya."
)


def tell(job: HitungUlang) -> None:
    """Inside the transaction that ends the work, so that nobody is told twice."""
    rows = recompute_queries.decided_changes(job)
    by_unit: dict[int, list[BarisHitungUlang]] = {}
    by_office: dict[Instansi, list[BarisHitungUlang]] = {}
    for row in rows:
        by_unit.setdefault(row.evaluasi.unit_id, []).append(row)
        for office in {row.evaluasi.instansi, row.evaluasi.penilai}:
            by_office.setdefault(office, []).append(row)
    notify_each(_to_units(job, by_unit), kind=KIND)
    for office, own in by_office.items():
        _to_office(job, office, own)


def _to_units(job: HitungUlang, by_unit: dict[int, list[BarisHitungUlang]]) -> Iterator[Message]:
    people = accounts.people_of_units(by_unit)
    for unit, rows in by_unit.items():
        first = rows[0].evaluasi
        body = "\n".join(
            [f"Siklus: {job.siklus.nama}.", *map(_words, rows), "", f"Alasan: {job.alasan}"]
        )
        for person in people.get(unit, ()):
            yield Message(
                person,
                f"Hasil {first.nama_unit} dihitung ulang",
                body + _public(rows),
                first.get_absolute_url(),
                first.instansi_id,
                f"hitung_ulang:{job.uuid}:{unit}",
            )


def _to_office(job: HitungUlang, office: Instansi, rows: list[BarisHitungUlang]) -> None:
    lines = [f"{row.evaluasi.nama_unit}: {_words(row)}" for row in rows[:NAMED]]
    if len(rows) > NAMED:
        lines.append(f"dan {len(rows) - NAMED} lainnya.")
    people = accounts.members_of_instansi(office, Role.ADMIN_INSTANSI)
    notify(
        [person for person in people if person.pk != job.diterapkan_oleh_id],
        kind=KIND,
        subject=f"{len(rows)} hasil {job.siklus.nama} dihitung ulang",
        body="\n".join([*lines, "", f"Alasan: {job.alasan}"]) + _public(rows),
        url=f"{reverse('evaluations:monitoring')}?siklus={job.siklus.uuid}",
        instansi=office,
        dedupe_key=f"hitung_ulang:{job.uuid}:kantor:{office.pk}",
    )


def _words(row: BarisHitungUlang) -> str:
    form = " (daring)" if row.evaluasi.formulir == "B" else ""
    old = f"{row.lama} {row.lama_kategori}".replace(".", ",").strip() or "belum final"
    new = f"{row.baru} {row.baru_kategori}".replace(".", ",").strip() or "belum final"
    if old == new:
        return f"IPP{form} tetap {new}; nilai indikatornya berubah."
    return f"IPP{form} {old} → {new}."


def _public(rows: Iterable[BarisHitungUlang]) -> str:
    return f"\n\n{PUBLIC}" if any(row.evaluasi.status in PUBLISHED for row in rows) else ""
