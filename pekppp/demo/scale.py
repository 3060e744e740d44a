"""A nation of invented units, for measuring: as many as are asked for, the same for the same seed.

What a unit has in a cycle goes in by COPY, past services and triggers: no history and no audit is
written of it. What its rows say is true all the same. Every figure comes from the one engine
(`results.services.scored`) over exactly the levels and responses beside it, so that computing any
unit again gives the figure that stands there.

Two national cycles: the year before, published whole, and this year, with units in every state.
Nobody of this nation has a password.
"""

import json
import multiprocessing
import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.db import connection, connections, models, transaction
from django.utils import timezone

from evaluations.core.services.saving import digest_of
from evaluations.models import (
    Evaluasi,
    EvaluasiAspek,
    EvaluasiAspekUserObjectPermission,
    Fase,
    Hasil,
    HasilTerbit,
    Jawaban,
    Nilai,
    PeranNilai,
    Publikasi,
    RekapSurvei,
    Rekomendasi,
    Respons,
    Siklus,
    Survei,
    TautanSurvei,
)
from evaluations.publication.services.snapshot import (
    category_of,
    priority_of,
    survey_of,
    with_survey,
)
from evaluations.results.services import scored
from evaluations.rules.agreement import EVALUATOR, Decided
from evaluations.rules.phases import WIB, end_of
from evaluations.rules.survey.tally import Tally
from evaluations.rules.workflow import Kegiatan, Skema, State, Step
from instruments import rules
from instruments.models import VersiInstrumen
from pekppp.accounts.models import Instansi, JenisInstansi, JenisUnit, Membership, UnitLokus, User
from pekppp.accounts.roles import Role
from pekppp.base.certain import certain
from pekppp.base.errors import Refused
from pekppp.demo import entries
from pekppp.demo.tables import COMMENTS, RECOMMENDATIONS
from pekppp.running.database_roles import as_owner

NAME = "PEKPPP Nasional (ukuran negara)"
SAYS_SO = "(ukuran negara)"
LOGIN = "ukuran-"
# Rows that wait for the next COPY.
BATCH = 5_000
# Different ways of answering an F01; levels and responses are each unit's own.
WAYS = 40
# Responses of a unit, from none to this many: a million in a nation of 35,000.
RESPONSES = 57
# Units that an evaluator has.
LOAD = 25
_OFFICE_KINDS = ("puskesmas", "kecamatan", "rsud", "disdukcapil", "dpmptsp", "dinsos")
KINDS: dict[str, tuple[str, ...]] = {
    JenisInstansi.KL: ("layanan-utama",),
    JenisInstansi.PROVINSI: ("rsud", "samsat", "dinsos", "dpmptsp"),
    JenisInstansi.KABUPATEN: _OFFICE_KINDS,
    JenisInstansi.KOTA: _OFFICE_KINDS,
}
# This year, of a hundred units: the state, how many, and how much of the F02 is done.
STATES: tuple[tuple[State, int, float], ...] = (
    (State.DRAF, 34, 0),
    (State.DIKIRIM, 14, 0),
    (State.DIKEMBALIKAN, 6, 0),
    (State.DINILAI, 20, 0.6),
    (State.F02_SELESAI, 14, 1),
    (State.DIVALIDASI, 8, 1),
    (State.TIDAK_MENGISI, 4, 0),
)
PUBLISHED = (State.TERBIT, 1, 1.0)


@dataclass(frozen=True)
class Filled:
    """One way of answering an F01, whole or in part: rows as text, and what follows from them."""

    answers: list[tuple[int, str, str]]  # indicator, question, value as JSON
    suggested: dict[str, int | None]
    have: int
    need: int


