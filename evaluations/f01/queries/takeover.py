"""What another evaluation of the unit says beside what is said here, indicator by indicator.

Writes nothing. `tanda` names one thing with the versions that were shown, so that a tick never
reaches what has changed since.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from evaluations.core.queries.evaluations import answers_of, evaluasi_of_unit
from evaluations.evidence.queries import evidence as evidence_queries
from evaluations.f01.queries.prefill import Rows
from evaluations.models import Bukti, Evaluasi, Jawaban
from evaluations.rules.phases import start_of
from instruments import matching, rules
from instruments.spec import Aspek, Indikator, Pertanyaan
from pekppp.accounts.models import User


@dataclass(frozen=True, slots=True)
class Answer:
    """One question: what stands here, what would come, and why it cannot where it does not fit."""

    nomor: int
    pertanyaan: Pertanyaan
    kini: Jawaban | None
    dulu: Jawaban
    kata_dulu: str
    nilai: Any
    sebab: str

    @property
    def tanda(self) -> str:
        versi = self.kini.versi if self.kini else 0
        return f"{self.nomor}:{self.pertanyaan.id}:{versi}:{self.dulu.versi}"

    @property
    def terisi(self) -> bool:
        return self.kini is not None and self.kini.nilai is not None

    @property
    def sama(self) -> bool:
        return not self.sebab and self.kini is not None and self.kini.nilai == self.nilai

    @property
    def kata_kini(self) -> str:
        return rules.in_words(self.pertanyaan, self.kini.nilai if self.kini else None)


@dataclass(frozen=True, slots=True)
class File:
    """A file or link that is not here yet. `lama`: from before the period that is judged."""

    nomor: int
    bukti: Bukti
    lama: bool
    pertama: bool  # no evidence is here yet

    @property
    def tanda(self) -> str:
        return f"{self.nomor}:bukti:{self.bukti.uuid}"

    @property
    def diunggah(self) -> Any:
        return (self.bukti.asal or self.bukti).pada


@dataclass(frozen=True, slots=True)
class Part:
    """One indicator: what differs there, and why it is closed ("" if it is open)."""

    indikator: Indikator
    jawaban: list[Answer]
    bukti: list[File]
    ada: int  # pieces of evidence that are here
    sama: int  # answers that are the same already
    terkunci: str
    bukti_terkunci: str

    @property
    def baru(self) -> list[Answer]:
        return [item for item in self.jawaban if not item.sebab and not item.terisi]

    @property
    def bentrok(self) -> list[Answer]:
        return [item for item in self.jawaban if not item.sebab and item.terisi]

    @property
    def tidak_cocok(self) -> list[Answer]:
        return [item for item in self.jawaban if item.sebab]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that could come from `sumber`; `tanpa`: indicators that it does not know."""

    sumber: Evaluasi
    aspek: list[tuple[Aspek, list[Part]]]
    tanpa: list[Indikator]

    @property
    def parts(self) -> Iterator[Part]:
        for _, parts in self.aspek:
            yield from parts

    def tickable(self) -> dict[str, Answer | File]:
        """By `tanda`, all that may be taken now."""
        found: dict[str, Answer | File] = {}
        for part in self.parts:
            if not part.terkunci:
                found.update({item.tanda: item for item in (*part.baru, *part.bentrok)})
            if not part.bukti_terkunci:
                found.update({item.tanda: item for item in part.bukti})
        return found

    def preselected(self) -> frozenset[str]:
        """Only what has nothing in its place here."""
        return frozenset(
            tanda
            for tanda, item in self.tickable().items()
            if (item.pertama if isinstance(item, File) else not item.terisi)
        )


def _others(user: User, evaluasi: Evaluasi) -> QuerySet[Evaluasi]:
    """Of any cycle, year, form and state. Who fills an F01 belongs to its unit, and sees the
    answers of all its evaluations. A practice cycle never feeds a real one."""
    rows = evaluasi_of_unit(user, evaluasi.unit).exclude(pk=evaluasi.pk)
    return rows if evaluasi.siklus.latihan else rows.filter(siklus__latihan=False)


def sources(user: User, evaluasi: Evaluasi) -> QuerySet[Evaluasi]:
    """The unit's evaluations that say anything, the latest year first, with `jumlah_jawaban`,
    `jumlah_bukti` and `diisi_pada`, when its latest answer was saved."""
    said = Jawaban.objects.filter(evaluasi=OuterRef("pk"), nilai__isnull=False).values("evaluasi")
    files = _in_force(OuterRef("pk")).values("evaluasi")
    rows = _others(user, evaluasi).annotate(
        jumlah_jawaban=Coalesce(Subquery(said.annotate(n=Count("pk")).values("n")), 0),
        diisi_pada=Subquery(said.annotate(n=Max("pada")).values("n")),
        jumlah_bukti=Coalesce(Subquery(files.annotate(n=Count("pk")).values("n")), 0),
    )
    return rows.exclude(jumlah_jawaban=0, jumlah_bukti=0)


