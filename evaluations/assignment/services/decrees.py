"""The team that an evaluating instansi appoints by decree, and assigning it as the decree says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from evaluations.assignment.services.assigning import LEAD, SCORE, assign, held_on, problem
from evaluations.core import assignments
from evaluations.core.queries import decreed_teams
from evaluations.core.queries import people as people_queries
from evaluations.evidence.services import files as evidence_files
from evaluations.models import AnggotaTim, Berkas, Evaluasi, EvaluasiAspek, Siklus, TimPenilai
from pekppp.accounts import audit
from pekppp.accounts.models import Instansi, User
from pekppp.base import texts
from pekppp.base.errors import Refused
from pekppp.base.files import filetypes
from pekppp.base.formats import tanggal as day_words
from pekppp.base.words import listed


@transaction.atomic
def record(
    *,
    by: User,
    siklus: Siklus,
    instansi: Instansi,
    nomor: str,
    tanggal: date,
    anggota: Mapping[User, Sequence[str]],
    ketua: User | None,
    berkas: "File[Any] | None" = None,
) -> TimPenilai:
    """Record the team of a decree; the one before stays in the history. `anggota` gives each member
    the codes of his aspects, none for all.

    Under the number of the team in force its entry is put right and may keep its file.
    """
    decreed_teams.require_assigning(by, siklus, instansi)
    if siklus.status == Siklus.Status.DITUTUP:
        raise Refused(f"Siklus {siklus} sudah ditutup.", status=409)
    before = decreed_teams.in_force([siklus.pk], [instansi.pk]).get((siklus.pk, instansi.pk))
    number = texts.one_line(texts.required(nomor, "nomor", 100, "Nomor SK wajib diisi."))
    if tanggal > timezone.localdate():
        raise Refused("Tanggal SK belum tiba.", field="tanggal")
    corrects = before is not None and before.nomor == number
    if before is not None and not corrects and tanggal < before.tanggal:
        raise Refused(
            f"{before} yang berlaku bertanggal {day_words(before.tanggal)}; SK perubahannya tidak "
            "lebih awal.",
            field="tanggal",
        )
    lead = _require_members(siklus, instansi, before, anggota, ketua)
    surat = _stored(berkas) if berkas else before.surat if before and corrects else None
    if surat is None:
        raise Refused("Unggah berkas SK (PDF).", field="berkas")
    made = TimPenilai.objects.create(
        siklus=siklus,
        instansi=instansi,
        nomor=number,
        tanggal=tanggal,
        surat=surat,
        ketua=lead,
        oleh=by,
    )
    AnggotaTim.objects.bulk_create(
        AnggotaTim(instansi=instansi, siklus=siklus, tim=made, orang=person, aspek=sorted(codes))
        for person, codes in anggota.items()
    )
    audit.write(
        by=by,
        action="catat_sk_tim",
        thing=made,
        tanggal=tanggal.isoformat(),
        ketua=lead.username,
        anggota={person.username: sorted(codes) for person, codes in anggota.items()},
        menggantikan=before.nomor if before else "",
    )
    return made


def _require_members(
    siklus: Siklus,
    instansi: Instansi,
    before: TimPenilai | None,
    anggota: Mapping[User, Sequence[str]],
    ketua: User | None,
) -> User:
    """The ketua, who is one of the members. Raises Refused."""
    if not anggota:
        raise Refused("Centang sedikitnya satu anggota tim.", field="anggota")
    if ketua is None or ketua not in anggota:
        raise Refused("Pilih satu ketua tim di antara anggotanya.", field="ketua")
    known = {person.pk for person in decreed_teams.eligible(instansi, before)}
    strangers = [str(person) for person in anggota if person.pk not in known]
    if strangers:
        raise Refused(f"Bukan evaluator {instansi}: {listed(strangers)}.", field="anggota")
    codes = {code for code, _ in decreed_teams.aspects(siklus)}
    if any(set(chosen) - codes for chosen in anggota.values()):
        raise Refused("Aspek ini tidak ada pada instrumen siklus.", field="anggota")
    return ketua


def _stored(file: "File[Any]") -> Berkas:
    content = evidence_files.content_of(file)
    if content.kind != filetypes.PDF:
        raise Refused("Berkas SK harus PDF.", field="berkas")
    return evidence_files.store(content)


# Assigned as the decree says ----------------------------------------------------------------------


@dataclass(slots=True)
class Line:
    """What assigning the team does to one evaluation; nobody loses an aspect by it."""

    evaluasi: Evaluasi
    baru: list[str] = field(default_factory=list)  # "Ani (I, II)"
    lewat: list[str] = field(default_factory=list)  # why a member is left out
    diganti: str = ""  # who was ketua tim before
    di_luar: list[str] = field(default_factory=list)  # who evaluates it, and is not in the decree
    tugas: list[tuple[User, bool, tuple[str, ...]]] = field(default_factory=list)


def plan(*, by: User, tim: TimPenilai, evaluasi: Sequence[Evaluasi]) -> list[Line]:
    """What `assign_team` would do; writes nothing."""
    rows = decreed_teams.members_in_order(tim)
    ties, held = people_queries.ties_of([row.orang for row in rows]), held_on(evaluasi)
    tasks = assignments.tasks_of(evaluasi)
    scores: dict[tuple[int, int], set[str]] = {}
    for task in tasks:
        if task.codename == SCORE:
            scores.setdefault((task.evaluasi, task.user), set()).add(task.kode)
    codes: dict[int, list[str]] = {}
    aspects = EvaluasiAspek.objects.filter(evaluasi__in=evaluasi).order_by("evaluasi", "urutan")
    for pk, kode in aspects.values_list("evaluasi", "kode"):
        codes.setdefault(pk, []).append(kode)
    lines = {item.pk: Line(item) for item in evaluasi}
    inside = {row.orang_id for row in rows}
    for item in evaluasi:
        line, there = lines[item.pk], codes[item.pk]
        for row in rows:
            person, leads = row.orang, row.orang_id == tim.ketua_id
            why = problem(by, item, person, ties[person.pk], SCORE, held)
            if why:
                line.lewat.append(why)
                continue
            have = scores.get((item.pk, person.pk), set())
            new = tuple(
                kode for kode in there if kode not in have and (not row.aspek or kode in row.aspek)
            )
            leads = leads and LEAD not in held.get((item.pk, person.pk), set())
            if new or leads:
                what = ["ketua tim"] if leads else []
                what += ["seluruh aspek"] if len(new) == len(there) else new
                line.baru.append(f"{person.nama} ({', '.join(what)})")
                line.tugas.append((person, leads, new))
    for task in tasks:
        line = lines[task.evaluasi]
        replaced = any(leads and person.pk != task.user for person, leads, _ in line.tugas)
        if task.codename == LEAD and replaced:
            line.diganti = task.nama
        if task.codename != "verify" and task.user not in inside and task.nama not in line.di_luar:
            line.di_luar.append(task.nama)
    return list(lines.values())


@transaction.atomic
def assign_team(*, by: User, tim: TimPenilai, evaluasi: Sequence[Evaluasi]) -> int:
    """Give each member what the decree says; how many evaluations this changed. Who has a task
    keeps it, but for a ketua tim, whom the decree's replaces."""
    decreed_teams.require_assigning(by, tim.siklus, tim.instansi)
    if any((i.siklus_id, i.penilai_id) != (tim.siklus_id, tim.instansi_id) for i in evaluasi):
        raise Refused("Tim ini menilai unit lain.", status=404)
    lines = plan(by=by, tim=tim, evaluasi=evaluasi)
    groups: dict[tuple[User, bool, tuple[str, ...]], list[Evaluasi]] = {}
    for line in lines:
        for task in line.tugas:
            groups.setdefault(task, []).append(line.evaluasi)
    if not groups:
        raise Refused("Tidak ada yang berubah: centang unit yang timnya belum sesuai SK.")
    for (person, leads, codes), chosen in groups.items():
        codename = LEAD if leads else SCORE
        assign(by=by, evaluasi=chosen, user=person, codenames={codename}, aspek=codes)
    changed = sum(bool(line.tugas) for line in lines)
    audit.write(by=by, action="tugaskan_sk_tim", thing=tim, unit=changed)
    return changed
