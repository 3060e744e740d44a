"""What the people of the demonstration put in: answers, evidence, levels, responses."""

import io
import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from evaluations.core.queries.evaluations import answers_of, values_of
from evaluations.evidence.services.evidence import add_evidence
from evaluations.models import (
    Evaluasi,
    Jawaban,
    Nilai,
    PeranNilai,
    Rekomendasi,
    Respons,
)
from evaluations.objections import services as objection_services
from evaluations.progress.services.steps import advance
from evaluations.rules.phases import WIB
from evaluations.rules.survey.profile import FIELDS
from evaluations.rules.workflow import Action
from evaluations.survey.queries.surveys import services_of
from evaluations.threads import services as thread_services
from instruments import rules
from instruments.nouns import Indikator, Instrumen, Pertanyaan
from pekppp.accounts.models import Instansi, Membership, UnitLokus, User
from pekppp.base.certain import certain
from pekppp.demo.tables import COMMENTS, RECOMMENDATIONS, SAYS_SO, DemoUnit

SATURDAY = 5


@dataclass
class Stage:
    """Rows that the steps below hand to each other."""

    instansi: dict[str, Instansi] = field(default_factory=dict)
    units: dict[str, UnitLokus] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    # The same figures at every load.
    dice: random.Random = field(default_factory=lambda: random.Random(2025))  # noqa: S311  no secret

    def person(self, login: str) -> User:
        return self.people[login]

    @property
    def ministry(self) -> User:
        return self.people["kemenpanrb@contoh.id"]


# What people put in -------------------------------------------------------------------------------


def fill(stage: Stage, evaluasi: Evaluasi, quality: float, part: float = 1.0) -> None:
    spec: Instrumen = evaluasi.versi.instrumen
    author = Membership.objects.filter(unit=evaluasi.unit_id).order_by("pk")[0].user
    rows = []
    for indikator in spec.semua_indikator:
        if stage.dice.random() > part:
            continue
        values = answers(stage.dice, indikator, quality)
        rows += [
            Jawaban(
                instansi_id=evaluasi.instansi_id,
                siklus_id=evaluasi.siklus_id,
                evaluasi=evaluasi,
                indikator=indikator.nomor,
                pertanyaan=question,
                nilai=value,
                oleh=author,
            )
            for question, value in values.items()
        ]
    Jawaban.objects.bulk_create(rows)


def answers(dice: random.Random, indikator: Indikator, quality: float) -> dict[str, Any]:
    """Answers to every visible question that break no cross-check (galat)."""
    for _ in range(20):
        values: dict[str, Any] = {}
        for pertanyaan in indikator.pertanyaan:
            if pertanyaan.id in rules.tampil(indikator, values):
                values[pertanyaan.id] = _answer(dice, pertanyaan, quality)
        if not any(jenis == "galat" for jenis, _ in rules.check(indikator, values)):
            return values
    return {}


def _answer(dice: random.Random, pertanyaan: Pertanyaan, quality: float) -> Any:
    options = [option.kode for option in pertanyaan.pilihan]
    match pertanyaan.jenis:
        case "ya_tidak":
            return dice.random() < 0.4 + 0.6 * quality
        case "angka":
            return dice.randint(8, 40)
        case "persen":
            return rules.normalise(pertanyaan, f"{60 + 35 * quality:.2f}")
        case "pilihan_tunggal":
            last = len(options) - 1
            return options[min(last, max(0, round(last * quality + dice.uniform(-0.8, 0.8))))]
        case "pilihan_ganda":
            number = round(len(options) * quality + dice.uniform(-1, 1))
            return sorted(
                dice.sample(options, min(len(options), max(0, number))), key=options.index
            )
        case _:
            return "Isian contoh untuk peragaan."


def submit(stage: Stage, item: DemoUnit, evaluasi: Evaluasi) -> None:
    advance(
        by=stage.people[f"kepala:{item.key}"],
        evaluasi=evaluasi,
        action=Action.KIRIM_F01,
        confirmed_gaps=True,
        declaration="Isian ini sesuai dengan keadaan sebenarnya.",
    )


def evidence(stage: Stage, item: DemoUnit, evaluasi: Evaluasi) -> None:
    author = stage.people[f"kepala:{item.key}"]
    for nomor, title in ((1, "Standar Pelayanan"), (5, "Maklumat Pelayanan")):
        add_evidence(
            by=author,
            evaluasi=evaluasi,
            indikator=nomor,
            file=ContentFile(page_of(title, f"{item.nama} {SAYS_SO}"), name=f"{title}.pdf"),
            nama=f"{title}.pdf",
            keterangan="Berkas contoh untuk peragaan",
        )


def page_of(title: str, unit: str) -> bytes:
    """A one-page PDF with a title: enough to be opened and to differ from unit to unit."""
    picture = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(picture)
    words = f"{title}\n\n{unit}\n\nBerkas rekaan."
    draw.text((120, 160), words, fill="black", font_size=48)
    stream = io.BytesIO()
    picture.save(stream, "PDF", resolution=150)
    return stream.getvalue()