class Table:
    """Rows of one model on their way to the database.

    A column that a row leaves out has the model's default. Ids are given out here, so that other
    rows can name them; `step` apart, so that processes side by side never give out the same.
    """

    def __init__(self, model: type[models.Model], first: int, step: int) -> None:
        fields = model._meta.concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        self.copy = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
        self.defaults = {field.attname: _default(field) for field in fields}
        self.unique = [field.attname for field in fields if isinstance(field, models.UUIDField)]
        self.next, self.step = first, step
        self.rows: list[tuple[Any, ...]] = []

    def add(self, dice: random.Random, **given: Any) -> int:
        """Returns the id of the row."""
        pk = self.next
        self.next += self.step
        row = self.defaults | given
        row["id"] = pk
        for name in self.unique:
            if name not in given:
                row[name] = UUID(int=dice.getrandbits(128), version=4)
        self.rows.append(tuple(row.values()))
        if len(self.rows) >= BATCH:
            self.flush()
        return pk

    def flush(self) -> None:
        with connection.cursor() as cursor, cursor.copy(self.copy) as copy:
            for row in self.rows:
                copy.write_row(row)
        self.rows = []


def _default(field: "models.Field[Any, Any]") -> Any:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    value = field.get_default()
    # Text of JSON, as COPY takes it; a null of SQL stays one.
    return json.dumps(value) if isinstance(field, models.JSONField) and not field.null else value


# What a unit has of its own in a cycle, in this order.
TABLES = (
    Survei, TautanSurvei, Evaluasi, EvaluasiAspek, EvaluasiAspekUserObjectPermission, Jawaban,
    Nilai, Respons, RekapSurvei, Hasil, Rekomendasi, HasilTerbit,
)  # fmt: skip


# The nation ---------------------------------------------------------------------------------------


def is_made() -> bool:
    return Siklus.objects.filter(nama__startswith=NAME).exists()


def generate(units: int, seed: int = 2026, processes: int | None = None) -> None:
    """Fill the database with so many units, in two cycles.

    Raises Refused without the reference data.
    `processes` write side by side, by themselves one for each core.
    """
    processes = processes or os.cpu_count() or 1
    with transaction.atomic():
        _units(units, _offices(units, _dice(seed, "offices")))
        year = timezone.localdate().year
        cycles = [_cycle(year - 1, over=True).pk, _cycle(year, over=False).pk]
    connections.close_all()
    shares = [(seed, cycles, number, processes) for number in range(processes)]
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        pool.starmap(_share, shares, chunksize=1)
    _settle(cycles)


def _dice(seed: int, what: str) -> random.Random:
    return random.Random(f"{seed}-{what}")  # noqa: S311  invented figures


def _settle(cycles: list[int]) -> None:
    """The next ids behind the given ones; decrees that say how many they published; statistics."""
    with as_owner(), connection.cursor() as cursor:
        for model in TABLES:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608  a table of our own
            )
        # All tables: the people and roles were made beside these, and a planner that takes them for
        # few compares every evaluation with every assignment.
        cursor.execute("ANALYZE")
    for row in Publikasi.objects.filter(siklus__in=cycles):
        row.jumlah = row.selesai = row.hasil.count()
        row.save(update_fields=["jumlah", "selesai"])


# Who and whose ------------------------------------------------------------------------------------


@dataclass
class Office:
    """An instansi that evaluates its own units."""

    instansi: Instansi
    kinds: list[JenisUnit]


