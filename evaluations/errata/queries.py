"""What an errata would do to each evaluation of a cycle, and did."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from evaluations.core.queries import recipients
from evaluations.core.queries.calendar import open_return
from evaluations.core.queries.evaluations import answers_of, values_of
from evaluations.models import BarisRalat, Evaluasi, Jawaban, Nilai, PeranNilai, Ralat, Siklus
from evaluations.rules.errata import told
from evaluations.rules.notices import TABLE, Event
from evaluations.rules.phases import WIB
from evaluations.rules.workflow import DECIDED, ENDED, F01_OPEN, OBJECTABLE, State
from instruments import errata, rules
from instruments import queries as instruments
from instruments.models import VersiInstrumen
from pekppp.base.formats import waktu

Status = Ralat.Status
Row = BarisRalat.Status
OPEN = (Status.DIPERIKSA, Status.SIAP, Status.DITERAPKAN, Status.GAGAL)


def latest(siklus: Siklus) -> Ralat | None:
    """The last dry run of a cycle, open or applied; one that was given up is not shown."""
    found = Ralat.objects.filter(siklus=siklus).exclude(status=Status.BATAL)
    return found.select_related("versi__ralat_dari", "oleh", "diterapkan_oleh").first()


def get(siklus: Siklus, uuid: UUID) -> Ralat:
    """A dry run of a cycle that is already loaded and authorised."""
    found = Ralat.objects.filter(siklus=siklus, uuid=uuid).select_related("versi__ralat_dari")
    row = found.first()
    if row is None:
        raise Http404
    row.siklus = siklus
    return row


def to_list(ralat: Ralat) -> QuerySet[Evaluasi]:
    """What follows a version that the errata mends and has not ended; by name."""
    return (
        Evaluasi.objects.filter(
            siklus=ralat.siklus_id, versi__in=instruments.mended_by(ralat.versi)
        )
        .exclude(state__in=[state.value for state in ENDED])
        .exclude(pk__in=ralat.baris.values("evaluasi"))
        .order_by("nama_instansi", "nama_unit", "formulir", "pk")
    )


def next_rows(ralat: Ralat, status: str, number: int) -> list[BarisRalat]:
    rows = BarisRalat.objects.filter(ralat=ralat, status=status).order_by("urutan")
    return list(rows[:number])


def counts(ralat: Ralat) -> dict[str, int]:
    """How far the worker is, and how many follow the errata or stay."""
    done = Row.SIAP if ralat.status in (Status.DIPERIKSA, Status.SIAP) else Row.DITERAPKAN
    return BarisRalat.objects.filter(ralat=ralat).aggregate(
        memakai=Count("pk", filter=Q(status=done, kata="")),
        tetap_lama=Count("pk", filter=~Q(kata="")),
        selesai=Count("pk", filter=Q(status__in=[done, Row.TINGGAL])),
    )


def summary(ralat: Ralat) -> told.Ringkas:
    """The same figures of a dry run and of what came of it."""
    rows = BarisRalat.objects.filter(ralat=ralat, kata="").exclude(status=Row.ANTRE)
    return told.sum_up(rows.values_list("isi", flat=True).iterator())


def rows_of(ralat: Ralat) -> QuerySet[BarisRalat]:
    """Every evaluation: first those that stay, then what has the unit or an evaluator act."""
    rows = BarisRalat.objects.filter(ralat=ralat).select_related(
        "evaluasi__siklus__instansi", "evaluasi__instansi", "evaluasi__penilai", "dari"
    )
    return rows.defer("dari__spec").order_by("-kata", "urutan")


@dataclass(frozen=True, slots=True)
class Line:
    """One evaluation of the table: who is told of it (names), and in which words."""

    baris: BarisRalat
    pendengar: list[str]
    pesan: str
    pesan_penilai: str

    @property
    def usulan(self) -> list[str]:
        """Suggested levels that are others now: "4: 5 → 3"."""
        return [
            f"{nomor}: {' → '.join('tidak ada' if x is None else str(x) for x in pair)}"
            for nomor, *pair in self.baris.isi.get("usulan", ())
        ]


def lines(ralat: Ralat, rows: Iterable[BarisRalat]) -> list[Line]:
    found = list(rows)
    wanted = {item for event in EVENTS for item in TABLE[event].told}
    heard = recipients.Found([row.evaluasi for row in found if not row.kata], wanted)
    return [
        Line(row, [], "", "")
        if row.kata
        else Line(
            row,
            sorted({str(one) for some in heard.of(row.evaluasi).values() for one in some}),
            unit_words(ralat, row),
            told.to_scorers(row.isi),
        )
        for row in found
    ]


EVENTS = (Event.RALAT_UNIT, Event.RALAT_PENILAI)


def unit_words(ralat: Ralat, row: BarisRalat) -> str:
    """What the people of one unit are told, in the dry run as when it is done."""
    with timezone.override(WIB):  # as deadlines are said in letters
        due = waktu(ralat.tenggat)
    return told.to_unit(row.isi, due if row.isi.get("buka") else "")


# One evaluation -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """What the errata does to one evaluation now; `kata`: why it stays on its version."""

    isi: dict[str, Any] = field(default_factory=dict)
    kata: str = ""
    hilang: list[Jawaban] = field(default_factory=list)
    nilai: list[int] = field(default_factory=list)

    @property
    def buka(self) -> list[int]:
        return list(self.isi.get("buka", []))


def look(evaluasi: Evaluasi, baru: VersiInstrumen) -> Look:
    kata = _stays(evaluasi, baru)
    if kata:
        return Look(kata=kata)
    pairs = errata.touched(evaluasi.versi.instrumen, baru.instrumen)
    answers = answers_of(evaluasi)
    isi: dict[str, Any] = {"pertanyaan": [], "tanya": [], "tetap": 0, "usulan": [], "sebelum": []}
    lost: list[Jawaban] = []
    for old, new in pairs:
        rows = answers.get(old.nomor, {})
        effect = errata.effect(old, new, values_of(rows))
        isi["tetap"] += len(effect.jawaban)
        isi["tanya"] += [[old.nomor, key] for key in effect.tanya]
        if effect.sebelum != effect.sesudah:
            isi["usulan"].append([old.nomor, effect.sebelum, effect.sesudah])
        for key, nasib in effect.nasib.items():
            there = rows.get(key)
            answered = there is not None and there.nilai is not None
            question = (old if nasib is errata.Nasib.DIHAPUS else new).pertanyaan_dengan(key)
            isi["pertanyaan"].append([old.nomor, key, question.teks, nasib.value, answered])
            if there is not None and answered and nasib in errata.LOST:
                was = old.pertanyaan_dengan(key)
                words = rules.in_words(was, there.nilai)
                isi["sebelum"].append([old.nomor, was.teks, words])
                lost.append(there)
    given = _given(evaluasi, [old.nomor for old, new in pairs if errata.judged_otherwise(old, new)])
    isi["nilai"] = sorted({row.indikator for row in given})
    isi["buka"] = _to_open(evaluasi, {nomor for nomor, _ in isi["tanya"]})
    return Look(isi, "", lost, [row.pk for row in given])


def _stays(evaluasi: Evaluasi, baru: VersiInstrumen) -> str:
    if evaluasi.versi_id not in instruments.mended_by(baru):
        return "Evaluasi ini sudah memakai versi lain."
    if evaluasi.status in DECIDED:
        return f"{evaluasi.get_state_display()}: hasilnya sudah ditetapkan."
    if evaluasi.status in OBJECTABLE:
        return (
            "F02 sudah selesai. Bila ralat harus berlaku juga di sini, kembalikan dahulu kepada "
            "evaluator, lalu periksa lagi."
        )
    return "Evaluasi sudah berakhir." if evaluasi.status in ENDED else ""


def _given(evaluasi: Evaluasi, numbers: Iterable[int]) -> list[Nilai]:
    rows = Nilai.objects.filter(evaluasi=evaluasi, indikator__in=list(numbers))
    return list(rows.exclude(level=None).exclude(peran=PeranNilai.SANGGAH).order_by("pk"))


def _to_open(evaluasi: Evaluasi, numbers: set[int]) -> list[int]:
    """The indicators that the unit has to answer in, and could not as things are."""
    if evaluasi.status not in F01_OPEN:
        return sorted(numbers)
    returned = open_return(evaluasi) if evaluasi.status is State.DIKEMBALIKAN else None
    return sorted(numbers - set(returned.indikator)) if returned else []