def respond(stage: Stage, evaluasi: Evaluasi, number: int, quality: float) -> None:
    """Through the unit's main link, in the opening hours of the survey's first two weeks."""
    survei = certain(evaluasi.survei, "every unit of the demonstration has one")
    survei.refresh_from_db()  # last year's was moved to its year since
    items = len(evaluasi.versi.instrumen.butir)
    dice = stage.dice
    centre = 2.4 + 2.6 * quality
    # A dice of its own: what people say of themselves must not change what they answer.
    own = random.Random(evaluasi.nama_unit)  # noqa: S311  invented people
    services = services_of(evaluasi.unit_id)
    days = [survei.buka.astimezone(WIB) + timedelta(days=number) for number in range(14)]
    days = [day for day in days if day.weekday() < SATURDAY]
    rows = Respons.objects.bulk_create(
        Respons(
            instansi_id=evaluasi.instansi_id,
            survei=survei,
            tautan=evaluasi.unit.tautan_survei.get(label=""),
            kunci=UUID(int=dice.getrandbits(128), version=4),
            butir=[
                None if dice.random() < 0.04 else min(5, max(0, round(dice.gauss(centre, 0.8))))
                for _ in range(items)
            ],
            komentar=dice.choice(COMMENTS) if dice.random() < 0.3 else "",
            **{
                kode: own.choice(choices)[0] if own.random() < 0.85 else ""
                for kode, _, choices in FIELDS
            },
            layanan=own.choice(services) if services and own.random() < 0.7 else "",
        )
        for _ in range(number)
    )
    for row in rows:  # the time of an answer is the time of its row, until it is said otherwise
        row.pada = own.choice(days).replace(hour=own.randrange(8, 15), minute=own.randrange(60))
    Respons.objects.bulk_update(rows, ["pada"])


def score(stage: Stage, evaluasi: Evaluasi, item: DemoUnit, part: float = 1.0) -> None:
    scorer = stage.people[f"evaluator:{item.instansi}"]
    advance(by=scorer, evaluasi=evaluasi, action=Action.MULAI_NILAI)
    answered = answers_of(evaluasi)
    rows = []
    indicators = evaluasi.versi.instrumen.semua_indikator
    for indikator in indicators[: round(len(indicators) * part)]:
        usulan = rules.suggest(indikator, values_of(answered.get(indikator.nomor)))
        suggested = usulan.level if usulan else 3
        step = stage.dice.choice((0, 0, 0, 0, -1, 1))
        level = min(5, max(0, suggested + step))
        rows.append(
            Nilai(
                instansi_id=evaluasi.instansi_id,
                siklus_id=evaluasi.siklus_id,
                evaluasi=evaluasi,
                indikator=indikator.nomor,
                peran=PeranNilai.EVALUATOR,
                oleh=scorer,
                level=level,
                putaran=evaluasi.putaran,
                alasan="" if level == suggested else "Sesuai hasil observasi lapangan.",
                catatan_unit="Sesuai dengan dokumen yang ditunjukkan saat observasi."
                if stage.dice.random() < 0.3
                else "",
            )
        )
    Nilai.objects.bulk_create(rows)
    Rekomendasi.objects.bulk_create(
        Rekomendasi(
            instansi_id=evaluasi.instansi_id,
            siklus_id=evaluasi.siklus_id,
            evaluasi=evaluasi,
            aspek=aspek.kode,
            teks=RECOMMENDATIONS[aspek.kode],
            oleh=scorer,
        )
        for aspek in evaluasi.versi.instrumen.aspek_berbobot
        if aspek.kode in RECOMMENDATIONS and part == 1.0
    )


def finish(stage: Stage, item: DemoUnit, evaluasi: Evaluasi) -> None:
    advance(
        by=stage.people[f"evaluator:{item.instansi}"],
        evaluasi=evaluasi,
        action=Action.SELESAI_F02,
        dasar="Dokumen asli ditunjukkan saat observasi; unit akan mengunggahnya.",
    )


def verify(evaluasi: Evaluasi, verifier: User) -> None:
    rows = Nilai.objects.filter(evaluasi=evaluasi, peran=PeranNilai.EVALUATOR)
    Nilai.objects.bulk_create(
        Nilai(
            instansi_id=row.instansi_id,
            siklus_id=row.siklus_id,
            evaluasi=evaluasi,
            indikator=row.indikator,
            peran=PeranNilai.VERIFIKATOR,
            oleh=verifier,
            level=row.level,
        )
        for row in rows
    )


def talk(stage: Stage, item: DemoUnit, evaluasi: Evaluasi) -> None:
    """A question about the first indicator and its answer."""
    said = (
        (f"evaluator:{item.instansi}", "Apakah SK standar pelayanan yang baru sudah ditetapkan?"),
        (f"kepala:{item.key}", "Sudah, SK-nya kami unggah setelah ditandatangani minggu ini."),
    )
    for who, words in said:
        if who in stage.people:
            thread_services.write(
                by=stage.people[who], evaluasi=evaluasi, indikator=1, isi=words, key=_key(stage)
            )


def object_to(
    stage: Stage, item: DemoUnit, evaluasi: Evaluasi, nomor: int, decided_by: User | None = None
) -> None:
    """An objection that waits, or one that was accepted with one level more (or less)."""
    row = objection_services.file(
        by=stage.people[f"kepala:{item.key}"],
        evaluasi=evaluasi,
        indikator=nomor,
        alasan="Dokumen yang kami unggah memuat bagian ini; mohon dilihat lagi halaman 4.",
        key=_key(stage),
    )
    if decided_by is None:
        return
    level = int(row.nilai_semula)
    objection_services.decide(
        by=decided_by,
        evaluasi=evaluasi,
        sanggahan=row.uuid,
        accept=True,
        nilai_baru=level + 1 if level < 5 else level - 1,
        putusan="Dokumen dilihat lagi; bagian yang dimaksud sesuai dengan rubrik level ini.",
    )


def _key(stage: Stage) -> UUID:
    return UUID(int=stage.dice.getrandbits(128), version=4)