def _offices(units: int, dice: random.Random) -> list[Office]:
    """As many as there are units at the most, of all kinds; each with its admin and evaluators."""
    kinds = JenisUnit.objects.in_bulk()
    rows = Instansi.objects.filter(jenis__in=KINDS, closed_on__isnull=True)
    found = list(rows.order_by("kode"))
    if not found or not all(kode in kinds for codes in KINDS.values() for kode in codes):
        raise Refused("Data rujukan belum dimuat; jalankan dahulu manage.py prepare.")
    dice.shuffle(found)
    offices = [Office(row, [kinds[kode] for kode in KINDS[row.jenis]]) for row in found[:units]]
    each = -(-units // (len(offices) * LOAD))
    for role, number in ((Role.ADMIN_INSTANSI, 1), (Role.EVALUATOR, each)):
        _people(role, [(office.instansi, None) for office in offices for _ in range(number)])
    return offices


def _units(units: int, offices: list[Office]) -> None:
    rows = []
    for number in range(units):
        turn, which = divmod(number, len(offices))
        office = offices[which]
        kind = office.kinds[turn % len(office.kinds)]
        rows.append(
            UnitLokus(
                instansi=office.instansi,
                nama=f"{kind.nama} {turn + 1} {office.instansi.nama} {SAYS_SO}",
                jenis=kind,
                sektor=kind.sektor,
                wilayah_id=office.instansi.wilayah_id,
            )
        )
    UnitLokus.objects.bulk_create(rows, batch_size=BATCH)
    for role in (Role.KEPALA, Role.OPERATOR):
        _people(role, [(unit.instansi, unit) for unit in rows])


def _people(role: Role, places: list[tuple[Instansi, UnitLokus | None]]) -> None:
    unusable = make_password(None)
    people = User.objects.bulk_create(
        (
            User(
                username=f"{LOGIN}{role.value}-{number}",
                nama=f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // 7 % len(FAMILY)]} {number}",
                password=unusable,
                is_demo=True,
            )
            for number in range(len(places))
        ),
        batch_size=BATCH,
    )
    Membership.objects.bulk_create(
        (
            Membership(user=user, role=role, instansi=instansi, unit=unit)
            for user, (instansi, unit) in zip(people, places, strict=True)
        ),
        batch_size=BATCH,
    )


GIVEN = ("Siti", "Agus", "Dewi", "Budi", "Rina", "Eko", "Sri", "Wayan", "Nurul", "Yohanes", "Maria")
FAMILY = ("Wulandari", "Santoso", "Lestari", "Siregar", "Hidayat", "Tambunan", "Kusuma", "Rumbiak")


def _cycle(year: int, *, over: bool) -> Siklus:
    ministry = Instansi.objects.get(jenis=JenisInstansi.NASIONAL)
    siklus = Siklus.objects.create(
        nama=f"{NAME} {year}",
        tahun=year,
        periode_mulai=date(year - 1, 1, 1),
        periode_akhir=date(year - 1, 12, 31),
        skema=Skema.NASIONAL,
        instansi=ministry,
        instrumen_a=VersiInstrumen.objects.filter(
            kode="PEKPPP-2023-A", status=VersiInstrumen.Status.TERBIT
        ).latest("versi"),
        status=Siklus.Status.DITUTUP if over else Siklus.Status.BERJALAN,
        dibuka_pada=timezone.now(),
        is_demo=True,
    )
    first = timezone.localdate() - timedelta(days=395 if over else 30)
    Fase.objects.create(
        siklus=siklus,
        instansi=ministry,
        urutan=1,
        nama="Seluruh kegiatan",
        mulai=datetime.combine(first, time(), tzinfo=WIB),
        akhir=end_of(first + timedelta(days=90)),
        membuka=[item.value for item in Kegiatan],
    )
    if over:
        decided = User.objects.create(
            username=f"{LOGIN}penetap",
            nama="Penetap",
            password=make_password(None),
            is_demo=True,
        )
        Publikasi.objects.create(
            siklus=siklus,
            instansi=ministry,
            status=Publikasi.Status.TERBIT,
            nomor=f"Ukuran/{year}",
            tanggal=date(year, 12, 15),
            terbit_pada=timezone.now(),
            oleh=decided,
            diputus_oleh=decided,
        )
    return siklus


# What each unit has in a cycle --------------------------------------------------------------------


def _share(seed: int, cycles: list[int], number: int, processes: int) -> None:
    """Every `processes`-th unit from the `number`-th on, in all cycles, whole or not at all."""
    with _past_triggers():
        tables: dict[type[models.Model], Table] = {
            model: Table(model, _last(model) + 1 + number, processes) for model in TABLES
        }
        units = UnitLokus.objects.filter(nama__endswith=SAYS_SO).order_by("pk")
        mine = list(units.select_related("instansi__induk", "jenis"))[number::processes]
        for siklus in Siklus.objects.filter(pk__in=cycles).order_by("tahun"):
            entered = Entries(siklus, tables, seed)
            for unit in mine:
                entered.make(unit)
        for table in tables.values():
            table.flush()


def _last(model: type[models.Model]) -> int:
    return int(model._default_manager.aggregate(last=models.Max("pk"))["last"] or 0)


@contextmanager
def _past_triggers() -> Iterator[None]:
    """As the owner of the tables, in one transaction. Where that is a superuser foreign keys are
    not looked up either, which is most of the work."""
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        names = [] if (powers := cursor.fetchone()[0]) else [m._meta.db_table for m in TABLES]
        if powers:
            cursor.execute("SET LOCAL session_replication_role = replica")
        for name in names:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        yield
        for name in names:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER USER")


class Entries:
    """What the units of one cycle have: an evaluation, and everything in it."""

    def __init__(self, siklus: Siklus, tables: dict[type[models.Model], Table], seed: int) -> None:
        self.siklus, self.tables, self.seed = siklus, tables, seed
        self.ways: dict[tuple[int, bool], Filled] = {}
        self.versi = certain(siklus.instrumen_a, "`_cycle` gives it one")
        self.spec = self.versi.instrumen
        self.publikasi = siklus.publikasi.select_related("siklus__instansi").first()
        fase = siklus.fase.get()
        self.opens, self.closes = fase.mulai, fase.akhir
        self.minimum = certain(self.spec.survei, "form A has a survey").minimum
        here = Membership.objects.filter(user__username__startswith=LOGIN).order_by("pk")
        self.heads = dict(here.filter(role=Role.KEPALA).values_list("unit_id", "user_id"))
        self.teams: dict[int, list[int]] = {}
        evaluators = here.filter(role=Role.EVALUATOR)
        for instansi, user in evaluators.values_list("instansi_id", "user_id"):
            self.teams.setdefault(instansi, []).append(user)
        self.permissions = list(
            Permission.objects.filter(
                content_type__app_label="evaluations", codename__in=["score", "lead"]
            ).values_list("pk", flat=True)
        )

    def add(self, model: type[models.Model], dice: random.Random, **given: Any) -> int:
        return self.tables[model].add(dice, **given)

    def way(self, number: int, *, whole: bool) -> Filled:
        """One of WAYS of answering, from the worst to the best; or the same with gaps."""
        if (number, whole) not in self.ways:
            dice = _dice(self.seed, f"answers-{number}-{whole}")
            part = 1.0 if whole else dice.random()
            self.ways[number, whole] = self._filled(dice, 0.2 + 0.75 * number / WAYS, part)
        return self.ways[number, whole]

    @cached_property
    def empty(self) -> Filled:
        return self._filled(_dice(self.seed, "nothing"), 0, 0)

    def _filled(self, dice: random.Random, quality: float, part: float) -> Filled:
        rows: list[tuple[int, str, str]] = []
        suggested: dict[str, int | None] = {}
        have = need = 0
        for indikator in self.spec.semua_indikator:
            values = entries.answers(dice, indikator, quality) if dice.random() < part else {}
            rows += [(indikator.nomor, key, json.dumps(value)) for key, value in values.items()]
            usulan = rules.suggest(indikator, values)
            suggested[str(indikator.nomor)] = usulan.level if usulan else None
            shown = {p.id for p in indikator.pertanyaan if p.wajib} & rules.tampil(
                indikator, values
            )
            need += len(shown)
            have += len(shown) - len(rules.missing(indikator, values))
        return Filled(rows, suggested, have, need)

    def make(self, unit: UnitLokus) -> None:
        # A dice of its own: how the units are shared out decides nothing.
        dice = _dice(self.seed, f"{self.siklus.tahun}-{unit.nama}")
        quality = min(0.99, max(0.0, dice.gauss(0.62, 0.2)))
        state, _, part = (
            PUBLISHED if self.publikasi else dice.choices(STATES, [of for _, of, _ in STATES])[0]
        )
        filled = self.way(int(quality * WAYS), whole=state != State.DRAF)
        mine: dict[str, Any] = {"instansi_id": unit.instansi_id, "siklus_id": self.siklus.pk}
        survei, tally = self._survey(unit, dice, quality)
        evaluasi = self._evaluasi(unit, state, survei)
        mine["evaluasi_id"] = evaluasi.pk = self.add(Evaluasi, dice, **columns_of(evaluasi))
        team = self.teams[unit.instansi_id]
        scorer = team[unit.pk // 7 % len(team)]
        for urutan, aspek in enumerate(self.spec.semua_aspek, start=1):
            pk = self.add(
                EvaluasiAspek, dice, kode=aspek.kode, nama=aspek.nama, urutan=urutan, **mine
            )
            for permission in self.permissions:
                self.add(
                    EvaluasiAspekUserObjectPermission,
                    dice,
                    content_object_id=pk,
                    user_id=scorer,
                    permission_id=permission,
                )
        head = {"oleh_id": self.heads[unit.pk], **mine}
        if state == State.TIDAK_MENGISI:
            filled = self.empty
        for nomor, question, value in filled.answers:
            self.add(Jawaban, dice, indikator=nomor, pertanyaan=question, nilai=value, **head)
        levels = self._levels(dice, quality, part)
        for nomor, level in levels.items():
            if level is not None:
                self.add(
                    Nilai, dice, indikator=nomor, peran=PeranNilai.EVALUATOR, oleh_id=scorer,
                    level=level, putaran=1, diamati=True, **mine,
                )  # fmt: skip
        advice = [
            Rekomendasi(aspek=kode, teks=text)
            for kode, text in RECOMMENDATIONS.items()
            if part == 1 and dice.random() < 0.5
        ]
        for row in advice:
            self.add(Rekomendasi, dice, aspek=row.aspek, teks=row.teks, oleh_id=scorer, **mine)
        self._result(evaluasi, filled, levels, tally, advice, dice, mine)

    def _evaluasi(self, unit: UnitLokus, state: State, survei: Survei) -> Evaluasi:
        instansi = unit.instansi
        above = instansi.province_above
        sent = state not in (State.DRAF, State.TIDAK_MENGISI)
        return Evaluasi(
            siklus=self.siklus,
            unit=unit,
            formulir="A",
            instansi=instansi,
            penilai=instansi,
            versi=self.versi,
            survei=survei,
            state=state,
            state_since=self.opens,
            tahapan=[Step.NILAI, Step.VALIDASI, Step.TERBIT],
            putaran=int(sent),
            dikirim_pada=self.opens if sent else None,
            akhir_alasan="Unit belum mengisi." if state == State.TIDAK_MENGISI else "",
            nama_unit=unit.nama,
            nama_instansi=instansi.nama,
            nama_induk=above.nama if above else "",
            jenis_instansi=instansi.jenis,
            jenis_unit=unit.jenis.nama,
            sektor=unit.sektor,
            kode_wilayah=unit.wilayah_id or "",
        )

    def _survey(self, unit: UnitLokus, dice: random.Random, quality: float) -> tuple[Survei, Tally]:
        mine = {"instansi_id": unit.instansi_id}
        survei = Survei(
            instansi=unit.instansi,
            unit=unit,
            formulir="A",
            versi=self.versi,
            periode_mulai=self.siklus.periode_mulai,
            periode_akhir=self.siklus.periode_akhir,
            buka=self.opens,
            tutup=self.closes,
            minimum=self.minimum,
        )
        survei.pk = self.add(Survei, dice, **columns_of(survei))
        if not self.publikasi:  # one link for all years
            token = f"{dice.getrandbits(128):022x}"
            self.add(TautanSurvei, dice, unit_id=unit.pk, token=token, **mine)
        least = self.minimum if self.publikasi else 0
        tally = Tally.of(self.spec)
        levels = list(self.spec.skala.levels)
        middle = 2.0 + 3.0 * quality
        weights = [1 / (0.3 + (level - middle) ** 2) for level in levels]
        items = len(self.spec.butir)
        for _ in range(dice.randint(least, RESPONSES)):
            butir = dice.choices(levels, weights, k=items)
            kanal = dice.choice(("tautan", "tautan", "kios", "kode", "kertas"))
            tally.add(butir, kanal)
            self.add(
                Respons, dice, survei_id=survei.pk, butir=butir, kanal=kanal, dihitung=True,
                komentar=dice.choice(COMMENTS) if dice.random() < 0.2 else "",
                pada=self.opens + timedelta(hours=dice.uniform(8, 600)), **mine,
            )  # fmt: skip
        self.add(
            RekapSurvei, dice, survei_id=survei.pk, jumlah=tally.jumlah, sebaran=tally.sebaran,
            **{f"dari_{kanal}": number for kanal, number in tally.kanal.items()}, **mine,
        )  # fmt: skip
        return survei, tally

    def _levels(self, dice: random.Random, quality: float, part: float) -> dict[int, int | None]:
        return {
            indikator.nomor: min(5, max(0, round(dice.gauss(1.0 + 4.2 * quality, 0.9))))
            if dice.random() < part
            else None
            for indikator in self.spec.semua_indikator
        }

    def _result(
        self,
        evaluasi: Evaluasi,
        filled: Filled,
        levels: dict[int, int | None],
        tally: Tally,
        advice: list[Rekomendasi],
        dice: random.Random,
        mine: dict[str, Any],
    ) -> None:
        decided = {
            nomor: Decided()
            if level is None
            else Decided(Fraction(level), berlaku=Fraction(level), asal=EVALUATOR)
            for nomor, level in levels.items()
        }
        fields = scored(self.versi, decided, tally.totals, {}, None)
        fields["rincian"] |= {
            "suggested": filled.suggested,
            "survey_tally": {
                # In the order that the database keeps keys in, as a snapshot finds them.
                "kanal": dict(sorted(tally.kanal.items(), key=lambda one: (len(one[0]), one))),
                "dikecualikan": 0,
                "sebaran": tally.sebaran,
            },
        }
        fields |= {"f01_terisi": filled.have, "f01_jumlah": filled.need}
        fields |= {"stale": False, "dihitung_pada": self.opens}
        # What of it a snapshot reads.
        hasil = Hasil(evaluasi=evaluasi, **fields)
        self.add(Hasil, dice, **mine, **fields | {"rincian": json.dumps(fields["rincian"])})
        if self.publikasi is None:
            return
        survey = survey_of(evaluasi)
        isi = with_survey(evaluasi, self.publikasi, advice, survey and survey | {"profil": []})
        ipp = certain(hasil.ipp, "what is published is complete")
        huruf, sebutan = category_of(evaluasi, ipp)
        self.add(
            HasilTerbit,
            dice,
            publikasi_id=self.publikasi.pk,
            ipp=ipp,
            desimal=self.spec.desimal,
            kategori=huruf,
            sebutan=sebutan,
            isi=json.dumps(isi),
            digest=digest_of(isi),
            prioritas_pembinaan=priority_of(isi, self.versi),
            terbit_pada=self.publikasi.terbit_pada,
            **mine,
        )


def columns_of(row: models.Model) -> dict[str, Any]:
    """Of a row that is not saved: every column but its id."""
    fields = row._meta.concrete_fields
    return {f.attname: getattr(row, f.attname) for f in fields if not f.primary_key}
