"""What the overview of the F02 shows of numbers from outside."""

from dataclasses import dataclass, replace
from decimal import Decimal

from evaluations.core.queries.evaluations import external_of
from evaluations.f02.forms import ExternalForm
from evaluations.f02.queries.desk import Desk
from evaluations.f02.services.external import shown
from evaluations.models import NilaiLuar, SkmUnit
from evaluations.progress.services.steps import scoring_refusal
from evaluations.rules.scoring import range_of, round_half_up
from evaluations.rules.survey.skm import Band, band_of, converted, takes
from evaluations.rules.visibility import Field
from evaluations.survey.queries.skm import latest_for
from evaluations.survey.services.skm import shown as skm_shown
from instruments.spec import Komponen, decimal_text
from pekppp.base.form_fields import retype


@dataclass(frozen=True, slots=True)
class Recorded:
    """The unit's own SKM record. `menjadi` is what the arithmetic makes of it, null where the
    instrument does not say how; `mengisi`: it stands in the form, waiting to be saved."""

    tahun: int
    nilai: str
    mutu: Band
    menjadi: Decimal | None
    mengisi: bool


@dataclass(frozen=True, slots=True)
class Outside:
    """One component with its present number; `form` is None for who may not type it."""

    komponen: Komponen
    rentang: str
    ada: NilaiLuar | None
    angka: str
    form: ExternalForm | None
    skm: Recorded | None = None


def externals(desk: Desk, typed: ExternalForm | None) -> list[Outside]:
    """`typed` is a form that was refused, shown as it was typed on top of what is there now."""
    spec = desk.instrumen
    if not spec.komponen_angka or Field.LEVEL not in desk.fields:
        return []
    rows = external_of(desk.evaluasi)
    may_write = desk.leads and not scoring_refusal(desk.evaluasi)
    record = latest_for(desk.evaluasi)
    found = []
    for komponen in spec.komponen_angka:
        row = rows.get(komponen.kode)
        angka = shown(row.angka) if row else ""
        low, high = (
            decimal_text(item).replace(".", ",") for item in range_of(komponen, spec.skala)
        )
        form = _form(komponen, row, angka, typed) if may_write else None
        skm = _recorded(desk, komponen, record) if record else None
        if (
            form is not None
            and form is not typed
            and row is None
            and record
            and skm
            and takes(komponen)
        ):
            form.initial.update(angka=skm.nilai, sumber=_source(record))
            skm = replace(skm, mengisi=True)
        found.append(Outside(komponen, f"{low} sampai {high}", row, angka, form, skm))
    return found


def _recorded(desk: Desk, komponen: Komponen, record: SkmUnit) -> Recorded:
    spec = desk.instrumen
    menjadi = None
    if takes(komponen):
        menjadi = round_half_up(converted(record.nilai, spec.skala), 4)
    nilai = skm_shown(record.nilai)
    return Recorded(record.tahun, nilai, band_of(record.nilai), menjadi, mengisi=False)


def _source(record: SkmUnit) -> str:
    return f"Catatan SKM tahun {record.tahun}: {record.sumber}"[:300]


def _form(
    komponen: Komponen, row: NilaiLuar | None, angka: str, typed: ExternalForm | None
) -> ExternalForm:
    if typed is not None and typed.data.get("komponen") == komponen.kode:
        # Sent again, it is meant to replace what is shown now.
        retype(typed, "based_on", angka)
        return typed
    initial = {"komponen": komponen.kode, "based_on": angka, "angka": angka}
    return ExternalForm(
        initial={**initial, "sumber": row.sumber if row else ""}, auto_id=f"luar-{komponen.kode}-%s"
    )