def has_sources(user: User, evaluasi: Evaluasi) -> bool:
    """Whether the unit was ever in another evaluation that may be taken from."""
    return _others(user, evaluasi).order_by().exists()


def get_source(user: User, evaluasi: Evaluasi, uuid: UUID) -> Evaluasi:
    found = _others(user, evaluasi).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


Refusal = Callable[[Evaluasi, int], str]


def plan(evaluasi: Evaluasi, source: Evaluasi, *, closed: Refusal, files_closed: Refusal) -> Plan:
    """Both evaluations side by side; `closed` and `files_closed` say why an indicator is."""
    now, then = evaluasi.versi, source.versi
    numbers = [item.nomor for item in now.instrumen.semua_indikator]
    same = now.digest == then.digest
    pairs = dict(matching.pairs(now.instrumen, then.instrumen, numbers, same=same))
    here, there = answers_of(evaluasi), answers_of(source)
    files_here = evidence_queries.listed(evaluasi)
    files_there: dict[int, list[Bukti]] = {}
    for row in _in_force(source):
        files_there.setdefault(row.indikator, []).append(row)
    found: list[tuple[Aspek, list[Part]]] = []
    for aspek in now.instrumen.semua_aspek:
        parts = []
        for indikator in aspek.indikator:
            before = pairs.get(indikator.nomor)
            if before is None:
                continue
            nomor = indikator.nomor
            answers = list(_answers(indikator, before, here, there))
            mine = files_here.get(nomor, [])
            shut = closed(evaluasi, nomor)
            part = Part(
                indikator=indikator,
                jawaban=[item for item in answers if not item.sama],
                bukti=list(_files(evaluasi, nomor, mine, files_there.get(before.nomor, []))),
                ada=len(mine),
                sama=sum(item.sama for item in answers),
                terkunci=shut,
                bukti_terkunci=shut or files_closed(evaluasi, nomor),
            )
            if part.jawaban or part.bukti:
                parts.append(part)
        if parts:
            found.append((aspek, parts))
    tanpa = [item for item in now.instrumen.semua_indikator if item.nomor not in pairs]
    return Plan(source, found, tanpa)


def _answers(now: Indikator, before: Indikator, here: Rows, there: Rows) -> Iterator[Answer]:
    """Of what was asked then and answered; what was hidden then is not brought back."""
    rows: Mapping[str, Jawaban] = there.get(before.nomor, {})
    mine: Mapping[str, Jawaban] = here.get(now.nomor, {})
    asked = rules.tampil(before, {key: row.nilai for key, row in rows.items()})
    mapped = {p.id: p for p in now.pertanyaan}
    for p in before.pertanyaan:
        dulu = rows.get(p.id)
        if p.id not in asked or dulu is None or dulu.nilai is None:
            continue
        kata = rules.in_words(p, dulu.nilai)
        same = mapped.get(p.id)
        if same is None:
            yield Answer(now.nomor, p, None, dulu, kata, None, "pertanyaan ini tidak ada di sini")
            continue
        sebab = matching.unfit(same, p, dulu.nilai)
        nilai = None if sebab else rules.normalise(same, dulu.nilai)
        yield Answer(now.nomor, same, mine.get(p.id), dulu, kata, nilai, sebab)


def _in_force(source: Evaluasi | OuterRef) -> QuerySet[Bukti]:
    """Its files and links; those of an objection belong to the level that it was about."""
    rows = Bukti.objects.filter(evaluasi=source, dihapus_pada__isnull=True, sanggahan__isnull=True)
    return rows.select_related("berkas", "asal")


def _files(
    evaluasi: Evaluasi, nomor: int, mine: list[Bukti], theirs: list[Bukti]
) -> Iterator[File]:
    there = {(row.berkas_id, row.tautan) for row in mine}
    since = evaluasi.siklus.periode_mulai
    for row in theirs:
        if (row.berkas_id, row.tautan) in there:
            continue
        dated = row.tanggal_dokumen
        sent = (row.asal or row).pada
        old = dated < since if dated else sent < start_of(since)
        yield File(nomor, row, old, not mine)
